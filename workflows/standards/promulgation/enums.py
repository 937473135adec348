"""Closed lists of promulgation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SubjectKind(TextChoices):
    """What may be promulgated. The list is closed; standards and districts' terms are put in force so far."""

    STANDARD = "STANDARD", _("Standard")
    TERMS = "TERMS", _("Terms of a district")
    RECOGNITION_LIST = "RECOGNITION_LIST", _("Recognition list")
    PRECHECK_MATRIX = "PRECHECK_MATRIX", _("Pre-check matrix")
    CALENDAR = "CALENDAR", _("Calendar")
    CATALOGUE = "CATALOGUE", _("Catalogue of items")
    MOVE_PLAN = "MOVE_PLAN", _("Plan to move cases")
    DISTRICT = "DISTRICT", _("Opening of a district")


class Opinion(TextChoices):
    """What a district says of a draft; an objection needs a reason and does not decide."""

    CONSENT = "CONSENT", _("Consents")
    OBJECT = "OBJECT", _("Objects")


class Outcome(TextChoices):
    """How a promulgation ended."""

    PUBLISHED = "PUBLISHED", _("Published")
    REJECTED = "REJECTED", _("Rejected")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
