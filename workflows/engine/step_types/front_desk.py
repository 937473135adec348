"""The front desk (综合窗口): receipt, acceptance, the one correction notice, refusal of acceptance."""

from typing import ClassVar

from workflows.engine.enums import Clocking
from workflows.engine.step_types.base import Outcome, StepType
from workflows.engine.step_types.payloads import CorrectionNotice, DefectList, Grounded, Reasoned, Refusal
from workflows.standards.enums import Regime

WITHOUT_CORRECTION = frozenset({Regime.REGISTRATION, Regime.RELOCATION})
"""Registration gives an incomplete filing back (细则 18); the next one is a new case."""


class FrontDesk(StepType):
    """``front_desk@1``."""

    name = "front_desk"
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
    }
