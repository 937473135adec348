"""The standards that ship, read from their files, and what is needed to walk cases through them without a database."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import approvals
from workflows.clock.calendar import shipped_calendar
from workflows.engine.enums import Answer
from workflows.engine.interpreter import advance, interpret, open_case
from workflows.engine.machines import MACHINES, read_machine
from workflows.engine.publishing import register_engine
from workflows.engine.replay import apply
from workflows.engine.rules import Rules
from workflows.engine.state import Actor, ActRequest, CaseState, Finding, Moves, Post
from workflows.engine.step_types import by_name
from workflows.engine.timing import Clock, Place
from workflows.standards.canonical import load_yaml, parse
from workflows.standards.checks_people import Desk
from workflows.standards.expressions import evaluate, holds
from workflows.standards.registry import Registry
from workflows.standards.schema import Standard
from workflows.standards.sentences import sentence

HERE = Path(__file__).parent
SHIPPED = Path(approvals.__file__).parent / "standards"
PATHS = {path.stem: path for folder in (SHIPPED, HERE) for path in sorted(folder.glob("*.yaml"))}
DISTRICTS = ("LW", "OH", "RA", "YQ", "ZN", "GJ")
SHANGHAI = ZoneInfo("Asia/Shanghai")
CLOCK = Clock({"CN": shipped_calendar()}, {code: Place("CN", "Asia/Shanghai") for code in DISTRICTS})
DESKS = {
    code: [
        Desk("WINDOW", frozenset({"RECEIVER", "ISSUER"})),
        Desk("REGISTRY", frozenset({"REVIEWER", "APPROVER"})),
        Desk("ARCHIVE", frozenset({"ARCHIVIST"})),
        Desk("TASKS", frozenset({"TASK_CLERK"})),
    ]
    for code in DISTRICTS
}
APPLICANT = Actor(1, "章三", applicants=frozenset({100}))


@cache
def standard(name: str) -> Standard:
    return parse(load_yaml(PATHS[name]))


@cache
def rules(name: str) -> Rules:
    regime = standard(name).regime
    return Rules(standard(name), read_machine(MACHINES[regime], regime), by_name(), holds, CLOCK)


def probes(*names: str) -> list[str]:
    """The names of the probes the standards ask, in order."""
    return sorted({check.probe for name in names for check in standard(name).checks if check.probe})


def full_registry(*names: str) -> Registry:
    """A registry with the engine, and with the probes the standards named here ask."""
    registry = Registry()
    register_engine(registry)
    for probe in probes(*names):
        registry.add_probe(probe, lambda: True)
    return registry


def at(day: str, time: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{time}:00").replace(tzinfo=SHANGHAI)


def clerk(person: int, role: str, desk: str, district: str = "LW") -> Actor:
    return Actor(person, f"clerk {person}", (Post(person * 10, person * 100, desk, district, role),))


class Case:
    """A case of a shipped standard: the answers of its first embedded test, with the changes given."""

    def __init__(
        self, name: str, received: datetime, facts: Mapping[str, Any] | None = None, /, **changes: Any
    ) -> None:
        first = standard(name).tests[0]
        form = deepcopy(first.answers) | changes
        data = {"form": form, "facts": {**first.facts, **(facts or {})}}
        parties = {party.role: str(evaluate(party.district, data).value) for party in standard(name).parties}
        self.law = rules(name)
        self.state = CaseState(
            regime=self.law.standard.regime,
            phase=self.law.machine.initial,
            district=next(iter(parties.values())),
            parties=parties,
            applicant=100,
            received_at=received,
            form=form,
            facts=data["facts"],
        )
        self.journal: list[Moves] = []
        self.write(open_case(self.law, self.state, APPLICANT))

    def write(self, moves: Moves) -> Moves:
        self.journal.append(moves)
        self.state = apply(self.state, moves)
        return moves

    def do(self, step: str, act: str, actor: Actor, now: datetime, **payload: Any) -> Moves:
        return self.write(interpret(self.law, self.state, ActRequest(step, act, actor, now, payload)))

    def wait(self, now: datetime) -> list[Moves]:
        """Let what is due by ``now`` happen."""
        self.state, silences = advance(self.law, self.state, now)
        self.journal += silences
        return list(silences)

    @property
    def open(self) -> list[str]:
        """The keys of the steps a case rests on."""
        return [step.key for step in self.state.steps if self.law.carries(step.key)]

    @property
    def findings(self) -> dict[str, Finding]:
        turns = (turn for moves in self.journal for turn in moves.turns)
        return {finding.check: finding for turn in turns for finding in turn.findings}

    @property
    def failed(self) -> set[str]:
        return {name for name, finding in self.findings.items() if finding.answer is not Answer.PASSED}

    def says(self, check: str, language: str = "zh-Hans") -> str:
        """What the person reads beside a check that found something."""
        found = next(known for known in self.law.standard.checks if known.id == check)
        return sentence(found, self.law.data(self.state), language)
