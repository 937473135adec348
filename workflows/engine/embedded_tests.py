"""Runs the tests a standard brings along: given these answers and acts, the case stands here, due on this date."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from workflows.clock.arithmetic import to_local, zone_named
from workflows.engine.errors import EngineError
from workflows.engine.interpreter import advance, interpret, open_case
from workflows.engine.replay import apply
from workflows.engine.rules import APPLICANT, Rules
from workflows.engine.state import Actor, ActRequest, CaseState, Moves, OpenStep, Post
from workflows.standards.schema import StandardTest, TestAct

Value = Callable[[str, Mapping[str, Any]], Any]
"""Answers an expression that names a value, such as a party's district."""

_APPLICANT = 1
_STRANGERS = 1_000_000


@dataclass(frozen=True, slots=True)
class _Run:
    """A case under test, and when its clock ends."""

    state: CaseState
    last: Moves

    def then(self, moves: Moves) -> "_Run":
        return _Run(apply(self.state, moves), moves)


def run_embedded_tests(rules: Rules, value: Value) -> list[str]:
    """Return a sentence for every expectation of the standard's own tests that is not met; empty when all are."""
    return [
        _("Test “%(name)s”: %(failure)s") % {"name": name, "failure": failure}
        for name, failure in failed_tests(rules, value)
    ]


def failed_tests(rules: Rules, value: Value) -> list[tuple[str, str]]:
    """Return the name of a test and a sentence for every expectation of it that is not met."""
    return [(test.name, failure) for test in rules.standard.tests for failure in _failures(rules, test, value)]


def _failures(rules: Rules, test: StandardTest, value: Value) -> Iterator[str]:
    try:
        run = _opened(rules, test, value)
        for act in test.acts:
            run = _acted(rules, run, act)
    except LookupError as error:
        yield _("“%(name)s” is not known here.") % {"name": error.args[0] if error.args else type(error).__name__}
    except (EngineError, ValueError) as error:
        yield str(error) or type(error).__name__
    else:
        yield from _differences(rules, test, run)


def _opened(rules: Rules, test: StandardTest, value: Value) -> _Run:
    data = {"form": test.answers, "facts": test.facts}
    parties = {party.role: value(party.district, data) for party in rules.standard.parties}
    state = CaseState(
        regime=rules.standard.regime,
        phase=rules.machine.initial,
        district=next(iter(parties.values())),
        parties=parties,
        applicant=_APPLICANT,
        received_at=datetime.fromisoformat(test.received),
        form=test.answers,
        facts=test.facts,
    )
    moves = open_case(rules, state, Actor(_APPLICANT, applicants=frozenset({_APPLICANT})))
    return _Run(apply(state, moves), moves)


def _acted(rules: Rules, run: _Run, act: TestAct) -> _Run:
    now = datetime.fromisoformat(act.at)
    state, silences = advance(rules, run.state, now)
    run = _Run(state, (run.last, *silences)[-1])
    if any((turn.step, turn.act) == (act.step, act.act) for moves in silences for turn in moves.turns):
        return run  # What the test waits for has come of silence.
    standing = next((step for step in state.steps if step.key == act.step), None)
    actor = _anybody(rules, standing, act) if standing else Actor(_APPLICANT)
    return run.then(interpret(rules, state, ActRequest(act.step, act.act, actor, now, act.payload)))


def _anybody(rules: Rules, standing: OpenStep, act: TestAct) -> Actor:
    """Return somebody who may act there; every step has a person of its own, so that four eyes are four."""
    names = act.payload.get("names")
    person = names[0] if names else _STRANGERS + rules.place_of(standing.key)
    if standing.party == APPLICANT:
        return Actor(person, applicants=frozenset({_APPLICANT}))
    role = rules.step(standing.key).handler.role or ""
    return Actor(person, posts=(Post(person, person, standing.desk, standing.district, role),))


def _differences(rules: Rules, test: StandardTest, run: _Run) -> Iterator[str]:
    expected = test.expect
    found: dict[str, tuple[object, object]] = {
        _("steps"): (sorted(expected.steps), sorted(step.key for step in run.state.steps)),
        _("phase"): (expected.phase, run.state.phase),
    }
    # An offer to the applicant says nothing of where the case stands.
    there = (step for step in run.state.steps if step.key in expected.steps)
    first = next(iter(sorted(there, key=lambda step: not rules.carries(step.key))), None)
    if expected.district is not None:
        found[_("district")] = (expected.district, first.district if first else None)
    if expected.due is not None:
        found[_("due date")] = (expected.due, _due(rules, run, first))
    for name, (wanted, actual) in found.items():
        if wanted != actual:
            yield _("%(name)s: expected %(wanted)s, found %(actual)s.") % {
                "name": name,
                "wanted": wanted,
                "actual": actual,
            }


def _due(rules: Rules, run: _Run, first: OpenStep | None) -> str | None:
    """Return the promised due date of the case, or the step's own where no clock runs."""
    end = run.last.dues.promised or (first.due_at if first else None)
    if end is None:
        return None
    zone = zone_named(rules.clock.places[run.state.district].zone)
    return (to_local(end, zone) - timedelta(microseconds=1)).date().isoformat()
