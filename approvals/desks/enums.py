"""Closed lists of the desks' pages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class View(TextChoices):
    """Which of the open steps at one's desks a queue shows; all but ALL show what one's own posts may handle."""

    TO_DO = "to_do", _("For me to handle")
    MINE = "mine", _("In my hands")
    UNCLAIMED = "unclaimed", _("Not claimed yet")
    TODAY = "today", pgettext_lazy("a view of the queue", "Due today")
    OVERDUE = "overdue", pgettext_lazy("a view of the queue", "Overdue")
    ALL = "all", _("All at my desks")


class Tab(TextChoices):
    """The parts of a case file, one shown at a time."""

    FILING = "filing", pgettext_lazy("a tab of the case", "Application")
    MATERIALS = "materials", _("Materials")
    CHECKS = "checks", _("Checks")
    HISTORY = "history", pgettext_lazy("a tab of the case", "History")
    PAPERS = "papers", _("Papers")
    CHART = "chart", _("Chart")
