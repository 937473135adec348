"""The special procedure (特别程序): a hearing, a test or another one of the closed list, whose time is not counted."""

from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext as _
from pydantic import BaseModel

from workflows.clock.enums import SPECIAL_PROCEDURES, Ground
from workflows.engine.enums import Clocking
from workflows.engine.step_types.base import Outcome, Settings, StepType
from workflows.engine.step_types.forms import Concluded, Procedure
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.enums import Regime
from workflows.standards.naming import called
from workflows.standards.schema import Standard, Step

SPECIAL = "special"
"""The outcome of a review that begins one."""


class ProcedureSettings(Settings):
    """``procedures`` are those of the closed list that are held here, all when empty (许可法 45).

    ``differs_from`` names the steps whose actor may not hold it: who reviews a case hosts no hearing on it
    (许可法 48(三)).
    """

    procedures: tuple[Procedure, ...] = ()
    differs_from: tuple[str, ...] = ()


class SpecialProcedure(StepType):
    """``special_procedure@1``. Its limit is the days the applicant was told, and the clock stands until it ends."""

    name = "special_procedure"
    settings_model = ProcedureSettings
    off_clock = True
    required = frozenset({"finish"})
    table: ClassVar = {
        "finish": Outcome(
            "The procedure is over, with its result; the clock goes on.",
            form=Concluded,
            clock=Clocking.RESUME,
            regimes=frozenset({Regime.LICENCE}),
            move="end_special_procedure",
        ),
    }

    def own_defects(self, step: Step, settings: BaseModel, standard: Standard) -> Iterator[Defect]:
        """Return who would host a hearing on a case they review."""
        if Ground.HEARING not in held_at(settings):
            return
        for asking in _asking(step, standard):
            if asking not in self.same_hands_forbidden(settings):
                sentence = _(
                    "A hearing at the step %(step)s could be hosted by who did the step %(asking)s of the case, which the"
                    " law forbids; name %(asking)s under differs_from."
                )
                named = {"step": called(step), "asking": asking}
                yield Defect(DefectCode.HOST_NOT_APART, f"steps[{step.key}].settings.differs_from", sentence % named)


def held_at(settings: BaseModel) -> frozenset[Ground]:
    """Return the procedures a step with these settings may be."""
    return SPECIAL_PROCEDURES & frozenset(getattr(settings, "procedures", ()) or SPECIAL_PROCEDURES)


def _asking(step: Step, standard: Standard) -> list[str]:
    """Return the steps that lead to this one by beginning a procedure."""
    return [
        other.key
        for other in standard.steps
        if any(act.outcome == SPECIAL and step.key in route.to for act in other.acts for route in act.routes)
    ]
