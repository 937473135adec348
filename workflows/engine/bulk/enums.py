"""Closed lists of bulk orders."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Result(TextChoices):
    """What became of one case of an order."""

    WAITING = "WAITING", pgettext_lazy("a case of a bulk order", "waiting")
    DONE = "DONE", _("recorded")
    BLOCKED = "BLOCKED", _("blocked")
    LEFT = "LEFT", _("left as it was, because the rest was stopped")
