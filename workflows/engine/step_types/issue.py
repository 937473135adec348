"""The issue of a licence or paper (制证, 发证, 送达); which, the standard's results say."""

from typing import ClassVar

from workflows.engine.step_types.base import Outcome, StepType
from workflows.standards.enums import Handling


class Issue(StepType):
    """``issue@1``."""

    name = "issue"
    handled_by = frozenset({Handling.DESK, Handling.SYSTEM})
    required = frozenset({"issue"})
    of_an_organ = True
    table: ClassVar = {"issue": Outcome("What was decided is made, sealed and handed over.")}
