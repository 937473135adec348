"""The pure rules: a case as it stands and an act somebody asks for, to what follows from it.

No database, no clock, no I/O. What a register answered is a fact of the case before it comes here, so any journal can
be replayed and "why is this here?" answered.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from workflows.clock.arithmetic import to_local
from workflows.engine.children import told, with_children
from workflows.engine.deed import END, Deed
from workflows.engine.enums import Clocking
from workflows.engine.errors import CaseClosed, Runaway, SilenceDue, StepCalledOff, StepTaken, Stranded, UnknownStep
from workflows.engine.offers import started
from workflows.engine.replay import after, apply, written
from workflows.engine.rights import (
    check_outcome,
    handling_post,
    is_silence,
    is_taken_back,
    own_standing,
    read_payload,
    told_days,
)
from workflows.engine.routing import Opening, opened, take
from workflows.engine.rules import Rules
from workflows.engine.state import CALLED_OFF, FILE, SYSTEM, TOLD, Actor, ActRequest, CaseState, Moves, OpenStep, Turn
from workflows.engine.timing import Stroke, entries
from workflows.engine.verdicts import judged
from workflows.engine.waiting import happened, silent_act
from workflows.standards.enums import Regime
from workflows.standards.schema import Standard, Step

LONGEST_CASCADE = 50
"""Turns one act may bring about; a lawful standard needs a handful."""

_UTC = ZoneInfo("UTC")


def open_case(rules: Rules, state: CaseState, actor: Actor, on_behalf_of: int | None = None) -> Moves:
    """Return what filing comes to: the receipt, the first step, and all the engine does at once.

    Whether ``actor`` may file is not asked here: that is settled with the filing, before there is a case.
    ``state`` is the case before anything happened to it (version 0, no steps), received at its ``received_at``. Only
    a licence's clock waits for acceptance (许可法 42); every other one runs from the receipt of the filing.
    """
    at = _utc(state.received_at)
    start = rules.standard.start
    seats = enumerate(rules.seats(start) or (None,), state.next_ordinal)
    first = tuple(opened(rules, state, Opening(start, ordinal, at, seat=seat)) for ordinal, seat in seats)
    clocking = None if state.regime is Regime.LICENCE else Clocking.START
    stroke = Stroke(state, rules.standard.limits, rules.clock, at)
    turn = Turn(
        step="",
        ordinal=0,
        act=FILE,
        outcome=FILE,
        actor=actor.person,
        at=at,
        source=state.phase,
        target=state.phase,
        on_behalf_of=on_behalf_of,
        opened=first,
        entries=entries(clocking, stroke),
    )
    return _run_on(rules, state, with_children(rules, state, turn))


def interpret(rules: Rules, state: CaseState, request: ActRequest) -> Moves:
    """Return what the act comes to; raise as ``carry`` does."""
    return carry(rules, state, request)[0]


def carry(rules: Rules, state: CaseState, request: ActRequest) -> tuple[Moves, CaseState]:
    """Return what the act comes to and the case once it is written; raise an EngineError that says why it may not be done.

    Raise ClockError too, when the ledger of the case forbids what the act does to the clock (a second extension).
    """
    at = _utc(request.now)
    if request.act == TOLD and not request.step:
        return _ran_on(rules, state, told(state, request, at))
    standing = _standing(rules, state, request)
    step = rules.step(standing.key)
    act = rules.act(step, request.act)
    outcome = rules.outcome(step, act)
    silent = is_silence(standing, step, request)
    post = None
    if not silent and not is_taken_back(act, request):
        post = handling_post(rules, state, standing, request.actor, act=act, barred=request.barred)
    check_outcome(state, step, act, outcome, silent=silent)
    payload = read_payload(rules, state, act, outcome, request, post)
    deed = Deed(
        step=step,
        standing=standing,
        act=act.name,
        outcome=act.outcome,
        at=at,
        routes=tuple(act.routes),
        clocking=outcome.clock,
        person=request.actor.person,
        post=post,
        on_behalf_of=request.on_behalf_of,
        payload=payload.model_dump(mode="json", exclude_defaults=True),
        days=told_days(payload),
        passing=outcome.passing,
    )
    return _ran_on(rules, state, take(rules, state, judged(rules, state, deed)))


def due_silences(standard: Standard, state: CaseState, now: datetime) -> list[ActRequest]:
    """Return the consequences of silence that became due by ``now``, each at its legal instant, oldest first."""
    if state.ended_at:
        return []
    silent = [(s.silence_at, s.ordinal, s.key) for s in state.steps if s.silence_at and s.silence_at <= now]
    return [_silence(standard.step(key), ordinal, at) for at, ordinal, key in sorted(silent)]


def advance(rules: Rules, state: CaseState, now: datetime) -> tuple[CaseState, tuple[Moves, ...]]:
    """Apply every consequence of silence due by ``now``, one after another; return the case then, and the moves.

    What a step waited for and has become known since is gone on from at ``now``, after all that was due before.
    """
    applied: list[Moves] = []
    while due := _next_due(rules, state, now):
        key, moves = due
        applied.append(moves)
        state = apply(state, moves)
        if len(applied) > LONGEST_CASCADE:
            raise Runaway(step=key)
    return state, tuple(applied)


def _next_due(rules: Rules, state: CaseState, now: datetime) -> tuple[str, Moves] | None:
    silences = due_silences(rules.standard, state, now)
    if silences:
        return silences[0].step, interpret(rules, state, silences[0])
    at = _utc(now)
    standing = happened(rules, state, at)
    if standing is None:
        return None
    return standing.key, _run_on(rules, state, take(rules, state, _engine_deed(rules, state, standing, at)))


def _utc(instant: datetime) -> datetime:
    """Return the instant as it is written; raise ClockError for one without a time zone."""
    return to_local(instant, _UTC).astimezone(UTC)


def _silence(step: Step, ordinal: int, at: datetime) -> ActRequest:
    act = silent_act(step)
    assert act, "only a step whose silence has a consequence gets an instant for it"  # noqa: S101 - tells mypy
    return ActRequest(step.key, act, SYSTEM, at, ordinal=ordinal)


def _standing(rules: Rules, state: CaseState, request: ActRequest) -> OpenStep:
    """Return the open step the request means, or the offered one it starts; else raise what became of it."""
    if state.ended_at:
        raise CaseClosed(at=state.ended_at)
    due = due_silences(rules.standard, state, request.now)
    if due and request != due[0]:
        raise SilenceDue(step=due[0].step, at=due[0].now)
    found = [step for step in state.steps if step.key == request.step and request.ordinal in {None, step.ordinal}]
    if found:
        return own_standing(rules, state, found, request.actor)
    if fresh := started(rules, state, request, _utc(request.now)):
        return fresh
    any_time = rules.step(request.step).offer is not None
    for done in reversed(state.history):
        if done.key == request.step and (any_time or request.ordinal in {None, done.ordinal}):
            refusal = StepCalledOff if done.act == CALLED_OFF else StepTaken
            raise refusal(step=done.key, who=done.actor, act=done.act, at=done.at)
    raise UnknownStep(step=request.step)


def _run_on(rules: Rules, state: CaseState, turn: Turn) -> Moves:
    return _ran_on(rules, state, turn)[0]


def _ran_on(rules: Rules, state: CaseState, turn: Turn) -> tuple[Moves, CaseState]:
    """Take ``turn``, and every turn the engine owes after it, until somebody else has to act or the case ends."""
    turns = [turn]
    now = after(state, turn)
    while not now.ended_at and (standing := _automatic(rules, now, turn.at)):
        if len(turns) == LONGEST_CASCADE:
            raise Runaway(step=standing.key)
        turns.append(take(rules, now, _engine_deed(rules, now, standing, turn.at)))
        now = after(now, turns[-1])
    if not now.ended_at and not any(rules.carries(step.key) for step in now.steps):
        raise Stranded(act=turn.act, step=turn.step)
    return Moves(state.version, tuple(turns), rules.clock.dues(now.ledger, turn.at)), written(now)


def _automatic(rules: Rules, state: CaseState, at: datetime) -> OpenStep | None:
    ready = (step for step in state.steps if _is_ready(rules, state, rules.step(step.key)))
    return next(ready, None) or happened(rules, state, at)


def _is_ready(rules: Rules, state: CaseState, step: Step) -> bool:
    kind = rules.kind(step)
    return kind.automatic or kind.is_ready(rules.settings(step), state.facts)


def _engine_deed(rules: Rules, state: CaseState, standing: OpenStep, at: datetime) -> Deed:
    step = rules.step(standing.key)
    kind = rules.kind(step)
    if kind.ends_case:
        return Deed(step, standing, END, END, at, clocking=Clocking.FINISH)
    name, findings = kind.decide(rules.settings(step), rules.standard.checks, rules.data(state), rules.evaluate)
    act = rules.act_for(step, name)
    clocking = rules.outcome(step, act).clock
    return Deed(step, standing, act.name, name, at, tuple(act.routes), clocking, findings=findings)
