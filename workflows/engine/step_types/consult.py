"""The consultation (征求意见): another desk, perhaps of another district, is asked for its opinion."""

from typing import ClassVar

from workflows.engine.step_types.base import Outcome, Settings, StepType
from workflows.engine.step_types.payloads import Reasoned


class ConsultSettings(Settings):
    """``standing``: nobody waits for the answer; no case rests on it and no join waits."""

    standing: bool = False


class Consult(StepType):
    """``consult@1``. Whoever asked goes on; a join waits for the answer where the standard leads it to one."""

    name = "consult"
    settings_model = ConsultSettings
    required = frozenset({"answer"})
    table: ClassVar = {
        "answer": Outcome("The desk that was asked gives its opinion.", form=Reasoned),
        "no_comment": Outcome("The desk that was asked has nothing to say."),
        "no_objection": Outcome(
            "The desk was silent for its time, which the districts agreed to take as no objection.", by_silence=True
        ),
    }
