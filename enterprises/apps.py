"""Who asks, as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnterprisesConfig(AppConfig):
    """Enterprises, the people behind them and their agents."""

    name = "enterprises"
    verbose_name = _("Enterprises")
