"""Closed lists of filing."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """By which way an application came."""

    PORTAL = "PORTAL", _("Portal")
    API = "API", _("Interface for programs")
