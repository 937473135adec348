"""A case walked again under other rules: the filing and every act of its people, as far as they fit; nothing is written.

Who acted acts again at whatever desk the draft sends the step to, because a draft may rearrange desks; silences speak at
the instants the draft gives them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from workflows.clock.errors import ClockError
from workflows.engine.errors import CaseClosed, EngineError, NoRoute, Runaway, Stranded, UnknownParty, WrongPhase
from workflows.engine.interpreter import advance, interpret, open_case
from workflows.engine.replay import apply
from workflows.engine.rights import handling_of
from workflows.engine.rules import Rules
from workflows.engine.state import Actor, ActRequest, CaseState, Moves, OpenStep, Post, Turn
from workflows.rehearsing.enums import Ending
from workflows.standards.enums import Handling
from workflows.standards.errors import ExpressionError

Value = Callable[[str, Mapping[str, Any]], Any]
"""Answers an expression that names a value, such as a party's district."""

DEAD_ENDS = (Stranded, NoRoute, Runaway, WrongPhase, UnknownParty, ExpressionError)


UNFIT = (EngineError, ClockError, ExpressionError, LookupError, ValueError)
"""What stops a case on its way under a draft."""


@dataclass(frozen=True, slots=True)
class Done:
    """One act somebody did: where, what, who, when, with what they wrote."""

    step: str
    act: str
    actor: int
    at: datetime
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A case as it went: as it was before anything happened, what its people did, every turn, and how it stands.

    ``until`` is when it ended, or the present.
    """

    beginning: CaseState
    acts: tuple[Done, ...]
    turns: tuple[Turn, ...]
    state: CaseState
    until: datetime


@dataclass(frozen=True, slots=True)
class Walked:
    """The case under the draft; ``step``, ``act`` and ``code`` say where and why it stopped, when it did."""

    ending: Ending
    state: CaseState
    turns: tuple[Turn, ...]
    step: str = ""
    act: str = ""
    code: str = ""


@dataclass(slots=True)
class _Way:
    rules: Rules
    state: CaseState
    turns: list[Turn] = field(default_factory=list)

    def take(self, moves: Moves) -> None:
        self.turns.extend(moves.turns)
        self.state = apply(self.state, moves)

    def let_time_speak(self, now: datetime) -> None:
        self.state, silences = advance(self.rules, self.state, now)
        self.turns.extend(turn for moves in silences for turn in moves.turns)

    def ended(self, ending: Ending, step: str = "", act: str = "", error: Exception | None = None) -> Walked:
        code = str(getattr(error, "code", type(error).__name__)) if error else ""
        return Walked(ending, self.state, tuple(self.turns), step, act, code)


def walk(rules: Rules, recorded: Recorded, value: Value) -> Walked:
    """Walk the case under ``rules`` until an act does not fit, or until the instant it was recorded to."""
    way = _Way(rules, recorded.beginning)
    try:
        way.state = _in_phase(rules, recorded.beginning, value)
        way.take(open_case(rules, way.state, Actor(None)))
    except UNFIT as error:
        return way.ended(Ending.NOT_OPENED, error=error)
    for done in recorded.acts:
        stopped = _do(way, done)
        if stopped:
            return stopped
    try:
        way.let_time_speak(recorded.until)
    except UNFIT as error:
        return way.ended(_kind_of(error), error=error)
    return _compared(way, recorded)


def _do(way: _Way, done: Done) -> Walked | None:
    """Do one act again; a Walked when it does not fit."""
    try:
        way.let_time_speak(done.at)
        standing = next((step for step in way.state.steps if step.key == done.step), None)
        if standing is None and not way.state.ended_at:
            waits = next((step for step in way.state.steps if way.rules.carries(step.key)), None)
            known = any(step.key == done.step for step in way.rules.standard.steps)
            passed = any(step.key == done.step for step in way.state.history)
            if waits and known and not passed:
                return way.ended(Ending.WAITS, waits.key)
        actor = _anybody(way.rules, way.state, standing, done)
        ordinal = standing.ordinal if standing else None
        way.take(
            interpret(
                way.rules, way.state, ActRequest(done.step, done.act, actor, done.at, done.payload, ordinal=ordinal)
            )
        )
    except UNFIT as error:
        return way.ended(_kind_of(error), done.step, done.act, error)
    return None


def _kind_of(error: Exception) -> Ending:
    return Ending.DEAD_END if isinstance(error, DEAD_ENDS) else Ending.REFUSED


def _anybody(rules: Rules, state: CaseState, standing: OpenStep | None, done: Done) -> Actor:
    """Return whoever acted, with a post the step waits for; the same person stays the same, so four eyes stay four."""
    if standing is None:
        return Actor(done.actor)
    if handling_of(standing.party) is Handling.APPLICANT:
        return Actor(done.actor, applicants=frozenset({state.applicant} - {None}))  # type: ignore[arg-type]
    role = rules.step(standing.key).handler.role or ""
    return Actor(done.actor, posts=(Post(0, None, standing.desk, standing.district, role),))


def _in_phase(rules: Rules, beginning: CaseState, value: Value) -> CaseState:
    """The case before its filing by the draft's parties: those it knew already stay where they are."""
    data = {"form": beginning.form, "facts": beginning.facts}
    missing = [party for party in rules.standard.parties if party.role not in beginning.parties]
    named = {party.role: str(value(party.district, data)) for party in missing}
    return replace(
        beginning,
        regime=rules.standard.regime,
        phase=rules.machine.initial,
        parties={**beginning.parties, **named},
    )


def _compared(way: _Way, recorded: Recorded) -> Walked:
    """Tell whether the case stands where it stood, or waits for somebody who was never asked."""
    now, then = way.state, recorded.state
    if now.phase == then.phase and _keys(now.steps) == _keys(then.steps):
        return way.ended(Ending.SAME)
    new = next((step.key for step in now.steps if step.key not in _keys(then.steps)), "")
    error = CaseClosed(at=now.ended_at) if now.ended_at and not then.ended_at else None
    return way.ended(Ending.REFUSED if error else Ending.WAITS, new, error=error)


def _keys(steps: Iterable[OpenStep]) -> Sequence[str]:
    return sorted(step.key for step in steps)
