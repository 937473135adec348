"""Closed lists of rehearsing."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RehearsalState(TextChoices):
    """How far a rehearsal is."""

    WAITING = "WAITING", _("waiting for the worker")
    RUNNING = "RUNNING", _("under way")
    DONE = "DONE", _("finished")


class Ending(TextChoices):
    """How a case of the period ends when its acts are done again under the draft."""

    SAME = "SAME", _("goes the same way")
    WAITS = "WAITS", _("waits at a step at which nobody has acted")
    REFUSED = "REFUSED", _("an act would be refused")
    DEAD_END = "DEAD_END", _("would come to a dead end")
    NOT_OPENED = "NOT_OPENED", _("could not have begun")
