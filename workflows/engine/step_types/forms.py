"""The forms of acts that tell the applicant what happens next: gaps to close, a procedure that stops the clock."""

from typing import Annotated, Literal

from pydantic import Field, PositiveInt

from workflows.clock.enums import Ground
from workflows.engine.step_types.payloads import Payload, Reasoned, Words

MOST_DAYS = 180
"""Working days an applicant may be given, or a special procedure may be announced to take, at most."""

Procedure = Literal[
    Ground.HEARING,
    Ground.TENDER,
    Ground.AUCTION,
    Ground.INSPECTION,
    Ground.TESTING,
    Ground.QUARANTINE,
    Ground.APPRAISAL,
    Ground.EXPERT_REVIEW,
]
"""The eight procedures of the law's closed list (许可法 45); a correction stops a clock too and is none of them."""


class Gaps(Payload):
    """The materials that may follow later, by key, and the working days to hand them in (浙规 11)."""

    gaps: Annotated[tuple[Words, ...], Field(min_length=1, max_length=100)]
    days: Annotated[PositiveInt, Field(le=MOST_DAYS)]


class ProcedureNotice(Reasoned):
    """Which procedure of the closed list, why, and the working days the applicant is told it takes (许可法 45)."""

    procedure: Procedure
    days: Annotated[PositiveInt, Field(le=MOST_DAYS)]


class Concluded(Payload):
    """What a procedure or a task came to."""

    result: Words
