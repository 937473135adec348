"""Whether what a standard names in code is there, and its conditions are of the language."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from pydantic import ValidationError

from workflows.standards.checks_graph import first_steps, routes
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.errors import ExpressionError
from workflows.standards.expressions import compiled
from workflows.standards.naming import called
from workflows.standards.registry import Registry, StepType
from workflows.standards.schema import Standard, Step


def port_defects(standard: Standard, registry: Registry) -> list[Defect]:
    """Return the step types, settings, outcomes, probes and conditions that the code cannot carry out."""
    return [
        *(defect for step in first_steps(standard).values() for defect in _type(step, standard, registry)),
        *_checks(standard, registry),
        *(defect for place, source in _expressions(standard) for defect in expression_defects(place, source)),
    ]


def _type(step: Step, standard: Standard, registry: Registry) -> Iterator[Defect]:
    step_type = registry.step_types.get(step.type)
    if step_type is None:
        sentence = _("The step %(step)s is of the type %(type)s, which does not exist; choose one of %(types)s.")
        named = {"step": called(step), "type": step.type, "types": ", ".join(sorted(registry.step_types))}
        yield Defect(DefectCode.UNKNOWN_STEP_TYPE, f"steps[{step.key}].type", sentence % named)
        return
    yield from _outcomes(step, step_type)
    try:
        settings = step_type.settings_model.model_validate(step.settings)
    except ValidationError as error:
        yield from _settings(step, error)
    else:
        yield from _required(step, step_type.required_outcomes(settings, standard.checks))


def _settings(step: Step, error: ValidationError) -> Iterator[Defect]:
    for detail in error.errors():
        where = ".".join([f"steps[{step.key}].settings", *map(str, detail["loc"])])
        sentence = _(
            "The setting %(setting)s of the step %(step)s is not what the type %(type)s allows; see its settings"
            " in docs/step-types.md."
        )
        setting = ".".join(map(str, detail["loc"])) or _("(all)")
        yield Defect(
            DefectCode.SETTINGS_INVALID, where, sentence % {"setting": setting, "step": called(step), "type": step.type}
        )


def _outcomes(step: Step, step_type: StepType) -> Iterator[Defect]:
    for act in step.acts:
        if act.outcome not in step_type.outcomes:
            sentence = _(
                "The act %(act)s at the step %(step)s has the outcome %(outcome)s, which the type %(type)s does not have;"
                " choose one of %(outcomes)s."
            )
            named = {
                "act": called(act),
                "step": called(step),
                "outcome": act.outcome,
                "type": step.type,
                "outcomes": ", ".join(sorted(step_type.outcomes)),
            }
            yield Defect(DefectCode.UNKNOWN_OUTCOME, f"steps[{step.key}].acts[{act.name}].outcome", sentence % named)


def _required(step: Step, required: frozenset[str]) -> Iterator[Defect]:
    for outcome in required - {act.outcome for act in step.acts}:
        sentence = _("The step %(step)s has no act with the outcome %(outcome)s, which its type needs; add one.")
        named = {"step": called(step), "outcome": outcome}
        yield Defect(DefectCode.MISSING_OUTCOME, f"steps[{step.key}].acts", sentence % named)


def _checks(standard: Standard, registry: Registry) -> Iterator[Defect]:
    for check in standard.checks:
        if (check.condition is None) == (check.probe is None):
            sentence = _("The check %(check)s asks nothing or two things; give it either a condition or a probe.")
            yield Defect(DefectCode.CHECK_QUESTION, f"checks[{check.id}]", sentence % {"check": check.id})
        if check.probe is not None and check.probe not in registry.probes:
            sentence = _(
                "The check %(check)s asks the probe %(probe)s, which is not registered; choose one of: %(probes)s."
            )
            named = {"check": check.id, "probe": check.probe, "probes": ", ".join(sorted(registry.probes)) or "—"}
            yield Defect(DefectCode.UNKNOWN_PROBE, f"checks[{check.id}].probe", sentence % named)


def _expressions(standard: Standard) -> Iterator[tuple[str, str]]:
    """Yield every expression of the standard with its path."""
    yield from _expressions_of_steps(standard)
    for party in standard.parties:
        yield f"parties[{party.role}].district", party.district
    for material in standard.materials:
        yield f"materials[{material.key}].required_when", material.required_when
    for check in standard.checks:
        yield f"checks[{check.id}].applies_when", check.applies_when
        if check.condition is not None:
            yield f"checks[{check.id}].condition", check.condition
        for name, value in check.values.items():
            yield f"checks[{check.id}].values.{name}", value


def _expressions_of_steps(standard: Standard) -> Iterator[tuple[str, str]]:
    for place in routes(first_steps(standard).values()):
        if place.route.when is not None:
            yield f"{place.element}.when", place.route.when
    for step in first_steps(standard).values():
        if step.offer and step.offer.when is not None:
            yield f"steps[{step.key}].offer.when", step.offer.when


def expression_defects(place: str, source: str) -> Iterator[Defect]:
    """Yield what makes an expression at a place none of the language."""
    try:
        compiled(source)
    except ExpressionError as error:
        sentence = _("%(reason)s It stands at %(place)s.")
        yield Defect(DefectCode.EXPRESSION_INVALID, place, sentence % {"reason": error, "place": place})
