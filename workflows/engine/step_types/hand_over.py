"""The hand-over between districts (移交, 迁出核查): the other district clears what it was asked, or names its ground."""

from typing import ClassVar

from pydantic import BaseModel

from workflows.engine.enums import Clocking
from workflows.engine.step_types.base import Outcome, Settings, StepType
from workflows.engine.step_types.payloads import Grounded


class HandOverSettings(Settings):
    """``moves_clock``: when cleared, the calendar of the district that goes on counts."""

    moves_clock: bool = False


class HandOver(StepType):
    """``hand_over@1``. Silence clears, where the standard says so by agreement; the journal then names the engine."""

    name = "hand_over"
    settings_model = HandOverSettings
    required = frozenset({"cleared"})
    table: ClassVar = {
        "cleared": Outcome("The district asked has nothing against it, or was silent for its time."),
        "held": Outcome("The district asked names a listed ground and its law (条例 27).", form=Grounded),
    }

    def outcome(self, name: str, settings: BaseModel) -> Outcome:
        """Return the outcome; clearing carries the clock over where the settings say so."""
        found = self.table[name]
        if name == "cleared" and getattr(settings, "moves_clock", False):
            return Outcome(found.meaning, clock=Clocking.CARRY)
        return found
