"""What a step type is: its settings, its outcomes, and what each outcome means in law."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from workflows.engine.enums import Clocking, Passing
from workflows.engine.state import Finding
from workflows.engine.step_types.payloads import Payload
from workflows.standards.defects import Defect
from workflows.standards.enums import Handling, Regime
from workflows.standards.schema import Check, Handler, Standard, Step

Evaluate = Callable[[str, Mapping[str, Any]], bool]
"""Answers a condition of the standard over the case's data."""

EVERY_REGIME = frozenset(Regime)


class Settings(BaseModel):
    """Base of every type's settings: nothing unknown is accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome: what it means, the form it needs, what it does to the clock, and where the law knows it.

    ``passing`` is what it does with the custody of the case. ``by_silence`` outcomes are never a person's act, and neither are ``by_engine`` ones: the engine comes to them by
    what the seats of a joint review said, or because what was waited for is there. ``of_seat`` outcomes close one seat
    and lead nowhere by themselves. ``once`` ones happen once in a case. ``move`` is the only move its routes may take,
    and a ``told`` one is put before the applicant in writing.
    """

    meaning: str
    form: type[Payload] = Payload
    clock: Clocking | None = None
    regimes: frozenset[Regime] = EVERY_REGIME
    by_silence: bool = False
    once: bool = False
    passing: Passing | None = None
    by_engine: bool = False
    of_seat: bool = False
    move: str = ""
    told: bool = False

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
    ends_handling: bool = False
    off_clock: bool = False
    of_an_organ: bool = False
    """Whether what is done here is an organ's own act, which needs its power or an entrustment (许可法 24)."""
    own_clock: bool = False

    def __init_subclass__(cls) -> None:
        """Keep the set of outcomes in step with their table."""
        cls.outcomes = frozenset(cls.table)

    def outcomes_of_desks(self) -> frozenset[str]:
        """Return the outcomes somebody at a desk brings about; neither the applicant's nor those of silence."""
        if Handling.DESK not in self.handled_by or self.automatic:
            return frozenset()
        return frozenset(name for name, outcome in self.table.items() if not (outcome.by_silence or outcome.by_engine))

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

    def children(self, settings: BaseModel) -> Sequence[Any]:  # noqa: ARG002 - as above
        """Return the children cases of which open with the step."""
        return ()

    def is_ready(self, settings: BaseModel, facts: Mapping[str, Any]) -> bool:  # noqa: ARG002 - as above
        """Tell whether the engine acts at a step that waited until the facts decide it."""
        return False

    def seats(self, settings: BaseModel) -> tuple[Handler, ...]:  # noqa: ARG002 - as above
        """Return the desks among which the step is shared; none for a step that one handler does."""
        return ()

    def votes_needed(self, settings: BaseModel) -> int:  # noqa: ARG002 - as above
        """Return how many seats have to agree; 0 for a step without seats."""
        return 0

    def own_defects(self, step: Step, settings: BaseModel, standard: Standard) -> Iterable[Defect]:  # noqa: ARG002 - as above
        """Return what is wrong with such a step that only its type knows of."""
        return ()

    def decide(
        self, settings: BaseModel, checks: Iterable[Check], data: Mapping[str, Any], evaluate: Evaluate
    ) -> tuple[str, tuple[Finding, ...]]:
        """Return the outcome the engine comes to at an automatic step, and what it found; other types know none."""
        raise NotImplementedError(f"{self.name}@{self.version} waits for somebody to act.")
