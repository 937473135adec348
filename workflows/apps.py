"""The kernel as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowsConfig(AppConfig):
    """Organisation, standards, engine, clock and journal."""

    name = "workflows"
    verbose_name = _("Workflows")

    def ready(self) -> None:
        """Fill the registry in every process, lend the publish check the engine's way to run tests, and hint after commits."""
        import workflows.engine.checks  # noqa: F401, PLC0415 - registers itself
        from workflows.engine import hints  # noqa: PLC0415 - needs models
        from workflows.engine.publishing import register_engine, run_tests_here  # noqa: PLC0415 - needs models
        from workflows.journal.effects import register_listener  # noqa: PLC0415 - needs models
        from workflows.standards.verbs import lend_test_runner  # noqa: PLC0415 - needs models

        register_engine()
        lend_test_runner(run_tests_here)
        register_listener(hints.LISTENER, hints.tell)
