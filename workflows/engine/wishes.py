"""What people ask of the engine and what it answers: the values its verbs take and give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from workflows import refusals
from workflows.engine.state import Moves
from workflows.engine.writing import digest
from workflows.standards.enums import Regime

Refusal = refusals.Refusal
"""The engine's, the clock's and the journal's, and what a consequence outside the case refuses."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One act somebody asks for on one case. ``key`` makes it safe to repeat; ``ordinal`` names the standing meant."""

    case: int
    step: str
    act: str
    key: UUID
    payload: Mapping[str, Any] = field(default_factory=dict)
    ordinal: int | None = None
    on_behalf_of: int | None = None
    as_parent: bool = False

    @property
    def leads_back(self) -> bool:
        """Whether the act names an earlier step, which goes back to whoever did it."""
        return "back_to" in self.payload

    @property
    def digest(self) -> str:
        """What the key stands for: the same key with anything else is refused."""
        return digest([self.case, self.step, self.act, self.ordinal, self.on_behalf_of, self.payload])


@dataclass(frozen=True, slots=True)
class Performed:
    """An act done: ``seq`` is its journal row. ``repeated`` says that it was done before, under the same key."""

    case: int
    seq: int
    moves: Moves | None = None
    repeated: bool = False


Answer = Performed | Refusal


@dataclass(frozen=True, slots=True)
class Opened:
    """A case opened, or the one that was opened before under the same key."""

    case: int
    number: str | None
    moves: Moves | None = None
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Filed:
    """What a new case begins with. ``parties`` gives the district of each role; ``district`` takes custody."""

    standard: int
    regime: Regime
    item: str
    subject: str
    district: str
    parties: Mapping[str, str]
    applicant: int | None
    form: Mapping[str, Any]
    materials: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    parent: int | None = None
    child_key: str = ""
