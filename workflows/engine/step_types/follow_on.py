"""The follow-on task (后续事项): something to be done after the decision, beside others, within a limit of its own."""

from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext as _
from pydantic import BaseModel

from workflows.engine.step_types.base import Outcome, StepType
from workflows.engine.step_types.payloads import Grounded
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.naming import called
from workflows.standards.schema import Standard, Step


class FollowOn(StepType):
    """``follow_on@1``. The step's limit is a clock of its own, whatever the clock of the case says."""

    name = "follow_on"
    off_clock = True
    own_clock = True
    required = frozenset({"done"})
    table: ClassVar = {
        "done": Outcome("The task is done."),
        "waive": Outcome("The task need not be done, on a listed ground.", form=Grounded),
    }

    def own_defects(self, step: Step, settings: BaseModel, standard: Standard) -> Iterator[Defect]:  # noqa: ARG002 - the signature of every type
        """Return that a task without a limit has no clock."""
        if step.limit is None:
            sentence = _("The follow-on task %(step)s has no limit, so it is never due; give it one.")
            yield Defect(
                DefectCode.FOLLOW_ON_WITHOUT_LIMIT, f"steps[{step.key}].limit", sentence % {"step": called(step)}
            )
