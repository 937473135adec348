"""Applies what was decided to a case as it stood; nothing is decided here.

The interpreter itself goes on from turn to turn by ``after``, so that a replayed journal gives exactly the state the
interpreter saw.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce

from workflows.engine.children import after_children
from workflows.engine.custody import after_custody
from workflows.engine.errors import NotReplayable
from workflows.engine.state import CALLED_OFF, CaseState, ClosedStep, Moves, Turn, changed


def replay(state: CaseState, journal: Iterable[Moves]) -> CaseState:
    """Return the case after all of ``journal``; raise NotReplayable where it does not continue the state before."""
    return reduce(apply, journal, state)


def apply(state: CaseState, moves: Moves) -> CaseState:
    """Return the case after ``moves``; raise NotReplayable when they were reckoned from another version."""
    if moves.base != state.version:
        raise NotReplayable(where=f"version {moves.base}")
    return written(reduce(after, moves.turns, state))


def written(state: CaseState) -> CaseState:
    """Return the case once its last turns are written: each write makes one version."""
    return changed(state, version=state.version + 1)


def after(state: CaseState, turn: Turn) -> CaseState:
    """Return the case after one turn; raise NotReplayable when the turn starts from somewhere else.

    A turn that started an offered step opened it itself.
    """
    started = [step for step in turn.opened if step.ordinal == turn.ordinal]
    standing = {step.ordinal: step for step in (*state.steps, *started)}
    gone = (*turn.called_off, *((turn.ordinal,) if turn.ordinal else ()))
    if turn.source != state.phase or state.ended_at or not standing.keys() >= set(gone):
        raise NotReplayable(where=f"{turn.step}.{turn.act}")
    closed = [ClosedStep(standing[n].key, n, CALLED_OFF, CALLED_OFF, None, turn.at) for n in turn.called_off]
    if turn.ordinal:
        closed.append(ClosedStep(turn.step, turn.ordinal, turn.act, turn.outcome, turn.actor, turn.at, turn.deputy_for))
    return after_children(after_custody(_moved(state, turn, gone, closed), turn), turn)


def _moved(state: CaseState, turn: Turn, gone: tuple[int, ...], closed: list[ClosedStep]) -> CaseState:
    closed_last = not state.history or all(_by_instant(state.history[-1]) <= _by_instant(done) for done in closed)
    history = (*state.history, *closed)
    return changed(
        state,
        phase=turn.target,
        steps=tuple(step for step in (*state.steps, *turn.opened) if step.ordinal not in gone),
        # By instant and number, as the stored steps are read: several may close at one instant.
        history=history if closed_last and len(closed) < _SEVERAL else tuple(sorted(history, key=_by_instant)),
        waiting=turn.waiting,
        ledger=(*state.ledger, *turn.entries),
        ended_at=turn.at if turn.ends else None,
    )


_SEVERAL = 2


def _by_instant(done: ClosedStep) -> tuple[datetime, int]:
    return done.at, done.ordinal
