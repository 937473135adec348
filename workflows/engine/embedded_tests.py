"""Runs the tests a standard brings along, for every district: given these answers and acts, the case stands here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from workflows.clock.arithmetic import to_local, zone_named
from workflows.engine.errors import EngineError
from workflows.engine.interpreter import advance, interpret, open_case
from workflows.engine.rebinding import Bound, Value, bound_tests, expected_district
from workflows.engine.replay import apply
from workflows.engine.rules import APPLICANT, SYSTEM_PARTY, Rules
from workflows.engine.state import SYSTEM, Actor, ActRequest, CaseState, Moves, OpenStep, Post
from workflows.standards.schema import Expectation, StandardTest, TestAct

_APPLICANT = 1
_STRANGERS = 1_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """A case under test: how it stands, and the moves that brought it there last."""

    state: CaseState
    last: Moves

    def then(self, moves: Moves) -> "Run":
        return Run(apply(self.state, moves), moves)


@dataclass(frozen=True, slots=True)
class Trial:
    """One run of one test: for these districts by role, with a sentence for every expectation that was not met."""

    test: str
    parties: Mapping[str, str]
    failures: tuple[str, ...]

    @property
    def districts(self) -> frozenset[str]:
        """The districts that take part in it."""
        return frozenset(self.parties.values())


def trials(rules: Rules, value: Value, districts: Sequence[str]) -> list[Trial]:
    """Run every test of the standard for every district, or every two of them; a test that names its own runs once."""
    return [trial for test in rules.standard.tests for trial in _trials(rules, test, value, districts)]


def _trials(rules: Rules, test: StandardTest, value: Value, districts: Sequence[str]) -> Iterator[Trial]:
    try:
        for bound in bound_tests(rules.standard, test, value, districts):
            yield Trial(test.name, bound.parties, tuple(_failures(rules, bound)))
    except (LookupError, ValueError) as error:
        yield Trial(test.name, test.parties, (str(error) or type(error).__name__,))


def _failures(rules: Rules, bound: Bound) -> Iterator[str]:
    yield from _astray(bound)
    try:
        run = walk(rules, bound)
    except LookupError as error:
        yield _("“%(name)s” is not known here.") % {"name": error.args[0] if error.args else type(error).__name__}
    except (EngineError, ValueError) as error:
        yield str(error) or type(error).__name__
    else:
        yield from _differences(rules, bound, run)


def _astray(bound: Bound) -> Iterator[str]:
    for role, named in bound.test.parties.items():
        if bound.parties.get(role) != named:
            yield _("The test is meant for %(role)s in %(named)s, and its answers lead to %(found)s.") % {
                "role": role,
                "named": named,
                "found": bound.parties.get(role),
            }


def walk(rules: Rules, bound: Bound) -> Run:
    """Open a case with the answers of the test and perform its acts; raise the refusal that stops it."""
    run = _opened(rules, bound)
    for act in bound.test.acts:
        run = _acted(rules, run, act)
    return run


def _opened(rules: Rules, bound: Bound) -> Run:
    test = bound.test
    state = CaseState(
        regime=rules.standard.regime,
        phase=rules.machine.initial,
        district=next(iter(bound.parties.values())),
        parties=bound.parties,
        applicant=_APPLICANT,
        received_at=datetime.fromisoformat(test.received),
        form=test.answers,
        facts=test.facts,
    )
    moves = open_case(rules, state, Actor(_APPLICANT, applicants=frozenset({_APPLICANT})))
    return Run(apply(state, moves), moves)


def _acted(rules: Rules, run: Run, act: TestAct) -> Run:
    now = datetime.fromisoformat(act.at)
    state, silences = advance(rules, run.state, now)
    run = Run(state, (run.last, *silences)[-1])
    if any((turn.step, turn.act) == (act.step, act.act) for moves in silences for turn in moves.turns):
        return run  # What the test waits for has come of silence.
    standing = next((step for step in state.steps if step.key == act.step), None)
    actor = _anybody(rules, state, standing, act) if standing else Actor(_APPLICANT)
    ordinal = standing.ordinal if standing else None
    return run.then(interpret(rules, state, ActRequest(act.step, act.act, actor, now, act.payload, ordinal)))


def _anybody(rules: Rules, state: CaseState, standing: OpenStep, act: TestAct) -> Actor:
    """Return somebody who may act there; every step, and every seat, has a person of its own, so that four eyes are four."""
    if standing.party == SYSTEM_PARTY:
        return SYSTEM
    names = act.payload.get("names")
    seat = _STRANGERS * standing.ordinal if rules.seats(standing.key) else 0
    person = names[0] if names else _STRANGERS + seat + rules.place_of(standing.key)
    if standing.party == APPLICANT:
        return Actor(person, applicants=frozenset({_APPLICANT}))
    role = rules.handler(state, standing).role or ""
    return Actor(person, posts=(Post(person, person, standing.desk, standing.district, role),))


def came_out(rules: Rules, run: Run, steps: Sequence[str]) -> Expectation:
    """Return what a run came to as a test would expect it; district and due date are those of one of ``steps``."""
    # An offer to the applicant says nothing of where the case stands.
    there = (step for step in run.state.steps if step.key in steps)
    first = next(iter(sorted(there, key=lambda step: not rules.carries(step.key))), None)
    return Expectation(
        steps=sorted(step.key for step in run.state.steps),
        phase=run.state.phase,
        district=first.district if first else None,
        due=_due(rules, run, first),
    )


def _differences(rules: Rules, bound: Bound, run: Run) -> Iterator[str]:
    expected = bound.test.expect
    found = came_out(rules, run, expected.steps)
    wanted = expected_district(expected, bound.parties)
    told: dict[str, tuple[object, object]] = {
        _("steps"): (sorted(expected.steps), found.steps),
        _("phase"): (expected.phase, found.phase),
    }
    if wanted is not None:
        told[_("district")] = (wanted, found.district)
    if expected.due is not None:
        told[_("due date")] = (expected.due, found.due)
    for name, (asked, actual) in told.items():
        if asked != actual:
            yield _("%(name)s: expected %(wanted)s, found %(actual)s.") % {
                "name": name,
                "wanted": asked,
                "actual": actual,
            }


def _due(rules: Rules, run: Run, first: OpenStep | None) -> str | None:
    """Return the promised due date of the case, or the step's own where no clock runs."""
    end = run.last.dues.promised or (first.due_at if first else None)
    if end is None:
        return None
    zone = zone_named(rules.clock.places[run.state.district].zone)
    return (to_local(end, zone) - timedelta(microseconds=1)).date().isoformat()
