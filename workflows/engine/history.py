"""Rebuilds a case from its journal alone: what the rules decided, applied again row by row.

The form, the materials and the facts are what the rules looked at, not what they decided, so they are given.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from workflows.engine.errors import NotReplayable
from workflows.engine.replay import after
from workflows.engine.state import CaseState, Moves
from workflows.journal.enums import Verb


class Row(Protocol):
    """What a rebuild reads of a journal row."""

    verb: str
    actor_id: int | None
    payload: Mapping[str, Any]


def rebuild(beginning: CaseState, rows: Iterable[Row]) -> CaseState:
    """Return the case after all ``rows``, given as it was before the first; raise NotReplayable where they break off.

    Row ids of steps are no part of the journal, so the steps come back without them.
    """
    state = beginning
    for row in rows:
        state = _apply(state, row)
    return state


def _apply(state: CaseState, row: Row) -> CaseState:
    version = row.payload["base"] + 1
    match row.verb:
        case Verb.OPEN | Verb.ACT:
            (turn,) = Moves.from_json({"base": version - 1, "turns": [row.payload["turn"]]}).turns
            return replace(after(state, turn), version=version)
        case Verb.CLAIM | Verb.RELEASE:
            holder = row.actor_id if row.verb == Verb.CLAIM else None
            return replace(_held_by(state, row.payload["ordinal"], holder), version=version)
        case Verb.FACT:
            # Facts are what the rules look at; they are given, and only the count of writes goes on.
            return replace(state, version=version)
    raise NotReplayable(where=row.verb)


def _held_by(state: CaseState, ordinal: int, holder: int | None) -> CaseState:
    steps = tuple(replace(s, claimed_by=holder) if s.ordinal == ordinal else s for s in state.steps)
    return replace(state, steps=steps)
