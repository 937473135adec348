"""Whether a running case can go on under another version, and as what: pure rules over both versions and the case.

SAFE means that the move is decided to the last date. A case NEEDS A CHOICE where the new version does not have a step
by its name; it is BLOCKED where no choice helps, each time with the reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator

from workflows.engine.moving import Move, Standing, moved
from workflows.engine.rights import handling_of
from workflows.engine.rules import Rules
from workflows.engine.state import CaseState, OpenStep
from workflows.moving.enums import SETTLED_BY_CHOICE, DuePolicy, Hindrance, Verdict
from workflows.moving.limits import becomes, entries_of_move, is_over, read
from workflows.standards.enums import Handling, Join
from workflows.standards.schema import Step


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a case cannot simply move, and what it is about: a step, a desk, an answer."""

    code: Hindrance
    about: str = ""

    @property
    def needs_choice(self) -> bool:
        """Tell whether somebody's choice can settle it."""
        return self.code in SETTLED_BY_CHOICE


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one case; ``move`` is there exactly when the case can move."""

    reasons: tuple[Reason, ...] = ()
    move: Move | None = None

    @property
    def verdict(self) -> Verdict:
        """Safe, needs a choice, or blocked."""
        if self.move:
            return Verdict.SAFE
        return Verdict.CHOICE if all(reason.needs_choice for reason in self.reasons) else Verdict.BLOCKED


@dataclass(frozen=True)
class Between:
    """Both versions with their digests, the desks there are by district, and how due dates are chosen."""

    old: Rules
    new: Rules
    source: str
    target: str
    plan: str
    due: DuePolicy = DuePolicy.EARLIER
    desks: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def answer_to(self, key: str, mapping: Mapping[str, str]) -> Step | None:
        """Return the step of the new version that answers to one of the old; None when somebody has to choose."""
        chosen = mapping.get(key)
        known = {step.key: step for step in self.new.standard.steps}
        if chosen is not None:
            return known.get(chosen)
        step = known.get(key)
        return step if step and _kind(step) == _kind(self.old.step(key)) else None

    @cached_property
    def newly_required(self) -> Draft202012Validator:
        """Finds what the new form misses."""
        return Draft202012Validator(self.new.standard.form)

    @cached_property
    def required_before(self) -> Draft202012Validator:
        """Finds what the old form misses."""
        return Draft202012Validator(self.old.standard.form)

    @cached_property
    def gone(self) -> frozenset[str]:
        """The steps only the old version has."""
        return frozenset(s.key for s in self.old.standard.steps) - {s.key for s in self.new.standard.steps}


def judge(between: Between, state: CaseState, mapping: Mapping[str, str], now: datetime) -> Judgement:
    """Judge one running case; what became due by ``now`` is applied to ``state`` already."""
    if between.old.standard.regime is not between.new.standard.regime:
        return Judgement((Reason(Hindrance.REGIME),))
    pairs = [(standing, between.answer_to(standing.key, mapping)) for standing in state.steps]
    waiting = tuple(mapping.get(join, join) for join in state.waiting)
    reasons = [
        *(reason for standing, step in pairs for reason in _of_step(between, state, standing, step)),
        *_of_joins(between, waiting),
        *_of_filing(between, state),
        *_of_people(between, state, [step for _standing, step in pairs if step]),
    ]
    if not reasons:
        move = _move(between, state, pairs, waiting, now)
        reasons = list(_of_time(between, state, move, now))
    return Judgement(tuple(dict.fromkeys(reasons))) if reasons else Judgement((), move)


def _move(
    between: Between,
    state: CaseState,
    pairs: list[tuple[OpenStep, Step | None]],
    waiting: tuple[str, ...],
    now: datetime,
) -> Move:
    return Move(
        source=between.source,
        target=between.target,
        plan=between.plan,
        at=now,
        was=tuple(Standing.of(standing) for standing, _step in pairs),
        becomes=tuple(becomes(between.new, standing, step, between.due, now) for standing, step in pairs if step),
        waited=state.waiting,
        waiting=waiting,
        entries=entries_of_move(state, between.new.standard.limits, between.new.clock, between.due, now),
    )


def _of_step(between: Between, state: CaseState, standing: OpenStep, step: Step | None) -> Iterator[Reason]:
    if step is None:
        there = any(each.key == standing.key for each in between.new.standard.steps)
        yield Reason(Hindrance.TYPE if there else Hindrance.GONE, standing.key)
        return
    before = between.old.step(standing.key)
    if _kind(step) != _kind(before) or handling_of(step.handler.party) is not handling_of(standing.party):
        yield Reason(Hindrance.TYPE, standing.key)
    if state.phase not in step.phases:
        yield Reason(Hindrance.PHASE, step.key)
    yield from _of_desk(between, state, standing, step)
    if _breaks_promise(between, before, step):
        yield Reason(Hindrance.PROMISE, step.key)


def _of_desk(between: Between, state: CaseState, standing: OpenStep, step: Step) -> Iterator[Reason]:
    if handling_of(step.handler.party) is not Handling.DESK:
        return
    district = state.parties.get(step.handler.party)
    if district is None:
        yield Reason(Hindrance.PARTY, step.handler.party)
    elif district != standing.district:
        yield Reason(Hindrance.DISTRICT, step.key)
    elif step.handler.desk and step.handler.desk not in between.desks.get(district, frozenset()):
        yield Reason(Hindrance.DESK, step.handler.desk)


def _breaks_promise(between: Between, before: Step, after: Step) -> bool:
    """Tell whether the applicant would lose what they count on: a consequence of silence, or an act of their own."""
    if before.silence:
        outcome = between.old.act(before, before.silence.act).outcome
        if not after.silence or between.new.act(after, after.silence.act).outcome != outcome:
            return True
    own = handling_of(before.handler.party) is Handling.APPLICANT
    return own and not {act.name for act in before.acts} <= {act.name for act in after.acts}


def _of_joins(between: Between, waiting: tuple[str, ...]) -> Iterator[Reason]:
    joins = {step.key for step in between.new.standard.steps if step.join is Join.ALL}
    return (Reason(Hindrance.JOIN, key) for key in waiting if key not in joins)


def _of_filing(between: Between, state: CaseState) -> Iterator[Reason]:
    known = set(_missing(between.required_before, state.form))
    yield from (
        Reason(Hindrance.ANSWER, name) for name in _missing(between.newly_required, state.form) if name not in known
    )
    asked = {check.probe for check in between.old.standard.checks}
    for check in between.new.standard.checks:
        if check.probe and check.probe not in asked and check.probe not in state.facts:
            yield Reason(Hindrance.FACT, check.probe)


def _of_people(between: Between, state: CaseState, steps: list[Step]) -> Iterator[Reason]:
    """Four eyes are told apart by the names of steps: a step that was renamed after it was done tells nothing."""
    done_and_gone = {done.key for done in state.history} & between.gone
    if not done_and_gone:
        return
    new = between.new
    for step in new.standard.steps:
        ahead = any(step.key == each.key or new.leads_to(each.key, step.key) for each in steps)
        apart = set(new.kind(step).same_hands_forbidden(new.settings(step)))
        if ahead and apart - {each.key for each in between.old.standard.steps}:
            yield Reason(Hindrance.HANDS, step.key)


def _of_time(between: Between, state: CaseState, move: Move, now: datetime) -> Iterator[Reason]:
    after = moved(state, move)
    if is_over(read(state.ledger, between.old.clock, now)) or is_over(read(after.ledger, between.new.clock, now)):
        yield Reason(Hindrance.OVER)
    yield from (Reason(Hindrance.OVER, s.key) for s in move.becomes if s.silence_at and s.silence_at <= now)
    if not any(between.new.carries(step.key) for step in after.steps):
        yield Reason(Hindrance.STRANDED)


def _missing(form: Draft202012Validator, answers: Mapping[str, Any]) -> Iterator[str]:
    for error in form.iter_errors(dict(answers)):
        if error.validator == "required":
            where = ".".join(str(part) for part in error.absolute_path)
            lacking = [name for name in error.validator_value if name not in error.instance]
            yield from (f"{where}.{name}" if where else name for name in lacking)


def _kind(step: Step) -> str:
    return step.type.partition("@")[0]
