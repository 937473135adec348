"""The front desk (综合窗口): receipt, acceptance, the one correction notice, refusal of acceptance."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from django.utils.translation import gettext as _
from pydantic import BaseModel

from workflows.engine.enums import Clocking
from workflows.engine.step_types.base import Outcome, Settings, StepType
from workflows.engine.step_types.forms import Gaps
from workflows.engine.step_types.payloads import CorrectionNotice, DefectList, Grounded, Reasoned, Refusal
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.enums import Regime
from workflows.standards.naming import called
from workflows.standards.schema import Check, Standard, Step

WITHOUT_CORRECTION = frozenset({Regime.REGISTRATION, Regime.RELOCATION})
"""Registration gives an incomplete filing back (细则 18); the next one is a new case."""


WITH_GAPS, CLOSE, CONFIRM, REVOKE = "accept_with_gaps", "close_gaps", "confirm_gaps", "revoke_acceptance"
"""The outcomes of an acceptance with gaps: granted, answered by the applicant, judged by the desk either way."""

LATE = "gaps_late"
"""The outcome of the applicant's silence about what was missing."""

_LICENCE = frozenset({Regime.LICENCE})


class FrontDeskSettings(Settings):
    """``gaps_only``: the desk judges only what an acceptance with gaps was waiting for."""

    gaps_only: bool = False


class FrontDesk(StepType):
    """``front_desk@1``."""

    name = "front_desk"
    settings_model = FrontDeskSettings
    required = frozenset({"accept"})
    table: ClassVar = {
        "accept": Outcome("The application is accepted (受理); the decision's clock starts.", clock=Clocking.START),
        "deem": Outcome(
            "Nobody answered in time: accepted from the day of receipt (许可法 32(四)).",
            clock=Clocking.START_AT_RECEIPT,
            regimes=frozenset({Regime.LICENCE}),
            by_silence=True,
        ),
        "correct": Outcome(
            "The applicant is told once, and completely, what to correct (补正告知).",
            form=CorrectionNotice,
            clock=Clocking.STOP,
            regimes=frozenset(Regime) - WITHOUT_CORRECTION,
            once=True,
        ),
        "return": Outcome(
            "The incomplete filing goes back with the complete list; the case ends (退回).",
            form=DefectList,
            clock=Clocking.FINISH,
            regimes=frozenset(Regime) - {Regime.LICENCE},
        ),
        "refuse": Outcome("Acceptance is refused in writing (不予受理).", form=Refusal, clock=Clocking.FINISH),
        "redirect": Outcome(
            "Another authority is competent; which, the opinion says.", form=Grounded, clock=Clocking.FINISH
        ),
        "not_required": Outcome("No approval is needed; told at once.", form=Reasoned, clock=Clocking.FINISH),
        WITH_GAPS: Outcome(
            "Accepted although materials the guide tolerates are missing; the applicant is told which and until when"
            " (容缺受理, 浙规 11).",
            form=Gaps,
            clock=Clocking.START,
            regimes=_LICENCE,
            once=True,
            move=WITH_GAPS,
            told=True,
        ),
        CONFIRM: Outcome("What was missing has come and is in order.", regimes=_LICENCE, move=CLOSE),
        REVOKE: Outcome(
            "What was missing came late or not in order: the acceptance is revoked in writing (撤销受理).",
            form=Refusal,
            clock=Clocking.FINISH,
            regimes=_LICENCE,
            move=REVOKE,
        ),
    }

    def required_outcomes(self, settings: BaseModel, checks: Iterable[Check]) -> frozenset[str]:
        """Return acceptance, or both judgements where only gaps are judged."""
        if getattr(settings, "gaps_only", False):
            return frozenset({CONFIRM, REVOKE})
        return super().required_outcomes(settings, checks)

    def own_defects(self, step: Step, settings: BaseModel, standard: Standard) -> Iterator[Defect]:  # noqa: ARG002 - the signature of every type
        """Return what is missing for gaps to be closed, where the step lets a case in with some."""
        if not any(act.outcome == WITH_GAPS for act in step.acts):
            return
        routed = {act.outcome for other in standard.steps for act in other.acts}
        for outcome in sorted({CLOSE, CONFIRM, REVOKE} - routed):
            sentence = _(
                "The step %(step)s accepts with gaps, and no step has an act with the outcome %(outcome)s, so that they"
                " could never be settled; add one."
            )
            named = {"step": called(step), "outcome": outcome}
            yield Defect(DefectCode.MISSING_OUTCOME, f"steps[{step.key}].acts", sentence % named)
