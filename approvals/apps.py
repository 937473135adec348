"""What is asked and given, as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    """Filings, decisions, papers, licences, recognition and relocation."""

    name = "approvals"
    verbose_name = _("Approvals")
