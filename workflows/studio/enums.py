"""Closed lists of the studio."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Lock(TextChoices):
    """How free a drafter is at one place of a standard."""

    FIXED = "FIXED", pgettext_lazy("lock", "Fixed")
    BOUNDED = "BOUNDED", pgettext_lazy("lock", "Bounded")
    OPEN = "OPEN", pgettext_lazy("lock", "Open")


class FieldKind(TextChoices):
    """How a value of a standard is written in the inspector."""

    LINE = "LINE", _("One line")
    LINES = "LINES", _("Several lines")
    DAYS = "DAYS", _("Days")
    CHOICE = "CHOICE", _("Choice")
    SEVERAL = "SEVERAL", _("Several of a list")
    YES_NO = "YES_NO", _("Yes or no")
    NUMBER = "NUMBER", _("Whole number")


class Part(TextChoices):
    """What of a standard is not a step and has a page of the inspector to itself."""

    STANDARD = "standard", _("Standard as a whole")
    FORM = "form", _("Form")
    MATERIALS = "materials", _("Documents")
    CHECKS = "checks", _("Checks")
    TESTS = "tests", _("Embedded tests")
