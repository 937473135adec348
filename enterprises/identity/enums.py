"""Closed lists of identity."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IdType(TextChoices):
    """The kinds of identity document whose codes are certain (GA/T 2000.156; domain.md §5.2).

    A column that holds one takes any three digits: the codes of travel permits differ between sources.
    """

    RESIDENT = "111", _("Resident identity card")
    PASSPORT = "414", _("Passport")
