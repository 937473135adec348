"""The review (审查): acts freely named by the standard, so that any administration's configured state can be said."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from django.utils.translation import gettext as _
from pydantic import BaseModel

from workflows.engine.enums import Clocking
from workflows.engine.step_types.base import Outcome, Settings, StepType
from workflows.engine.step_types.forms import ProcedureNotice
from workflows.engine.step_types.payloads import DefectList, Grounded, Payload, Reasoned, Verified
from workflows.engine.step_types.special_procedure import SPECIAL, SpecialProcedure
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.enums import Regime
from workflows.standards.naming import called
from workflows.standards.schema import Standard, Step


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
        "consult": Outcome("Another desk is asked for its opinion; the review goes on (征求意见).", form=Reasoned),
        "ask_extension": Outcome("The head is asked to extend the limit, with the reason (许可法 42).", form=Reasoned),
        SPECIAL: Outcome(
            "A special procedure begins; the applicant is told how long it takes, and the clock stands (许可法 45).",
            form=ProcedureNotice,
            clock=Clocking.STOP_FOR_PROCEDURE,
            regimes=frozenset({Regime.LICENCE}),
            move="begin_special_procedure",
            told=True,
        ),
    }

    def own_defects(self, step: Step, settings: BaseModel, standard: Standard) -> Iterator[Defect]:  # noqa: ARG002 - the signature of every type
        """Return the acts that would stop the clock without a step that lets it go on."""
        procedures = {other.key for other in standard.steps if other.type.startswith(f"{SpecialProcedure.name}@")}
        for act in step.acts:
            if act.outcome == SPECIAL and not all(procedures & set(route.to) for route in act.routes):
                sentence = _(
                    "The act %(act)s at the step %(step)s stops the clock for a special procedure and does not lead to"
                    " one; lead every route of it to a step of the type %(type)s."
                )
                named = {"act": called(act), "step": called(step), "type": f"{SpecialProcedure.name}@1"}
                where = f"steps[{step.key}].acts[{act.name}]"
                yield Defect(DefectCode.PROCEDURE_WITHOUT_STEP, where, sentence % named)

    def outcome(self, name: str, settings: BaseModel) -> Outcome:
        """Return the outcome with the form the settings ask for."""
        found = self.table[name]
        if name in {"pass", "refuse"} and getattr(settings, "two_names", False):
            return replace(found, form=_VERIFIED[found.form])
        if found.form is Payload and name == "pass" and getattr(settings, "opinion_required", False):
            return replace(found, form=Reasoned)
        return found


class _VerifiedRefusal(Verified, Grounded):
    """A refusal after an on-site verification."""


_VERIFIED: dict[type[Payload], type[Payload]] = {Payload: Verified, Grounded: _VerifiedRefusal}
