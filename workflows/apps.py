"""The kernel as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowsConfig(AppConfig):
    """Organisation, standards, engine, clock and journal."""

    name = "workflows"
    verbose_name = _("Workflows")
