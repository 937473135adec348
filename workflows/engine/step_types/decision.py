"""The decision (决定): grant, or deny with ground, reasons and remedy; both end the decision's clock."""

from collections.abc import Iterable
from typing import ClassVar

from pydantic import BaseModel

from workflows.engine.enums import Clocking
from workflows.engine.step_types.base import Outcome, Settings, StepType
from workflows.engine.step_types.payloads import Reasoned, Refusal
from workflows.standards.schema import Check


class DecisionSettings(Settings):
    """``differs_from`` names the steps whose actor may not decide (审核与决定分离).

    ``refusal_only``: a refusal is decided here before the review; what is granted is granted elsewhere.
    ``extension_only``: only the extension the review asks for is decided here (许可法 42).
    """

    differs_from: tuple[str, ...] = ()
    refusal_only: bool = False
    extension_only: bool = False


class Decision(StepType):
    """``decision@1``."""

    name = "decision"
    settings_model = DecisionSettings
    required = frozenset({"grant", "deny"})
    of_an_organ = True
    table: ClassVar = {
        "grant": Outcome("What was asked for is granted (准予).", clock=Clocking.FINISH),
        "deny": Outcome("It is denied, with ground, reasons and remedy (不予).", form=Refusal, clock=Clocking.FINISH),
        "extend": Outcome("The limit is extended, once, with the reason told (许可法 42).", Reasoned, Clocking.EXTEND),
        "send_back": Outcome("The decision maker wants more from the review.", form=Reasoned),
        "terminate": Outcome("The procedure ends without a decision (16号令 30).", Reasoned, Clocking.FINISH),
    }

    def required_outcomes(self, settings: BaseModel, checks: Iterable[Check]) -> frozenset[str]:
        """Return both outcomes, or what alone is decided here; who may extend may also say no."""
        if getattr(settings, "extension_only", False):
            return frozenset({"extend", "send_back"})
        if getattr(settings, "refusal_only", False):
            return frozenset({"deny"})
        return super().required_outcomes(settings, checks)
