"""Child cases (多地联办, 一件事): each opens with the step, and what they come to together leads the parent on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, Field, PositiveInt, model_validator
from pydantic_core import PydanticCustomError

from workflows.engine.enums import CaseOutcome
from workflows.engine.state import CHILDREN, Finding
from workflows.engine.step_types.base import Evaluate, Outcome, Settings, StepType
from workflows.standards.enums import Handling
from workflows.standards.schema import Check, Expression, Key

IN_FAVOUR = frozenset({CaseOutcome.GRANTED, CaseOutcome.NOT_NEEDED})
"""The outcomes of a child that nothing stands against."""


class ChildSettings(Settings):
    """One child: the standard it follows, and the district that takes it, as a party of the parent or by its code.

    ``when`` says whether it is opened. ``inherits`` are answers it takes over under their own name, ``form`` those it
    takes from an expression over the parent's data; ``materials`` are taken over by key.
    """

    name: Key
    standard: Key
    party: Key | None = None
    district: Key | None = None
    when: Expression = "true"
    inherits: tuple[Key, ...] = ()
    form: dict[Key, Expression] = Field(default_factory=dict)
    materials: tuple[Key, ...] = ()

    @model_validator(mode="after")
    def _is_somewhere(self) -> "ChildSettings":
        if (self.party is None) == (self.district is None):
            raise PydanticCustomError("child_place", "Name either a party of the standard or a district.")
        return self


class ChildrenSettings(Settings):
    """``children`` are the cases to open; ``rule`` says how many have to be granted: all, any, or a number.

    The step waits until every child has ended; with ``early`` only until the joint outcome is certain.
    """

    children: Annotated[tuple[ChildSettings, ...], Field(min_length=1, max_length=50)]
    rule: Literal["all", "any"] | PositiveInt = "all"
    early: bool = False

    @model_validator(mode="after")
    def _is_possible(self) -> "ChildrenSettings":
        names = {child.name for child in self.children}
        if len(names) < len(self.children) or (isinstance(self.rule, int) and self.rule > len(names)):
            raise PydanticCustomError("children_rule", "Name each child once, and ask for no more than there are.")
        return self


class Children(StepType):
    """``children@1``. The engine opens the children after commit and acts here once their joint outcome is known."""

    name = "children"
    settings_model = ChildrenSettings
    handled_by = frozenset({Handling.SYSTEM})
    required = frozenset({"all_granted", "some_refused"})
    table: ClassVar = {
        "all_granted": Outcome("As many children as the rule asks for were granted, or needed no approval."),
        "some_refused": Outcome("So many came to something else that the rule cannot be met."),
    }

    def children(self, settings: BaseModel) -> Sequence[ChildSettings]:
        """Return the children the settings name."""
        return tuple(getattr(settings, "children", ()))

    def is_ready(self, settings: BaseModel, facts: Mapping[str, Any]) -> bool:
        """Tell whether the joint outcome is known."""
        return joint_outcome(settings, facts) is not None

    def decide(
        self,
        settings: BaseModel,
        checks: Iterable[Check],  # noqa: ARG002 - the signature of every type
        data: Mapping[str, Any],
        evaluate: Evaluate,  # noqa: ARG002 - as above
    ) -> tuple[str, tuple[Finding, ...]]:
        """Return the joint outcome; it is asked only when it is known."""
        return joint_outcome(settings, data["facts"]) or "some_refused", ()


def joint_outcome(settings: BaseModel, facts: Mapping[str, Any]) -> str | None:
    """Return what the children came to together; None as long as that, or one of them, is open."""
    known = facts.get(CHILDREN, {})
    opened = [known[child.name] for child in getattr(settings, "children", ()) if child.name in known]
    ended = [child["outcome"] for child in opened if child["outcome"]]
    granted = sum(outcome in IN_FAVOUR for outcome in ended)
    needed = _needed(getattr(settings, "rule", "all"), len(opened))
    if len(ended) < len(opened) and not getattr(settings, "early", False):
        return None
    if granted >= needed:
        return "all_granted"
    return "some_refused" if granted + len(opened) - len(ended) < needed else None


def _needed(rule: str | int, opened: int) -> int:
    """How many have to be granted of those that were opened; a rule never asks for more than there are."""
    return opened if rule == "all" else min(1 if rule == "any" else int(rule), opened)
