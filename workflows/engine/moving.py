"""Moving a running case to another version of its standard: what it changes in the case, as pure values.

Whether a case may move, and how its steps answer to each other, is judged elsewhere; here a move that was decided is
applied, turned back, and read from the journal. The days a clock has used are its entries' and are never touched.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import Field, TypeAdapter

from workflows.clock.arithmetic import Limit
from workflows.clock.entries import Carry, Entry, Instant, Start
from workflows.engine.errors import NotReplayable
from workflows.engine.state import CaseState, OpenStep

ClockLimits = tuple[Limit, Limit | None]
"""The promised limit and the statutory one."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a move may change of an open step: its name, who handles it, when it is due and when its silence speaks."""

    ordinal: int
    key: str
    party: str
    desk: str | None
    due_at: Instant | None
    silence_at: Instant | None

    @classmethod
    def of(cls, step: OpenStep) -> Self:
        """Return how the step stands."""
        return cls(step.ordinal, step.key, step.party, step.desk, step.due_at, step.silence_at)


@dataclass(frozen=True, slots=True)
class Move:
    """One move from the version with the digest ``source`` to ``target``, by the plan with the digest ``plan``.

    ``was`` and ``becomes`` are the open steps before and after, in the same order; ``waited`` and ``waiting`` the joins
    that wait. ``entries`` are new rows of the clock. Whoever holds a step keeps it while its desk stays the same.
    """

    source: str
    target: str
    plan: str
    at: Instant
    was: tuple[Standing, ...]
    becomes: tuple[Standing, ...]
    waited: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    entries: tuple[Annotated[Entry, Field(discriminator="kind")], ...] = ()

    @property
    def mapping(self) -> Mapping[str, str]:
        """The step each open step has become, by its name before; only where the name differs."""
        pairs = zip(self.was, self.becomes, strict=True)
        return {before.key: after.key for before, after in pairs if before.key != after.key}

    def to_json(self) -> dict[str, Any]:
        """Return the move as the journal keeps it."""
        written: dict[str, Any] = _MOVE.dump_python(self, mode="json")
        return written

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> "Move":
        """Return the move ``to_json`` wrote; raise pydantic's ValidationError for anything else."""
        return _MOVE.validate_python(written)


_MOVE: TypeAdapter[Move] = TypeAdapter(Move)


def moved(state: CaseState, move: Move) -> CaseState:
    """Return the case after ``move``; raise NotReplayable when its open steps are not those the move starts from."""
    standing = tuple(Standing.of(step) for step in state.steps)
    if state.ended_at or standing != move.was or state.waiting != move.waited:
        raise NotReplayable(where=f"move to {move.target[:12]}")
    pairs = zip(state.steps, move.becomes, strict=True)
    return replace(
        state,
        steps=tuple(_changed(step, after) for step, after in pairs),
        waiting=move.waiting,
        ledger=(*state.ledger, *move.entries),
    )


def turned_back(state: CaseState, move: Move, at: datetime) -> Move:
    """Return the move that takes ``move`` back: the steps, dates and limits as they were; the days used stay used.

    Raise NotReplayable when the case went on in the meantime.
    """
    if tuple(Standing.of(step) for step in state.steps) != move.becomes:
        raise NotReplayable(where=f"move to {move.target[:12]}")
    kept = len(state.ledger) - len(move.entries)
    entries = carried(state.ledger[:kept], limits_of(state.ledger[:kept]), at) if move.entries else ()
    return Move(
        source=move.target,
        target=move.source,
        plan=move.plan,
        at=at,
        was=move.becomes,
        becomes=move.was,
        waited=move.waiting,
        waiting=move.waited,
        entries=entries,
    )


def limits_of(ledger: tuple[Entry, ...]) -> ClockLimits:
    """Return the limits a clock runs under now; raise NotReplayable for a clock that never began."""
    for entry in reversed(ledger):
        if isinstance(entry, Carry) and entry.limits:
            return entry.limits
        if isinstance(entry, Start):
            return entry.promised, entry.statutory
    raise NotReplayable(where="clock")


def carried(ledger: tuple[Entry, ...], limits: ClockLimits, at: datetime) -> tuple[Entry, ...]:
    """Return the entry by which the clock goes on under ``limits`` where it is, in the calendar it runs by."""
    last = next(entry for entry in reversed(ledger) if isinstance(entry, Start | Carry))
    return (Carry(at=at, calendar=last.calendar, zone=last.zone, limits=limits),)


def _changed(step: OpenStep, after: Standing) -> OpenStep:
    holder = step.claimed_by if (step.party, step.desk) == (after.party, after.desk) else None
    return replace(
        step,
        key=after.key,
        party=after.party,
        desk=after.desk,
        due_at=after.due_at,
        silence_at=after.silence_at,
        claimed_by=holder,
    )
