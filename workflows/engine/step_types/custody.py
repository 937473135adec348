"""The hand-over of a running case (办件移交): the district in charge offers it, another one accepts or refuses.

Both steps stand beside others: no case rests on them and no join waits for them.
"""

from typing import ClassVar

from pydantic import BaseModel

from workflows.engine.enums import Clocking, Passing
from workflows.engine.step_types.base import Outcome, Settings, StepType
from workflows.engine.step_types.payloads import CustodyOffer, Payload, Reasoned


class CustodySettings(Settings):
    """``receiver`` is the party asked; without it the offer names one of ``districts``, or any open one if there are none.

    ``moves`` are the parties that go along with custody, without it the one at whose desk the offer is made.
    """

    receiver: str | None = None
    districts: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()


class Custody(StepType):
    """``custody@1``. It stands at a desk of the district in charge, before and while the case is offered."""

    name = "custody"
    settings_model = CustodySettings
    off_clock = True
    required = frozenset({"offer", "take_back"})
    table: ClassVar = {
        "offer": Outcome(
            "The district in charge offers the case to another one, with its reasons.",
            form=CustodyOffer,
            passing=Passing.OFFER,
        ),
        "take_back": Outcome(
            "It takes the offer back, as long as nobody has answered.", form=Payload, passing=Passing.TAKE_BACK
        ),
    }

    def carries_case(self, settings: BaseModel) -> bool:  # noqa: ARG002 - the same under any settings
        """Tell that no case rests on an offer."""
        return False


class CustodyAnswer(StepType):
    """``custody_answer@1``. It stands at a desk of the district asked, the party ``receiver``."""

    name = "custody_answer"
    required = frozenset({"accept", "refuse"})
    table: ClassVar = {
        "accept": Outcome(
            "The district takes custody: parties, open steps, clock and case file move in this act.",
            clock=Clocking.CARRY_TO_CUSTODIAN,
            passing=Passing.ACCEPT,
        ),
        "refuse": Outcome(
            "The district refuses, with its reasons; custody stays.", form=Reasoned, passing=Passing.REFUSE
        ),
        "lapse": Outcome(
            "The district was silent for its time, and the offer lapses. By silence only.",
            by_silence=True,
            passing=Passing.LAPSE,
        ),
    }

    def carries_case(self, settings: BaseModel) -> bool:  # noqa: ARG002 - the same under any settings
        """Tell that no case rests on an offer: it is handled on while the receiver thinks."""
        return False
