"""The decision (决定): grant, or deny with ground, reasons and remedy; both end the decision's clock."""

from typing import ClassVar

from workflows.engine.enums import Clocking
from workflows.engine.step_types.base import Outcome, Settings, StepType
from workflows.engine.step_types.payloads import Reasoned, Refusal


class DecisionSettings(Settings):
    """``differs_from`` names the steps whose actor may not decide (审核与决定分离)."""

    differs_from: tuple[str, ...] = ()


class Decision(StepType):
    """``decision@1``."""

    name = "decision"
    settings_model = DecisionSettings
    required = frozenset({"grant", "deny"})
    table: ClassVar = {
        "grant": Outcome("What was asked for is granted (准予).", clock=Clocking.FINISH),
        "deny": Outcome("It is denied, with ground, reasons and remedy (不予).", form=Refusal, clock=Clocking.FINISH),
        "extend": Outcome("The limit is extended, once, with the reason told (许可法 42).", Reasoned, Clocking.EXTEND),
        "send_back": Outcome("The decision maker wants more from the review.", form=Reasoned),
        "terminate": Outcome("The procedure ends without a decision (16号令 30).", Reasoned, Clocking.FINISH),
    }
