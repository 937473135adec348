"""The values the rules work on: a case as it stands, an act somebody asks for, and what follows from it.

All are immutable and plain. Instants are UTC; districts, posts and people are named by code or key, never loaded.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from operator import not_
from typing import Annotated, Any, Self

from pydantic import Field, TypeAdapter

from workflows.clock.entries import Entry, Instant
from workflows.engine.enums import Answer, Bar, Passing
from workflows.organisation.bodies import Bodies
from workflows.standards.enums import Effect, Regime

FILE = "file"
"""The act that opens a case; it stands at no step."""

TOLD = "told"
"""The act by which the engine tells a case what another one of its family came to; it stands at no step."""

CHILDREN = "children"
"""The fact that says of each child, by name, where it is and what it came to."""

CALLED_OFF = "called_off"
"""Closes a step nobody acted at, because the case ended or went on to a phase the step may not stand in."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post in force: ``desk`` is the kind of its desk, None for a post that handles no cases.

    ``deputy_for`` is the holder whom the actor stands in for, None for the actor's own post; ``excluded`` are the
    outcomes left to the holder. ``bodies`` are None for a post at no desk and, then not ``entrusted``, at a desk whose
    organ may decide nothing today.
    """

    id: int
    desk_id: int | None
    desk: str | None
    district: str | None
    role: str
    deputy_for: int | None = None
    excluded: frozenset[str] = frozenset()
    bodies: Bodies | None = None
    entrusted: bool = True


@dataclass(frozen=True, slots=True)
class Hand:
    """A post in force of somebody who did a step of the case."""

    person: int
    post: Post


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
    deputy_for: int | None = None

    @property
    def hands(self) -> frozenset[int]:
        """Everybody whose act it was: who acted and, for a deputy's act, whom they stood in for."""
        return frozenset({self.actor, self.deputy_for} - {None})  # type: ignore[arg-type]  # None is taken out


@dataclass(frozen=True, slots=True)
class CaseState:
    """A case as it stands. ``version`` counts writes; ``waiting`` are joins some branch has reached and others not.

    ``hands`` are read only for an act that may give a step back to whoever did it. ``district`` has custody;
    ``offered_to`` is the one it is offered to. ``keeps_sight`` are those that had custody or were asked: they see the
    case and act on nothing.
    """

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
    hands: tuple[Hand, ...] = ()
    offered_to: str | None = None
    keeps_sight: tuple[str, ...] = ()
    child_key: str = ""

    @property
    def districts(self) -> frozenset[str]:
        """The districts that see the case."""
        asked = {self.offered_to} if self.offered_to else set()
        return frozenset({self.district, *self.parties.values(), *self.keeps_sight, *asked})

    @property
    def next_ordinal(self) -> int:
        """The number the next step to open gets."""
        return 1 + len(self.steps) + len(self.history)


_SLOTS = tuple((each.name, getattr(CaseState, each.name)) for each in fields(CaseState))


def changed(state: CaseState, **changes: Any) -> CaseState:
    """Return the case with these fields changed, as ``dataclasses.replace`` does and several times as fast."""
    fresh = object.__new__(CaseState)
    for name, slot in _SLOTS:
        slot.__set__(fresh, changes.pop(name) if name in changes else slot.__get__(state))
    if changes:
        raise TypeError(f"a case has no {', '.join(changes)}")
    return fresh


def steps_done(state: CaseState) -> frozenset[str]:
    """The steps somebody ended by an act; one that was called off because another act ended it is not among them."""
    return frozenset(step.key for step in state.history if step.act != CALLED_OFF)


@dataclass(frozen=True, slots=True)
class ActRequest:
    """An act somebody asks for; without ``ordinal`` the oldest open step of that key is meant.

    ``on_behalf_of`` is whom an applicant's agent acts for. ``barred`` are the people who keep away from the case.
    ``as_parent``: the engine takes a child back because its parent was taken back.
    """

    step: str
    act: str
    actor: Actor
    now: datetime
    payload: Mapping[str, Any] = field(default_factory=dict)
    ordinal: int | None = None
    on_behalf_of: int | None = None
    barred: Mapping[int, Bar] = field(default_factory=dict)
    as_parent: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check of the standard found."""

    check: str
    effect: Effect
    answer: Answer


@dataclass(frozen=True, slots=True)
class FileList:
    """What a case file holds when it is handed over: digests, never a name or an answer.

    ``head`` and ``rows`` are the hash and the number of the last journal row before, known when the turn is written.
    """

    form: str
    materials: Mapping[str, tuple[str, ...]]
    results: tuple[str, ...] = ()
    head: str = ""
    rows: int = 0


@dataclass(frozen=True, slots=True)
class CustodyMove:
    """What a turn does with custody, between which districts; ``parties`` are the roles that go along with it."""

    passing: Passing
    giver: str
    receiver: str
    parties: tuple[str, ...] = ()
    file: FileList | None = None


@dataclass(frozen=True, slots=True)
class ChildPlan:
    """A child case a turn brings about: ``key`` tells it from every other child of its parent."""

    name: str
    key: str
    standard: str
    district: str


@dataclass(frozen=True, slots=True)
class Told:
    """What another case of the family came to. ``name`` and ``key`` are the child's; the parent has neither."""

    number: str
    outcome: str
    name: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One act performed and all that follows from it: one row of the journal.

    ``on_behalf_of`` is whom an applicant's agent acted for, ``deputy_for`` the holder of the post whom a deputy stood in
    for: never both. ``bodies`` are named where the act is one of an organ, such as a decision.
    ``children`` are cases to open, ``told`` is what another one came to; ``family`` says that others hear of the turn.
    ``source`` and ``target`` are the phases before and after, ``move`` the transition between them, None where the
    phase stays. ``entries`` are new rows of the clock; ``waiting`` is the whole new set. ``verdict`` is what a joint
    review came to by this act; it is written where there is one, so that rows without it keep their digest.
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
    custody: CustodyMove | None = None
    deputy_for: int | None = None
    bodies: Bodies | None = None
    children: tuple[ChildPlan, ...] = ()
    told: Told | None = None
    family: bool = False
    verdict: Annotated[str, Field(exclude_if=not_)] = ""


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
    if turn.ordinal:
        yield turn.ordinal, (turn.act, turn.outcome, turn.actor, turn.at)
    for ordinal in turn.called_off:
        yield ordinal, (CALLED_OFF, CALLED_OFF, None, turn.at)


_MOVES: TypeAdapter[Any] = TypeAdapter(Moves)
