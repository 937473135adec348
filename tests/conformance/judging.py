"""Holds translated configurations against what their source says of them: defects, truth table, walks."""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.conformance.translating import DISTRICT, DONE, OPEN, defects_said, desks_of, key_of, standard_of
from workflows.clock.calendar import shipped_calendar
from workflows.engine.errors import CaseClosed, EngineError, NotAllowed, UnknownAct
from workflows.engine.interpreter import interpret, open_case
from workflows.engine.machines import register_machines
from workflows.engine.replay import apply
from workflows.engine.rulebook import machine_of
from workflows.engine.rules import Rules
from workflows.engine.state import Actor, ActRequest, CaseState, OpenStep, Post
from workflows.engine.step_types import by_name, register_all
from workflows.engine.timing import Clock, Place
from workflows.standards.enums import Regime
from workflows.standards.expressions import holds
from workflows.standards.publish_check import may_publish, publish_check
from workflows.standards.registry import Registry

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
CLOCK = Clock({"CN": shipped_calendar()}, {DISTRICT: Place("CN", "Asia/Shanghai")})
NO_ACT, NOT_THEIRS = "DENY_ACTION", "DENY_ROLE"
FILER = Actor(1, "", applicants=frozenset({1}))


@dataclass(slots=True)
class Judgement:
    """What came of one configuration."""

    hash: str
    published: bool
    defects: list[str]
    as_expected: bool


@dataclass(slots=True)
class Totals:
    """What came of all of them; everything that ends in ``wrong`` has to be 0."""

    configurations: int = 0
    published: int = 0
    refused: int = 0
    verdicts_wrong: int = 0
    defects_wrong: int = 0
    truth_rows: int = 0
    truth_wrong: int = 0
    walks: int = 0
    walks_wrong: int = 0

    @property
    def wrong(self) -> int:
        """How much is."""
        return self.verdicts_wrong + self.defects_wrong + self.truth_wrong + self.walks_wrong


@dataclass(slots=True)
class Report:
    """Everything, and up to a few examples of what is wrong."""

    totals: Totals = field(default_factory=Totals)
    results: list[Judgement] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)
    rules: dict[str, Rules] = field(default_factory=dict)


def judge(folder: Path) -> Report:
    """Translate, check, and walk everything below ``folder``; raises OSError for a folder of another layout."""
    report, registry = Report(), Registry()
    register_machines(registry)
    register_all(registry)
    for entry in json.loads((folder / "manifest.json").read_text()):
        _judge_configuration(report, registry, folder, entry)
    for row in _lines(folder, "truth*.jsonl.gz"):
        _judge_row(report, row)
    for walk in _lines(folder, "walks*.jsonl.gz"):
        _judge_walk(report, walk)
    return report


def _judge_configuration(report: Report, registry: Registry, folder: Path, entry: Mapping[str, Any]) -> None:
    standard = standard_of(json.loads((folder / entry["neutral"]).read_text()))
    defects = publish_check(standard, registry, desks_of(standard))
    said, published = defects_said(defects), may_publish(defects)
    totals, right = report.totals, published is not entry["must_be_refused"]
    same = said == set(entry["hard_issues"])
    totals.configurations += 1
    totals.published += published
    totals.refused += not published
    totals.verdicts_wrong += not right
    totals.defects_wrong += not same
    if not same:
        report.examples.append(f"{entry['hash']}: {sorted(said ^ set(entry['hard_issues']))}")
    report.results.append(Judgement(entry["hash"], published, sorted(said), right and same))
    report.rules[entry["hash"]] = Rules(standard, machine_of(Regime.SERVICE), by_name(), holds, CLOCK)


def _judge_row(report: Report, row: Mapping[str, Any]) -> None:
    rules = report.rules[row["c"]]
    expected = row["expect"]
    wanted = expected if expected in {NO_ACT, NOT_THEIRS} else key_of(expected)
    found = _reached(rules, _standing_at(rules, key_of(row["state"])), row["role"], row["action"])[0]
    report.totals.truth_rows += 1
    if found != wanted:
        report.totals.truth_wrong += 1
        report.examples.append(f"{row}: {found}")


def _judge_walk(report: Report, walk: Mapping[str, Any]) -> None:
    rules = report.rules[walk["c"]]
    state = _blank(rules)
    state = apply(state, open_case(rules, state, FILER))
    ways: list[str] = []
    for role, action, _next in walk["steps"]:
        found, state = _reached(rules, state, role, action)
        ways.append(found)
    report.totals.walks += 1
    if ways != [key_of(step[2]) for step in walk["steps"]] or bool(walk["finished"]) is not _rests(rules, state):
        report.totals.walks_wrong += 1
        report.examples.append(f"{walk}: {ways}")


def _reached(rules: Rules, state: CaseState, role: str, action: str) -> tuple[str, CaseState]:
    """Return where the act leads, or what kind of refusal it meets, and the case afterwards."""
    actor = Actor(2, role, (Post(1, 1, role, DISTRICT, "REVIEWER"),))
    where = state.steps[0].key if state.steps else state.history[-1].key
    try:
        after = apply(state, interpret(rules, state, ActRequest(where, action, actor, NOW)))
    except (UnknownAct, CaseClosed):
        return NO_ACT, state
    except NotAllowed:
        return NOT_THEIRS, state
    except EngineError as refusal:
        return refusal.code, state
    return (after.steps[0] if after.steps else after.history[-1]).key, replace(after, steps=_unclaimed(after))


def _unclaimed(state: CaseState) -> tuple[OpenStep, ...]:
    """The source knows no claim: whoever has the role acts next."""
    return tuple(replace(step, claimed_by=None) for step in state.steps)


def _rests(rules: Rules, state: CaseState) -> bool:
    """Whether the case has its result, ended or open to be taken up again."""
    return all(rules.kind(rules.step(step.key)).ends_handling for step in state.steps)


def _standing_at(rules: Rules, key: str) -> CaseState:
    step = rules.step(key)
    over = rules.kind(step).ends_case
    state = replace(_blank(rules), phase=DONE if DONE in step.phases else OPEN[0])
    standing = OpenStep(key, 1, step.handler.party, DISTRICT, step.handler.desk, NOW)
    return replace(state, steps=(standing,), ended_at=NOW if over else None)


def _blank(rules: Rules) -> CaseState:
    return CaseState(
        regime=Regime.SERVICE,
        phase=rules.machine.initial,
        district=DISTRICT,
        parties={"home": DISTRICT},
        applicant=1,
        received_at=NOW,
    )


def _lines(folder: Path, pattern: str) -> Iterator[Mapping[str, Any]]:
    for path in sorted(folder.glob(pattern)):
        with gzip.open(path, "rt") as lines:
            yield from map(json.loads, lines)
