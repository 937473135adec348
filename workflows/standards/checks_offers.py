"""Whether what a standard offers can be taken up, and whether what leads back has somewhere to lead."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from workflows.standards.checks_graph import Place, first_steps, reachable, routes
from workflows.standards.checks_people import SYSTEM
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.naming import called, called_step
from workflows.standards.registry import Registry
from workflows.standards.schema import Offer, Standard, Step

SEND_BACK = "send_back"
"""The outcome that carries the reason for going back."""


def offer_defects(standard: Standard, registry: Registry) -> list[Defect]:
    """Return the offers nobody can take up and the ways back that lead nowhere."""
    steps = first_steps(standard)
    reached = reachable(steps, standard.start)
    return [
        *(d for step in steps.values() if step.offer for d in _offer(step, step.offer, steps, reached, registry)),
        *(d for place in routes(steps.values()) if place.route.back for d in _back(place, steps)),
    ]


def _offer(
    step: Step, offer: Offer, steps: Mapping[str, Step], reached: set[str], registry: Registry
) -> Iterator[Defect]:
    where = f"steps[{step.key}].offer"
    known = steps.keys() | {each.block for each in steps.values()}
    for key in offer.beside:
        if key not in known:
            sentence = _(
                "The step %(step)s is offered beside %(beside)s, which is neither a step nor a block with steps;"
                " name one of them."
            )
            named = {"step": called(step), "beside": key}
            yield Defect(DefectCode.UNKNOWN_STEP, f"{where}.beside[{key}]", sentence % named)
    company = [each for key, each in steps.items() if key in reached - {step.key} and offer.names(each)]
    if not any({*each.phases} & {*step.phases} for each in company):
        sentence = _(
            "The step %(step)s is offered beside %(beside)s, and no case ever stands there in a phase in which the step"
            " may stand; name a step that acts lead to."
        )
        named = {
            "step": called(step),
            "beside": pgettext("between the items of a list", ", ").join(
                called_step(steps, key) for key in offer.beside
            ),
        }
        yield Defect(DefectCode.OFFER_BESIDE_NOTHING, f"{where}.beside", sentence % named)
    kind = registry.step_types.get(step.type)
    if step.handler.party == SYSTEM or (kind and (kind.automatic or kind.ends_case)):
        sentence = _(
            "The step %(step)s is offered, but the engine handles it and takes up no offers; take the offer out or name"
            " a desk or the applicant."
        )
        yield Defect(DefectCode.OFFER_TO_NOBODY, where, sentence % {"step": called(step)})


def _back(place: Place, steps: Mapping[str, Step]) -> Iterator[Defect]:
    named = {"act": called(place.act), "step": called(place.step)}
    if place.act.outcome != SEND_BACK or not all(route.back for route in place.act.routes):
        sentence = _(
            "The act %(act)s at the step %(step)s leads back to a step it names; give it the outcome send_back, and no"
            " route that leads on."
        )
        yield Defect(DefectCode.BACK_WITHOUT_REASON, place.element, sentence % named)
    if not any(place.step.key in reachable(steps, key) for key in steps.keys() - {place.step.key}):
        sentence = _(
            "The act %(act)s leads back from the step %(step)s, before which there is none; lead it elsewhere or remove"
            " it."
        )
        yield Defect(DefectCode.NOTHING_EARLIER, place.element, sentence % named)
