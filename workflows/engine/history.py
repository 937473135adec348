"""Rebuilds a case from its journal alone: what the rules decided, applied again row by row.

The form, the materials and the facts are what the rules looked at, not what they decided, so they are given.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from workflows.engine.errors import NotReplayable
from workflows.engine.moving import Move, moved
from workflows.engine.replay import after
from workflows.engine.state import CaseState, Moves
from workflows.journal.enums import Verb


class Row(Protocol):
    """What a rebuild reads of a journal row."""

    @property
    def verb(self) -> str: ...

    @property
    def actor_id(self) -> int | None: ...

    @property
    def payload(self) -> Mapping[str, Any]: ...


def rebuild(beginning: CaseState, rows: Iterable[Row]) -> CaseState:
    """Return the case after all ``rows``, given as it was before the first; raise NotReplayable where they break off.

    Row ids of steps are no part of the journal, so the steps come back without them.
    """
    state = beginning
    for row in rows:
        state = _apply(state, row)
    return state


def beginning_of(state: CaseState, initial: str) -> CaseState:
    """Return the case as it was before anything happened to it, in its regime's first phase."""
    return replace(state, phase=initial, version=0, steps=(), history=(), waiting=(), ledger=(), ended_at=None)


def ruled_by(rows: Iterable[Row], pinned: str) -> list[str]:
    """Return the digest of the version whose rules hold for each row, given the one the case is pinned to after all.

    A row of a move still stands under the version it leaves.
    """
    known = list(rows)
    ruling: list[str] = []
    for row in reversed(known):
        if row.verb in {Verb.MOVE, Verb.MOVE_BACK}:
            pinned = row.payload["move"]["source"]
        ruling.append(pinned)
    return ruling[::-1]


def _apply(state: CaseState, row: Row) -> CaseState:
    version = row.payload["base"] + 1
    match row.verb:
        case Verb.OPEN | Verb.ACT:
            (turn,) = Moves.from_json({"base": version - 1, "turns": [row.payload["turn"]]}).turns
            return replace(after(state, turn), version=version)
        case Verb.CLAIM | Verb.RELEASE:
            holder = row.actor_id if row.verb == Verb.CLAIM else None
            return replace(_held_by(state, row.payload["ordinal"], holder), version=version)
        case Verb.MOVE | Verb.MOVE_BACK:
            return replace(moved(state, Move.from_json(row.payload["move"])), version=version)
        case Verb.RECUSE:
            released = frozenset(row.payload["released"])
            steps = tuple(replace(s, claimed_by=None) if s.ordinal in released else s for s in state.steps)
            return replace(state, steps=steps, version=version)
        case Verb.FACT | Verb.ERASE:
            # What the rules look at is given, and erasing decides nothing; only the count of writes goes on.
            return replace(state, version=version)
    raise NotReplayable(where=row.verb)


def _held_by(state: CaseState, ordinal: int, holder: int | None) -> CaseState:
    steps = tuple(replace(s, claimed_by=holder) if s.ordinal == ordinal else s for s in state.steps)
    return replace(state, steps=steps)
