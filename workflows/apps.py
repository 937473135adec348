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
        from workflows.engine import family, hints  # noqa: PLC0415 - needs models
        from workflows.engine.chores import register_chore  # noqa: PLC0415 - needs models
        from workflows.engine.publishing import failures_here, register_engine  # noqa: PLC0415 - needs models
        from workflows.engine.step_types import by_name  # noqa: PLC0415 - as above
        from workflows.journal.effects import register_listener  # noqa: PLC0415 - needs models
        from workflows.moving import carrying, previewing  # noqa: PLC0415 - needs models
        from workflows.moving.verbs import put_in_force  # noqa: PLC0415 - needs models
        from workflows.organisation.queries import lend_outcomes  # noqa: PLC0415 - needs models
        from workflows.rehearsing.performing import rehearse_on  # noqa: PLC0415 - needs models
        from workflows.standards.promulgation.enums import SubjectKind  # noqa: PLC0415 - as above
        from workflows.standards.promulgation.subjects import register_subject  # noqa: PLC0415 - needs models
        from workflows.standards.terms.publishing import put_terms_in_force  # noqa: PLC0415 - needs models
        from workflows.standards.verbs import lend_test_runner  # noqa: PLC0415 - needs models

        register_engine()
        lend_outcomes(name for kind in by_name().values() for name in kind.outcomes_of_desks())
        lend_test_runner(failures_here)
        family.register()
        register_subject(SubjectKind.TERMS, put_terms_in_force)
        register_subject(SubjectKind.MOVE_PLAN, put_in_force)
        for chore in (previewing.preview_on, carrying.carry_on, rehearse_on):
            register_chore(chore)
        register_listener(hints.LISTENER, hints.tell)
