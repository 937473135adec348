"""The values the rules work on: a case as it stands, an act somebody asks for, and what follows from it.

All are immutable and plain. Instants are UTC; districts, posts and people are named by code or key, never loaded.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import Field, TypeAdapter

from workflows.clock.entries import Entry, Instant
from workflows.engine.enums import Answer
from workflows.standards.enums import Effect, Regime

FILE = "file"
"""The act that opens a case; it stands at no step."""

CALLED_OFF = "called_off"
"""Closes a step nobody acted at, because the case ended or went on to a phase the step may not stand in."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post in force: ``desk`` is the kind of its desk, None for a post that handles no cases."""

    id: int
    desk_id: int | None
    desk: str | None
    district: str | None
    role: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with posts in force and the applicants they act for, or the engine itself."""

    person: int | None
    name: str = ""
    posts: tuple[Post, ...] = ()
    applicants: frozenset[int] = frozenset()

    @property
    def is_system(self) -> bool:
        """Tell whether the engine acts."""
        return self.person is None


SYSTEM = Actor(None)


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step that waits. ``ordinal`` numbers the steps of a case in the order they opened; ``id`` is the row's.

    ``desk`` is a kind of desk in ``district``; ``silence_at`` is the instant at which its silence has a consequence.
    """

    key: str
    ordinal: int
    party: str
    district: str
    desk: str | None
    opened_at: Instant
    due_at: Instant | None = None
    silence_at: Instant | None = None
    claimed_by: int | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class ClosedStep:
    """A step in brief, once it is done or called off."""

    key: str
    ordinal: int
    act: str
    outcome: str
    actor: int | None
    at: Instant


@dataclass(frozen=True, slots=True)
class CaseState:
    """A case as it stands. ``version`` counts writes; ``waiting`` are joins some branch has reached and others not."""

    regime: Regime
    phase: str
    district: str
    parties: Mapping[str, str]
    applicant: int | None
    received_at: Instant
    version: int = 0
    form: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    materials: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[OpenStep, ...] = ()
    history: tuple[ClosedStep, ...] = ()
    waiting: tuple[str, ...] = ()
    ledger: tuple[Annotated[Entry, Field(discriminator="kind")], ...] = ()
    ended_at: Instant | None = None

    @property
    def next_ordinal(self) -> int:
        """The number the next step to open gets."""
        return 1 + len(self.steps) + len(self.history)


def steps_done(state: CaseState) -> frozenset[str]:
    """The steps somebody ended by an act; one that was called off because another act ended it is not among them."""
    return frozenset(step.key for step in state.history if step.act != CALLED_OFF)


@dataclass(frozen=True, slots=True)
class ActRequest:
    """An act somebody asks for; without ``ordinal`` the oldest open step of that key is meant."""

    step: str
    act: str
    actor: Actor
    now: datetime
    payload: Mapping[str, Any] = field(default_factory=dict)
    ordinal: int | None = None
    on_behalf_of: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check of the standard found."""

    check: str
    effect: Effect
    answer: Answer


@dataclass(frozen=True, slots=True)
class Turn:
    """One act performed and all that follows from it: one row of the journal.

    ``source`` and ``target`` are the phases before and after, ``move`` the transition between them, None where the
    phase stays. ``entries`` are new rows of the clock; ``waiting`` is the whole new set.
    """

    step: str
    ordinal: int
    act: str
    outcome: str
    actor: int | None
    at: Instant
    source: str
    target: str
    post: int | None = None
    desk: int | None = None
    on_behalf_of: int | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    move: str | None = None
    opened: tuple[OpenStep, ...] = ()
    called_off: tuple[int, ...] = ()
    waiting: tuple[str, ...] = ()
    entries: tuple[Annotated[Entry, Field(discriminator="kind")], ...] = ()
    findings: tuple[Finding, ...] = ()
    results: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Dues:
    """When the running clock ends; both None when no clock runs."""

    promised: Instant | None = None
    statutory: Instant | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Moves:
    """What one act comes to: its own turn and those the engine takes at once because of it, in order.

    ``base`` is the version of the case it was reckoned from; writing it makes version ``base + 1``.
    """

    base: int
    turns: tuple[Turn, ...]
    dues: Dues = Dues()

    @property
    def phase(self) -> str:
        """The phase the case stands in afterwards."""
        return self.turns[-1].target

    @property
    def waiting(self) -> tuple[str, ...]:
        """The joins that wait afterwards."""
        return self.turns[-1].waiting

    @property
    def ended_at(self) -> datetime | None:
        """When the case ended, if it did."""
        return next((turn.at for turn in self.turns if turn.ends), None)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The new rows of the clock."""
        return tuple(entry for turn in self.turns for entry in turn.entries)

    @property
    def results(self) -> tuple[str, ...]:
        """The papers and licences that are due now."""
        return tuple(result for turn in self.turns for result in turn.results)

    @property
    def opened(self) -> tuple[OpenStep, ...]:
        """Every step that opened, also those the engine has done at once; ``closed`` tells which."""
        return tuple(step for turn in self.turns for step in turn.opened)

    @property
    def closed(self) -> Mapping[int, tuple[str, str, int | None, datetime]]:
        """Act, outcome, actor and instant of every step that closed, by its ordinal."""
        return {ordinal: closing for turn in self.turns for ordinal, closing in _closings(turn)}

    def to_json(self) -> dict[str, Any]:
        """Return the moves as a JSON object."""
        written: dict[str, Any] = _MOVES.dump_python(self, mode="json")
        return written

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> Self:
        """Return the moves ``to_json`` wrote; raise pydantic's ValidationError for anything else."""
        moves: Self = _MOVES.validate_python(written)
        return moves


def _closings(turn: Turn) -> Iterator[tuple[int, tuple[str, str, int | None, datetime]]]:
    if turn.act != FILE:
        yield turn.ordinal, (turn.act, turn.outcome, turn.actor, turn.at)
    for ordinal in turn.called_off:
        yield ordinal, (CALLED_OFF, CALLED_OFF, None, turn.at)


_MOVES: TypeAdapter[Any] = TypeAdapter(Moves)
