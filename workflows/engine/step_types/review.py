"""The review (审查): acts freely named by the standard, so that any administration's configured state can be said."""

from typing import ClassVar

from pydantic import BaseModel

from workflows.engine.enums import Clocking
from workflows.engine.step_types.base import Outcome, Settings, StepType
from workflows.engine.step_types.payloads import DefectList, Grounded, Payload, Reasoned, Verified
from workflows.standards.enums import Regime


class ReviewSettings(Settings):
    """``two_names`` asks for the two people of an on-site verification; ``differs_from`` names other hands' steps."""

    two_names: bool = False
    opinion_required: bool = False
    differs_from: tuple[str, ...] = ()


class Review(StepType):
    """``review@1``."""

    name = "review"
    settings_model = ReviewSettings
    table: ClassVar = {
        "pass": Outcome("The reviewer finds the conditions met."),
        "forward": Outcome("The case goes on to another desk; nothing is said on its merits."),
        "send_back": Outcome("The case goes back to an earlier step, with the reason why.", form=Reasoned),
        "return": Outcome(
            "The incomplete filing goes back with the complete list; the case ends (退回).",
            form=DefectList,
            clock=Clocking.FINISH,
            regimes=frozenset(Regime) - {Regime.LICENCE},
        ),
        "refuse": Outcome("The reviewer finds a condition not met, on a listed ground.", form=Grounded),
    }

    def outcome(self, name: str, settings: BaseModel) -> Outcome:
        """Return the outcome with the form the settings ask for."""
        found = self.table[name]
        if name in {"pass", "refuse"} and getattr(settings, "two_names", False):
            return _with(found, _VERIFIED[found.form])
        if found.form is Payload and name == "pass" and getattr(settings, "opinion_required", False):
            return _with(found, Reasoned)
        return found


class _VerifiedRefusal(Verified, Grounded):
    """A refusal after an on-site verification."""


_VERIFIED: dict[type[Payload], type[Payload]] = {Payload: Verified, Grounded: _VerifiedRefusal}


def _with(outcome: Outcome, form: type[Payload]) -> Outcome:
    return Outcome(outcome.meaning, form, outcome.clock, outcome.regimes)
