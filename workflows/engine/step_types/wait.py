"""The wait (等待): the case waits for a day, or for something to be known, and the engine goes on by itself."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from pydantic import BaseModel

from workflows.engine.state import Finding
from workflows.engine.step_types.base import Evaluate, Outcome, Settings, StepType
from workflows.engine.step_types.payloads import Reasoned
from workflows.standards.checks_ports import expression_defects
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.enums import Handling
from workflows.standards.naming import called
from workflows.standards.schema import Check, Expression, Standard, Step

REACHED, SKIP = "reached", "skip"


class WaitSettings(Settings):
    """``until`` names the day at whose beginning the wait is over, such as ``form.begins_on``.

    ``event`` is a condition over the case's data that ends the wait as soon as it holds. Besides, the step's limit ends
    it; the first of them counts.
    """

    until: Expression | None = None
    event: Expression | None = None


class Wait(StepType):
    """``wait@1``. Its arrangement is the standard's (basis: design); the clock of the case runs on meanwhile."""

    name = "wait"
    settings_model = WaitSettings
    handled_by = frozenset({Handling.DESK, Handling.SYSTEM})
    required = frozenset({REACHED})
    table: ClassVar = {
        REACHED: Outcome("The day has come, or what was waited for is known.", by_engine=True),
        SKIP: Outcome("Somebody ends the wait early, with the reason why.", form=Reasoned),
    }

    def own_defects(self, step: Step, settings: BaseModel, standard: Standard) -> Iterator[Defect]:  # noqa: ARG002 - the signature of every type
        """Return why the wait may last for ever, and what its silence or its expressions have wrong."""
        where = f"steps[{step.key}]"
        until, event = getattr(settings, "until", None), getattr(settings, "event", None)
        ends = step.limit or until or (event and any(act.outcome == SKIP for act in step.acts))
        if not ends:
            sentence = _(
                "The step %(step)s may wait for ever; give it a limit or a date, or beside its event an act that ends it."
            )
            yield Defect(DefectCode.WAIT_WITHOUT_END, where, sentence % {"step": called(step)})
        if step.silence:
            sentence = _("The step %(step)s waits by its limit or its settings; take its silence out.")
            yield Defect(DefectCode.SILENCE_CANNOT_ACT, f"{where}.silence", sentence % {"step": called(step)})
        for name, source in (("until", until), ("event", event)):
            if source:
                yield from expression_defects(f"{where}.settings.{name}", source)

    def decide(
        self,
        settings: BaseModel,  # noqa: ARG002 - the signature of every type
        checks: Iterable[Check],  # noqa: ARG002 - as above
        data: Mapping[str, Any],  # noqa: ARG002 - as above
        evaluate: Evaluate,  # noqa: ARG002 - as above
    ) -> tuple[str, tuple[Finding, ...]]:
        """Return that the wait is over; the engine asks only then."""
        return REACHED, ()
