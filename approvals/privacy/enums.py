"""Closed lists of what is done with personal values."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AccessKind(TextChoices):
    """What of a person was looked at."""

    NUMBER = "NUMBER", _("number shown in full")
    MATERIAL = "MATERIAL", _("file saved")


class AccessReason(TextChoices):
    """Why a clerk reads a number in full (个保法 6, 34: for the duty, and no more than it needs)."""

    IDENTITY = "IDENTITY", _("to check who somebody is")
    CONTACT = "CONTACT", _("to reach somebody by telephone")
    COMPARE = "COMPARE", _("to compare it with a material or a register")
    ASKED = "ASKED", _("because the person asked for it")
    HANDLING = "HANDLING", _("to handle the case")


class DataClass(TextChoices):
    """The kinds of personal values a case has, each erased as a whole."""

    FORM = "FORM", _("the application")
    CONTENTS = "CONTENTS", _("what was written when acting")
    MATERIALS = "MATERIALS", _("the files handed in")


class ErasureReason(TextChoices):
    """Why something is erased; only the first waits for the end of its retention."""

    RETENTION_OVER = "RETENTION_OVER", _("its retention is over")
    UNLAWFUL = "UNLAWFUL", _("it was collected or kept against the law")
    DECISION = "DECISION", _("a court or an organ has decided so")


class ErasureOutcome(TextChoices):
    """What the second person decided; an open request has none."""

    OPEN = "", pgettext_lazy("a request", "waits for a second person")
    ERASED = "ERASED", pgettext_lazy("a request", "erased")
    REFUSED = "REFUSED", pgettext_lazy("a request", "refused")


class CountedFrom(TextChoices):
    """From when a retention is counted."""

    CLOSED = "CLOSED", _("the end of the case")
    LIFE = "LIFE", _("the end of the enterprise")
