"""Closed lists of the licences room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LicenceState(TextChoices):
    """The life of a licence (许可法 69, 70; domain.md §4.5). Only CURRENT and SUSPENDED ones still have a holder who may."""

    PENDING = "PENDING", _("Waiting for the register")
    CURRENT = "CURRENT", _("In force")
    SUSPENDED = "SUSPENDED", _("Suspended")
    REVOKED = "REVOKED", _("Revoked: it was given unlawfully")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn: law or circumstances have changed")
    CANCELLED = "CANCELLED", _("Cancelled as a penalty")
    DEREGISTERED = "DEREGISTERED", _("Deregistered")
    EXPIRED = "EXPIRED", _("Expired")
    SUPERSEDED = "SUPERSEDED", _("Replaced by a later version")


LIVING = (LicenceState.CURRENT, LicenceState.SUSPENDED)
"""Of these an enterprise has one of a type at most."""


class ExchangeState(TextChoices):
    """How far a message to the register of record has come (domain.md §0, trap 21)."""

    SENT = "SENT", _("Sent to the register")
    ACKED = "ACKED", _("Acknowledged by the register")
    FAILED = "FAILED", _("Not taken by the register")
    RECONCILED = "RECONCILED", _("Found in the register later")


ANSWERED = (ExchangeState.ACKED, ExchangeState.RECONCILED)
"""The register has it; nothing more is asked."""


class RequestKind(TextChoices):
    """What the register of record is asked to write."""

    ESTABLISH = "ESTABLISH", _("Register an enterprise")
    CHANGE = "CHANGE", _("Change what is registered")


class LicenceVerb(TextChoices):
    """What may lawfully become of a licence (许可法 8, 49, 50, 69, 70; domain.md §1.5). The journal names it so."""

    CHANGE = "CHANGE", _("Change")
    RENEW = "RENEW", _("Renew")
    REISSUE = "REISSUE", _("Replace a lost or damaged one")
    CORRECT = "CORRECT", _("Correct an error")
    SUSPEND = "SUSPEND", _("Suspend")
    RESUME = "RESUME", _("Give back after a suspension")
    WITHDRAW = "WITHDRAW", _("Withdraw as law or circumstances changed")
    REVOKE = "REVOKE", _("Revoke as given unlawfully")
    CANCEL = "CANCEL", _("Cancel as a penalty")
    DEREGISTER = "DEREGISTER", _("Deregister")
    EXPIRE = "EXPIRE", _("End as expired")


class Side(TextChoices):
    """Who starts a change."""

    HOLDER = "HOLDER", _("its holder")
    ISSUER = "ISSUER", _("the issuing organ")
    SUPERIOR = "SUPERIOR", _("the supervising organ")
    SYSTEM = "SYSTEM", _("the law, by the passing of time")


class ChangeState(TextChoices):
    """How far a change has come."""

    OPEN = "OPEN", _("Waits for the decision")
    GRANTED = "GRANTED", _("Decided")
    DEEMED = "DEEMED", _("Deemed granted, as nobody decided in time")
    REFUSED = "REFUSED", _("Refused")
    DROPPED = "DROPPED", _("Not pursued")


DONE = (ChangeState.GRANTED, ChangeState.DEEMED)
"""The change has been made."""


class Hearing(TextChoices):
    """Whether the holder wants to be heard in a hearing (许可法 46, 47; 行政处罚法 63)."""

    NONE = "NONE", _("not asked for")
    ASKED = "ASKED", _("asked for")
    HELD = "HELD", _("held")


class Stage(TextChoices):
    """How far the worker has come with the document of a version."""

    ORDERED = "ORDERED", _("Ordered")
    ANSWERED = "ANSWERED", _("Acknowledged by the register")
    TYPESET = "TYPESET", _("Set in type")
    SEALED = "SEALED", _("Sealed")
    DONE = "DONE", _("In force")


class Ground(TextChoices):
    """Why, where the law has a closed list."""

    LOST = "LOST", _("Lost")
    DAMAGED = "DAMAGED", _("Damaged")
    CLERICAL = "CLERICAL", _("A clerical error")
    PENALTY = "PENALTY", _("A decision on a penalty")
    TIME_SERVED = "TIME_SERVED", _("The time of the suspension is over, or its cause is gone")
    LAW_CHANGED = "LAW_CHANGED", _("The law it rested on was changed or repealed")
    FACTS_CHANGED = "FACTS_CHANGED", _("The circumstances it rested on have changed greatly")
    ABUSE = "ABUSE", _("Given by abuse of power or neglect of duty")
    BEYOND_POWER = "BEYOND_POWER", _("Given beyond the organ's power")
    PROCEDURE = "PROCEDURE", _("Given against the lawful procedure")
    UNQUALIFIED = "UNQUALIFIED", _("Given to an applicant without the qualification or conditions")
    FRAUD = "FRAUD", _("Obtained by deceit, bribery or other improper means")
    NOT_RENEWED = "NOT_RENEWED", _("Its term has ended and it was not renewed")
    HOLDER_ENDED = "HOLDER_ENDED", _("Its holder has ended by law, or has died")
    TAKEN_AWAY = "TAKEN_AWAY", _("It was revoked, withdrawn or cancelled")
    FORCE_MAJEURE = "FORCE_MAJEURE", _("What it permits cannot be done because of force majeure")
    GIVEN_UP = "GIVEN_UP", _("Its holder gives it up")
