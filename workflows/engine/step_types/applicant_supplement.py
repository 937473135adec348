"""The applicant's turn (申请人补正): sending what was asked for, or withdrawing."""

from typing import ClassVar

from workflows.engine.enums import Clocking
from workflows.engine.step_types.base import Outcome, Settings, StepType
from workflows.standards.enums import Handling, Regime


class SupplementSettings(Settings):
    """``standing`` makes it an offer beside other steps, such as withdrawal: no case rests on it, no join waits."""

    standing: bool = False


class ApplicantSupplement(StepType):
    """``applicant_supplement@1``."""

    name = "applicant_supplement"
    handled_by = frozenset({Handling.APPLICANT})
    settings_model = SupplementSettings
    off_clock = True
    table: ClassVar = {
        "resubmit": Outcome("The applicant hands in everything that was asked for.", clock=Clocking.RESUME),
        "close_gaps": Outcome(
            "The applicant hands in what was missing when the case was accepted with gaps (浙规 11).",
            regimes=frozenset({Regime.LICENCE}),
        ),
        "gaps_late": Outcome(
            "What was missing did not come in the days told; the desk revokes its acceptance.",
            regimes=frozenset({Regime.LICENCE}),
            by_silence=True,
        ),
        "withdraw": Outcome("The applicant takes the application back (撤回).", clock=Clocking.FINISH),
        "lapse": Outcome(
            "The period told in the notice passed in silence (16号令 15(四)).", clock=Clocking.FINISH, by_silence=True
        ),
    }
