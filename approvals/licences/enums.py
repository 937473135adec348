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


class LicenceMove(TextChoices):
    """What a decision does to a licence; each is a move of its machine."""

    SUSPEND = "SUSPEND", _("Suspend")
    RESUME = "RESUME", _("Give back after a suspension")
    REVOKE = "REVOKE", _("Revoke as given unlawfully")
    WITHDRAW = "WITHDRAW", _("Withdraw as circumstances have changed")
    CANCEL = "CANCEL", _("Cancel as a penalty")
    EXPIRE = "EXPIRE", _("End as expired")
    DEREGISTER = "DEREGISTER", _("Deregister")
