"""Ports by name: what code registers so that standards, which are data, can name it.

The engine registers its step types and machines here, later stages register probes. Standards are checked against
what is registered; nothing in this room imports the engine.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from workflows.standards.defects import Defect
from workflows.standards.enums import Handling, Regime
from workflows.standards.schema import Check, Handler, Standard, Step

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Machine:
    """The lawful life of one regime, read from its django-fsm class: phases and the moves between them."""

    regime: Regime
    initial: str
    phases: frozenset[str]
    final: frozenset[str]
    moves: frozenset[tuple[str, str, str]]
    """(source phase, transition name, target phase)"""

    def target(self, source: str, transition: str) -> str | None:
        """The phase that ``transition`` leads to from ``source``, or None when the law has no such move."""
        return next((t for s, name, t in self.moves if s == source and name == transition), None)


class Outcome(Protocol):
    """What the registry knows of one outcome of a step type."""

    @property
    def regimes(self) -> frozenset[Regime]:
        """The regimes whose law knows the outcome."""

    @property
    def needs(self) -> frozenset[str]:
        """What a person has to fill in; silence fills in nothing."""

    @property
    def by_silence(self) -> bool:
        """Whether it is never a person's act."""

    @property
    def once(self) -> bool:
        """Whether it happens once in a case."""

    @property
    def by_engine(self) -> bool:
        """Whether the engine comes to it, never a person and never silence."""

    @property
    def of_seat(self) -> bool:
        """Whether it closes one seat of several and leads nowhere by itself."""

    @property
    def move(self) -> str:
        """The only move its routes may take; empty where the standard chooses."""

    @property
    def told(self) -> bool:
        """Whether the applicant has to be told of it in writing."""


class StepType(Protocol):
    """What the registry knows of a step type; the engine's classes satisfy it."""

    name: str
    version: int
    settings_model: type[BaseModel]
    outcomes: frozenset[str]
    handled_by: frozenset[Handling]
    automatic: bool
    """True when the engine itself acts at this step."""
    ends_case: bool
    ends_handling: bool
    """True when a case that rests there has its result; it may still be opened again, or rated."""
    of_an_organ: bool
    """True when what is done here is an organ's own act, which needs its power or an entrustment (许可法 24)."""
    off_clock: bool
    """True when the authority's time does not run here: its steps may last longer than the statutory limit."""

    def outcome(self, name: str, settings: BaseModel) -> Outcome:
        """Return what an outcome means under these settings; raises KeyError for none of this type."""

    def required_outcomes(self, settings: BaseModel, checks: Iterable[Check]) -> frozenset[str]:
        """Return the outcomes a standard must route for such a step to finish whatever happens."""

    def carries_case(self, settings: BaseModel) -> bool:
        """Tell whether a case may rest on such a step."""

    def same_hands_forbidden(self, settings: BaseModel) -> tuple[str, ...]:
        """Return the keys of the steps whose actor may not act here."""

    def checks_asked(self, settings: BaseModel) -> tuple[str, ...]:
        """Return the ids of the checks such a step asks."""

    def seats(self, settings: BaseModel) -> tuple[Handler, ...]:
        """Return the desks among which such a step is shared; none for a step one handler does."""

    def own_defects(self, step: Step, settings: BaseModel, standard: Standard) -> Iterable[Defect]:
        """Return what is wrong with such a step that only its type knows of."""


@dataclass(slots=True)
class Registry:
    """Everything a standard may name. One instance, ``registry``, is filled when the applications are ready."""

    step_types: dict[str, StepType] = field(default_factory=dict)
    machines: dict[Regime, Machine] = field(default_factory=dict)
    probes: dict[str, Callable[..., Any]] = field(default_factory=dict)

    def add_step_type(self, step_type: StepType) -> None:
        """Register under ``name@version``; raises ValueError when the name is taken by another type."""
        self._add(self.step_types, f"{step_type.name}@{step_type.version}", step_type)

    def add_machine(self, machine: Machine) -> None:
        """Register a regime's machine; raises ValueError when the regime has another one."""
        self._add(self.machines, machine.regime, machine)

    def add_probe(self, name: str, probe: Callable[..., Any]) -> None:
        """Register a named probe; raises ValueError when the name is taken by another one."""
        self._add(self.probes, name, probe)

    @staticmethod
    def _add(table: dict[K, V], key: K, value: V) -> None:
        if table.setdefault(key, value) is not value:
            msg = f"{key!r} is registered already; give the new one another name or version."
            raise ValueError(msg)

    def seats_of(self, step: Step) -> tuple[Handler, ...]:
        """Return the desks among which a step is shared; none where its type or its settings say nothing of it."""
        step_type = self.step_types.get(step.type)
        try:
            return step_type.seats(step_type.settings_model.model_validate(step.settings)) if step_type else ()
        except ValidationError:
            return ()


registry = Registry()
