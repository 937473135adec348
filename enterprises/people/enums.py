"""Closed lists of the people behind an enterprise."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MemberRole(TextChoices):
    """What somebody is in the enterprise itself."""

    LEGAL_REPRESENTATIVE = "LEGAL_REPRESENTATIVE", _("Legal representative")
    HANDLER = "HANDLER", _("Handler")


class AgentAct(TextChoices):
    """What an authorisation lets an agent do (16号令 12; domain.md §1.3). Each has to be named; none follows from another."""

    FILE = "FILE", _("File applications")
    RECEIVE = "RECEIVE", _("Receive papers and licences")
    CORRECT = "CORRECT", _("Correct and supplement")
    WITHDRAW = "WITHDRAW", _("Withdraw applications")
