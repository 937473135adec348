"""The matter of another system (外部系统办理): the case rests until that system tells what it recorded.

Nobody here may act; whatever receives the other system's word performs the act as the system, at the instant it names.
"""

from typing import ClassVar

from workflows.engine.step_types.base import Outcome, StepType
from workflows.engine.step_types.payloads import Payload, Reasoned
from workflows.standards.enums import Handling


class External(StepType):
    """``external@1``."""

    name = "external"
    required = frozenset({"recorded"})
    handled_by = frozenset({Handling.SYSTEM})
    table: ClassVar = {
        "recorded": Outcome("The other system has recorded its result.", form=Payload),
        "failed": Outcome("The other system could not record it, and says why.", form=Reasoned),
    }
