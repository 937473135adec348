"""The applicant's turn (申请人补正): sending what was asked for, or withdrawing."""

from typing import ClassVar

from workflows.engine.enums import Clocking
from workflows.engine.step_types.base import Outcome, Settings, StepType
from workflows.standards.enums import Handling


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
        "withdraw": Outcome("The applicant takes the application back (撤回).", clock=Clocking.FINISH),
        "lapse": Outcome(
            "The period told in the notice passed in silence (16号令 15(四)).", clock=Clocking.FINISH, by_silence=True
        ),
    }
