"""What is asked and given, as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    """Filings, decisions, papers, licences, recognition and relocation."""

    name = "approvals"
    verbose_name = _("Approvals")

    def ready(self) -> None:
        """Let standards name the probes, tell the engine what acts bring about, and the worker what it does after."""
        from approvals.deciding import consequences  # noqa: PLC0415 - models are there only now
        from approvals.filing import children  # noqa: PLC0415 - as above
        from approvals.filing.probes import register_probes_in  # noqa: PLC0415 - as above
        from approvals.licences import tasks as licences  # noqa: PLC0415 - as above
        from approvals.notices import tasks as notices  # noqa: PLC0415 - as above
        from approvals.papers import tasks as papers  # noqa: PLC0415 - as above
        from approvals.privacy import tasks as privacy  # noqa: PLC0415 - as above

        register_probes_in()
        consequences.register()
        children.register()
        papers.register()
        licences.register()
        notices.register()
        privacy.register()
