"""Closed lists of the engine: the phases of each regime, who moves a case, and what an outcome does to the clock.

A case begins when a filing arrives. What comes before (domain terms DRAFT, SIGNING) is the life of the filing.
"""

from enum import StrEnum


class RegistrationPhase(StrEnum):
    """Registration of an enterprise (条例 19; 细则 18): formal review only, no correction round."""

    SUBMITTED = "SUBMITTED"
    REDIRECTED = "REDIRECTED"
    UNDER_REVIEW = "UNDER_REVIEW"
    EXTENDED = "EXTENDED"
    RETURNED = "RETURNED"
    REFUSED = "REFUSED"
    APPROVED = "APPROVED"
    LICENCE_ISSUED = "LICENCE_ISSUED"
    ARCHIVED = "ARCHIVED"
    WITHDRAWN = "WITHDRAWN"


class LicencePhase(StrEnum):
    """An administrative licence (许可法 chapter 4)."""

    SUBMITTED = "SUBMITTED"
    NOT_REQUIRED = "NOT_REQUIRED"
    REJECTED_JURISDICTION = "REJECTED_JURISDICTION"
    CORRECTION_ISSUED = "CORRECTION_ISSUED"
    RESUBMITTED = "RESUBMITTED"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    LAPSED = "LAPSED"
    ACCEPTED = "ACCEPTED"
    ACCEPTED_WITH_GAPS = "ACCEPTED_WITH_GAPS"
    ACCEPTANCE_REVOKED = "ACCEPTANCE_REVOKED"
    IN_REVIEW = "IN_REVIEW"
    SPECIAL_PROCEDURE = "SPECIAL_PROCEDURE"
    EXTENDED = "EXTENDED"
    PENDING_DECISION = "PENDING_DECISION"
    GRANTED = "GRANTED"
    DENIED = "DENIED"
    CERTIFIED = "CERTIFIED"
    DELIVERED = "DELIVERED"
    ARCHIVED = "ARCHIVED"
    TERMINATED = "TERMINATED"
    WITHDRAWN = "WITHDRAWN"


class RelocationPhase(StrEnum):
    """A move between registration authorities: one filing at the destination (条例 27)."""

    SUBMITTED = "SUBMITTED"
    PRECHECK = "PRECHECK"
    RETURNED = "RETURNED"
    REFUSED = "REFUSED"
    MOVEOUT_REQUESTED = "MOVEOUT_REQUESTED"
    MOVEOUT_HELD = "MOVEOUT_HELD"
    MOVEOUT_CLEARED = "MOVEOUT_CLEARED"
    UNDER_REVIEW = "UNDER_REVIEW"
    APPROVED = "APPROVED"
    LICENCE_ISSUED = "LICENCE_ISSUED"
    ARCHIVE_TRANSFER = "ARCHIVE_TRANSFER"
    FOLLOW_ON = "FOLLOW_ON"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"


class RecognitionPhase(StrEnum):
    """The recognition of what another district granted (营商 19)."""

    SUBMITTED = "SUBMITTED"
    VERIFYING = "VERIFYING"
    NEEDS_MATERIAL = "NEEDS_MATERIAL"
    RECOGNISED = "RECOGNISED"
    PARTIALLY_RECOGNISED = "PARTIALLY_RECOGNISED"
    REFUSED = "REFUSED"
    SUSPENDED = "SUSPENDED"
    EXPIRED = "EXPIRED"
    CEASED = "CEASED"
    WITHDRAWN = "WITHDRAWN"


class FilingPhase(StrEnum):
    """A record-filing (备案): the authority takes note and grants nothing."""

    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    RECORDED = "RECORDED"
    ARCHIVED = "ARCHIVED"
    WITHDRAWN = "WITHDRAWN"


class ServicePhase(StrEnum):
    """A public service without a decision on rights (公共服务)."""

    SUBMITTED = "SUBMITTED"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


class Who(StrEnum):
    """Who moves a case by law; which desk that is, the standard says."""

    APPLICANT = "APPLICANT"
    ACCEPTING = "ACCEPTING"
    REVIEWING = "REVIEWING"
    DECIDING = "DECIDING"
    ISSUING = "ISSUING"
    ORIGIN = "ORIGIN"
    SYSTEM = "SYSTEM"


class Clocking(StrEnum):
    """What an outcome does to the case's clock; each has effect only where the ledger stands so that it can."""

    START = "START"
    START_AT_RECEIPT = "START_AT_RECEIPT"
    STOP = "STOP"
    RESUME = "RESUME"
    EXTEND = "EXTEND"
    CARRY = "CARRY"
    FINISH = "FINISH"


class Answer(StrEnum):
    """What a check found; a probe that did not answer neither passes nor fails anybody."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    UNANSWERED = "UNANSWERED"
