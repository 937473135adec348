"""Closed lists of the engine: the phases of each regime, who moves a case, and what an outcome does to the clock.

A case begins when a filing arrives. What comes before (domain terms DRAFT, SIGNING) is the life of the filing.
"""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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


class CaseOutcome(StrEnum):
    """What a case came to, by the law of its regime."""

    GRANTED = "GRANTED"
    NOT_NEEDED = "NOT_NEEDED"
    REFUSED = "REFUSED"
    RETURNED = "RETURNED"
    WITHDRAWN = "WITHDRAWN"


class Passing(StrEnum):
    """What an act does with the custody of a case (办件移交): it is offered, and the offer comes to one of these."""

    OFFER = "OFFER"
    TAKE_BACK = "TAKE_BACK"
    ACCEPT = "ACCEPT"
    REFUSE = "REFUSE"
    LAPSE = "LAPSE"


class Clocking(StrEnum):
    """What an outcome does to the case's clock; each has effect only where the ledger stands so that it can."""

    START = "START"
    START_AT_RECEIPT = "START_AT_RECEIPT"
    STOP = "STOP"
    STOP_FOR_PROCEDURE = "STOP_FOR_PROCEDURE"
    RESUME = "RESUME"
    EXTEND = "EXTEND"
    CARRY = "CARRY"
    CARRY_TO_CUSTODIAN = "CARRY_TO_CUSTODIAN"
    FINISH = "FINISH"


class Answer(StrEnum):
    """What a check found; a probe that did not answer neither passes nor fails anybody."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    UNANSWERED = "UNANSWERED"


class RecusalReason(TextChoices):
    """Why somebody may not handle a case (公务员法 76)."""

    OWN_INTEREST = "OWN_INTEREST", _("The case touches their own interests")
    KIN_INTEREST = "KIN_INTEREST", _("The case touches the interests of their spouse or close kin")
    OTHER = "OTHER", _("Something else may keep them from handling it fairly")


class Bar(StrEnum):
    """What keeps somebody from a case: they were recused, or they belong to the applicant."""

    RECUSED = "RECUSED"
    CONFLICTED = "CONFLICTED"
