"""Whether each step is what its type can be: who handles it, what its acts mean in law, and what silence does there.

What the engine would refuse in a case, or what would leave a case standing, is found here first.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from workflows.standards.checks_graph import first_steps
from workflows.standards.checks_meaning import meaning_defects
from workflows.standards.checks_people import APPLICANT, SYSTEM
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.enums import Handling
from workflows.standards.naming import called
from workflows.standards.registry import Outcome, Registry, StepType
from workflows.standards.schema import Act, Standard, Step

_HANDLING = {APPLICANT: Handling.APPLICANT, SYSTEM: Handling.SYSTEM}


def type_defects(standard: Standard, registry: Registry) -> list[Defect]:
    """Return what a step asks of its type that the type cannot do."""
    return [
        defect
        for step in first_steps(standard).values()
        if (step_type := registry.step_types.get(step.type))
        for defect in (*_handler(step, step_type), *_meaning(step, standard, step_type))
    ]


def _handler(step: Step, step_type: StepType) -> Iterator[Defect]:
    handling = _HANDLING.get(step.handler.party, Handling.DESK)
    where = f"steps[{step.key}].handler"
    if handling not in step_type.handled_by:
        sentence = _(
            "The step %(step)s waits for %(party)s, but a step of the type %(type)s is handled by %(handlers)s;"
            " name another party or another type."
        )
        handlers = ", ".join(sorted(kind.lower() for kind in step_type.handled_by))
        named = {"step": called(step), "party": step.handler.party, "type": step.type, "handlers": handlers}
        yield Defect(DefectCode.HANDLER_NOT_ALLOWED, f"{where}.party", sentence % named)
    if handling is not Handling.DESK and (step.handler.desk or step.handler.role):
        sentence = _(
            "The step %(step)s waits for %(party)s and names a desk or a role, where nobody would act; take both out."
        )
        yield Defect(
            DefectCode.HANDLER_WITH_DESK, where, sentence % {"step": called(step), "party": step.handler.party}
        )


def _meaning(step: Step, standard: Standard, step_type: StepType) -> Iterator[Defect]:
    try:
        settings = step_type.settings_model.model_validate(step.settings)
    except ValidationError:
        return
    yield from _names(step, standard, step_type, settings)
    for act in step.acts:
        if act.outcome in step_type.outcomes:
            outcome = step_type.outcome(act.outcome, settings)
            yield from _regime(step, act, outcome, standard)
            yield from _silence(step, act, outcome)
            yield from meaning_defects(step, act, outcome, standard)
    yield from step_type.own_defects(step, settings, standard)
    yield from _desks(step)


def _names(step: Step, standard: Standard, step_type: StepType, settings: BaseModel) -> Iterator[Defect]:
    known = {check.id for check in standard.checks}
    for name in step_type.checks_asked(settings):
        if name not in known:
            sentence = _(
                "The step %(step)s asks the check %(check)s, which does not exist; add the check or mend its name."
            )
            yield Defect(
                DefectCode.UNKNOWN_CHECK,
                f"steps[{step.key}].settings[{name}]",
                sentence % {"step": called(step), "check": name},
            )
    for name in step_type.same_hands_forbidden(settings):
        if name not in {other.key for other in standard.steps}:
            sentence = _("%(place)s names the step %(step)s, which does not exist; name one of the steps.")
            where = f"steps[{step.key}].settings[{name}]"
            yield Defect(DefectCode.UNKNOWN_STEP, where, sentence % {"place": where, "step": name})


def _desks(step: Step) -> Iterator[Defect]:
    for act in step.acts:
        for desk in sorted({*act.desks} - step.handler.kinds) if step.handler.kinds else ():
            sentence = _(
                "The act %(act)s at the step %(step)s is left to the desk %(desk)s, which does not handle the step;"
                " name one of the step's desks."
            )
            named = {"act": called(act), "step": called(step), "desk": desk}
            yield Defect(
                DefectCode.ACT_OF_NOBODY, f"steps[{step.key}].acts[{act.name}].desks[{desk}]", sentence % named
            )


def _regime(step: Step, act: Act, outcome: Outcome, standard: Standard) -> Iterator[Defect]:
    if standard.regime not in outcome.regimes:
        sentence = _(
            "The act %(act)s at the step %(step)s has the outcome %(outcome)s, which the law of the regime %(regime)s"
            " does not know; choose another outcome."
        )
        named = {"act": called(act), "step": called(step), "outcome": act.outcome, "regime": standard.regime.value}
        yield Defect(DefectCode.OUTCOME_OUTSIDE_REGIME, f"steps[{step.key}].acts[{act.name}].outcome", sentence % named)


def _silence(step: Step, act: Act, outcome: Outcome) -> Iterator[Defect]:
    """Hold the act of a silence against what nobody can do then, and an act of silence against who would do it else.

    That its moves are lawful from every phase of the step, ``checks_law`` has found of every act.
    """
    named = {"act": called(act), "step": called(step)}
    silent = step.silence is not None and step.silence.act == act.name
    if silent and outcome.by_engine:
        sentence = _(
            "Silence at the step %(step)s performs the act %(act)s, which the engine comes to by itself; choose an act"
            " that means silence."
        )
        yield Defect(DefectCode.SILENCE_CANNOT_ACT, f"steps[{step.key}].silence.act", sentence % named)
    elif silent and (outcome.needs or outcome.once):
        sentence = (
            _(
                "Silence at the step %(step)s performs the act %(act)s, which needs %(needs)s, and silence fills in"
                " nothing; choose an act that needs nothing."
            )
            if outcome.needs
            else _(
                "Silence at the step %(step)s performs the act %(act)s, which is allowed once in a case, and the case"
                " would stand still the second time; choose another act."
            )
        )
        needs = ", ".join(sorted(outcome.needs))
        yield Defect(
            DefectCode.SILENCE_CANNOT_ACT, f"steps[{step.key}].silence.act", sentence % {**named, "needs": needs}
        )
    if outcome.by_silence and not silent:
        sentence = _(
            "The act %(act)s at the step %(step)s comes of silence only, and the step's silence does not perform it;"
            " name it there or remove it."
        )
        yield Defect(DefectCode.ACT_OF_NOBODY, f"steps[{step.key}].acts[{act.name}]", sentence % named)
