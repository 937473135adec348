"""The end of a case (办结): the engine closes it at once, and every step still open is called off."""

from workflows.engine.step_types.base import StepType
from workflows.standards.enums import Handling


class End(StepType):
    """``end@1``. It has no acts, and a case may end only in a phase the law ends in."""

    name = "end"
    handled_by = frozenset({Handling.SYSTEM})
    automatic = True
    ends_case = True
