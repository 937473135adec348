"""The result (办结待评): the case has what it asked for, or not, and rests; it may be opened again, rated or closed."""

from typing import ClassVar

from workflows.engine.step_types.base import Outcome, StepType
from workflows.standards.enums import Handling


class Result(StepType):
    """``result@1``. It stands in a phase the law ends in; its silence may close the case after a while."""

    name = "result"
    handled_by = frozenset({Handling.DESK, Handling.APPLICANT})
    ends_handling = True
    off_clock = True
    table: ClassVar = {
        "reopen": Outcome("The case is taken up again; a step's own limits hold, the promise was kept or not before."),
        "rate": Outcome("The applicant says how it went (好差评)."),
        "close": Outcome("Nobody wants more; the case may end."),
    }
