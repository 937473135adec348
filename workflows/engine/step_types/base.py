"""What a step type is: its settings, its outcomes, and what each outcome means in law."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from workflows.engine.enums import Clocking
from workflows.engine.state import Finding
from workflows.engine.step_types.payloads import Payload
from workflows.standards.enums import Handling, Regime
from workflows.standards.schema import Check

Evaluate = Callable[[str, Mapping[str, Any]], bool]
"""Answers a condition of the standard over the case's data."""

EVERY_REGIME = frozenset(Regime)


class Settings(BaseModel):
    """Base of every type's settings: nothing unknown is accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome: what it means, the form it needs, what it does to the clock, and where the law knows it.

    ``by_silence`` outcomes are never a person's act. ``once`` ones happen once in a case.
    """

    meaning: str
    form: type[Payload] = Payload
    clock: Clocking | None = None
    regimes: frozenset[Regime] = EVERY_REGIME
    by_silence: bool = False
    once: bool = False

    @property
    def needs(self) -> frozenset[str]:
        """The names of the fields that must be filled in, such as ground, opinion, names, items, days."""
        return frozenset(name for name, field in self.form.model_fields.items() if field.is_required())


class StepType:
    """Base of every step type. A subclass is one version of one type; published versions keep theirs for ever."""

    name: str
    version: int = 1
    settings_model: type[BaseModel] = Settings
    table: ClassVar[Mapping[str, Outcome]] = {}
    outcomes: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    handled_by: frozenset[Handling] = frozenset({Handling.DESK})
    automatic: bool = False
    ends_case: bool = False
    off_clock: bool = False

    def __init_subclass__(cls) -> None:
        """Keep the set of outcomes in step with their table."""
        cls.outcomes = frozenset(cls.table)

    def outcome(self, name: str, settings: BaseModel) -> Outcome:  # noqa: ARG002 - types whose settings matter override
        """Return what ``name`` means under ``settings``; raises KeyError for no outcome of this type."""
        return self.table[name]

    def required_outcomes(self, settings: BaseModel, checks: Iterable[Check]) -> frozenset[str]:  # noqa: ARG002 - as above
        """Return the outcomes a standard must route for a step of this type to finish whatever happens."""
        return self.required

    def same_hands_forbidden(self, settings: BaseModel) -> tuple[str, ...]:
        """Return the keys of earlier steps whose actor may not act here."""
        return tuple(getattr(settings, "differs_from", ()))

    def carries_case(self, settings: BaseModel) -> bool:
        """Tell whether a case may rest on such a step; a standing offer to the applicant carries none."""
        return not getattr(settings, "standing", False)

    def checks_asked(self, settings: BaseModel) -> tuple[str, ...]:  # noqa: ARG002 - as above
        """Return the ids of the checks the engine asks here."""
        return ()

    def decide(
        self, settings: BaseModel, checks: Iterable[Check], data: Mapping[str, Any], evaluate: Evaluate
    ) -> tuple[str, tuple[Finding, ...]]:
        """Return the outcome the engine comes to at an automatic step, and what it found; other types know none."""
        raise NotImplementedError(f"{self.name}@{self.version} waits for somebody to act.")
