"""Where a case stands, in the words of whoever filed it, and what follows for them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.clock.enums import Light

WORDS: Mapping[str, str | Promise] = {
    "SUBMITTED": _("Received, to be taken in"),
    "REDIRECTED": _("Another authority handles this"),
    "UNDER_REVIEW": _("Under review"),
    "EXTENDED": _("Under review, limit extended"),
    "RETURNED": _("Returned, to be filed again"),
    "REFUSED": _("Refused"),
    "APPROVED": _("Approved, licence being made"),
    "LICENCE_ISSUED": _("Licence issued"),
    "ARCHIVED": _("Completed"),
    "WITHDRAWN": _("Withdrawn by you"),
    "NOT_REQUIRED": _("No permit needed"),
    "REJECTED_JURISDICTION": _("Another authority handles this"),
    "CORRECTION_ISSUED": _("To be corrected by you"),
    "RESUBMITTED": _("Corrected, being looked at"),
    "NOT_ACCEPTED": _("Not accepted"),
    "LAPSED": _("Ended, because nothing was corrected in time"),
    "ACCEPTED": _("Accepted"),
    "ACCEPTED_WITH_GAPS": _("Accepted, material to follow"),
    "ACCEPTANCE_REVOKED": _("Acceptance revoked"),
    "IN_REVIEW": _("Under review"),
    "SPECIAL_PROCEDURE": _("Waiting for a test or an inspection"),
    "PENDING_DECISION": _("To be decided"),
    "GRANTED": _("Granted"),
    "DENIED": _("Refused"),
    "CERTIFIED": _("Licence made"),
    "DELIVERED": _("Licence delivered"),
    "TERMINATED": _("Ended"),
    "PRECHECK": _("Being checked"),
    "MOVEOUT_REQUESTED": _("The old district is asked"),
    "MOVEOUT_HELD": _("The old district objects"),
    "MOVEOUT_CLEARED": _("The old district agrees"),
    "ARCHIVE_TRANSFER": _("Licence issued, archive on its way"),
    "FOLLOW_ON": _("Licence issued, last tasks"),
    "CLOSED": _("Completed"),
    "VERIFYING": _("Being verified"),
    "NEEDS_MATERIAL": _("Material needed from you"),
    "RECOGNISED": _("Recognised"),
    "PARTIALLY_RECOGNISED": _("Recognised in part"),
    "SUSPENDED": _("Suspended"),
    "EXPIRED": _("Expired"),
    "CEASED": _("No longer recognised"),
    "RECORDED": _("Recorded"),
    "IN_PROGRESS": _("In progress"),
    "COMPLETED": _("Completed"),
    "DECLINED": _("Declined"),
}

AGAINST = frozenset({"REFUSED", "DENIED", "NOT_ACCEPTED", "DECLINED", "ACCEPTANCE_REVOKED"})
"""The application did not succeed; a remedy is open."""

TO_REPEAT = frozenset({"RETURNED"})
"""The application went back and can be filed again."""

_WAITING = frozenset({"CORRECTION_ISSUED", "NEEDS_MATERIAL", *TO_REPEAT})

_AFTERWARDS: Mapping[str, str | Promise] = {
    "RETURNED": _("Correct what the notice lists and file again; what you entered is kept."),
    "REFUSED": _("The notice of refusal gives the reasons, and how and until when you can have it reviewed."),
    "DENIED": _("The notice of refusal gives the reasons, and how and until when you can have it reviewed."),
    "NOT_ACCEPTED": _("The notice says why, and how and until when you can have it reviewed."),
    "ACCEPTANCE_REVOKED": _("The notice says why, and how and until when you can have it reviewed."),
    "REDIRECTED": _("The notice names the authority to apply to; your application can be filed there as it is."),
    "WITHDRAWN": _("You took the application back; you can file a new one at any time."),
    "LAPSED": _("You can file a new application at any time."),
    "ARCHIVED": _("Everything is done. The papers and the licence stay here for you to download."),
    "CLOSED": _("Everything is done. The papers and the licence stay here for you to download."),
}


def words_of(phase: str) -> str:
    """What the phase is called."""
    return str(WORDS.get(phase, phase))


def colour_of(phase: str, light: Light | None, *, ended: bool) -> Light:
    """The light beside the words: the clock's while the case runs, the outcome's once it has ended."""
    if phase in AGAINST:
        return Light.RED
    if phase in _WAITING:
        return Light.YELLOW
    return Light.GREEN if ended or light is None else light


def afterwards(phase: str) -> str:
    """What there is to do, or to know, once a case has ended in the phase; empty while it runs."""
    return str(_AFTERWARDS.get(phase, ""))
