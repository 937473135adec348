"""The joint review (会审、联审): several desks give their opinions side by side, and a rule says what they come to."""

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, PositiveInt

from workflows.engine.step_types.base import Outcome, Settings, StepType
from workflows.engine.step_types.payloads import Grounded, Reasoned
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.naming import called
from workflows.standards.schema import Handler, Standard, Step

PASSED, FAILED = "passed", "failed"
"""What a joint review comes to."""

AGREEING = frozenset({"agree", "no_objection"})
"""The outcomes by which a seat agrees."""


class Rule(StrEnum):
    """How many seats have to agree."""

    ALL = "all"
    ANY = "any"
    COUNT = "count"


class JointReviewSettings(Settings):
    """``seats`` are the desks that are asked, each a party, a kind of desk and, if it matters, a role there.

    ``rule`` says whether all, any or a count of them have to agree; ``needed`` is that count. ``differs_from`` names
    the steps whose actor may fill no seat.
    """

    seats: tuple[Handler, ...] = ()
    rule: Rule = Rule.ALL
    needed: PositiveInt | None = None
    differs_from: tuple[str, ...] = ()


class JointReview(StepType):
    """``joint_review@1``. Each seat is a step of its own; the act that settles the rule takes the verdict's route."""

    name = "joint_review"
    settings_model = JointReviewSettings
    required = frozenset({"agree", "disagree", PASSED, FAILED})
    table: ClassVar = {
        "agree": Outcome("The seat agrees, with its opinion.", form=Reasoned, of_seat=True),
        "disagree": Outcome("The seat does not agree, on a listed ground.", form=Grounded, of_seat=True),
        "no_objection": Outcome(
            "The seat was silent for its time, which the districts agreed to take as agreement.",
            by_silence=True,
            of_seat=True,
        ),
        PASSED: Outcome("As many seats as the rule asks for agree.", by_engine=True),
        FAILED: Outcome("So many seats disagree that the rule cannot be met any more.", by_engine=True),
    }

    def seats(self, settings: BaseModel) -> tuple[Handler, ...]:
        """Return the desks that are asked."""
        return tuple(getattr(settings, "seats", ()))

    def votes_needed(self, settings: BaseModel) -> int:
        """Return how many of them have to agree; 0 where the count is left open."""
        match getattr(settings, "rule", Rule.ALL):
            case Rule.ANY:
                return 1
            case Rule.COUNT:
                return getattr(settings, "needed", None) or 0
        return len(self.seats(settings))

    def own_defects(self, step: Step, settings: BaseModel, standard: Standard) -> Iterator[Defect]:  # noqa: ARG002 - the signature of every type
        """Return why the review can never end: nobody sits in it, or more have to agree than sit in it."""
        seats, needed = len(self.seats(settings)), self.votes_needed(settings)
        if 1 <= needed <= seats:
            return
        sentence = (
            _(
                "At the joint review %(step)s, %(needed)d of %(seats)d seats have to agree, so it never ends; change one."
            )
            if seats
            else _("Nobody sits in the joint review %(step)s, so it never ends; add a seat.")
        )
        named = {"step": called(step), "needed": needed, "seats": seats}
        yield Defect(DefectCode.JOINT_REVIEW_NEVER_ENDS, f"steps[{step.key}].settings", sentence % named)
