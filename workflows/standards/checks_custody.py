"""Whether a case that is offered to another district can be answered, taken back, and by whom."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from workflows.standards.checks_graph import first_steps
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.naming import called
from workflows.standards.schema import Standard, Step

RECEIVER = "receiver"
"""The party that is asked; no standard names its district, the offer does."""

_OFFERS, _ANSWERS = "custody", "custody_answer"


def custody_reaches(standard: Standard, districts: Iterable[str]) -> dict[str, list[str]]:
    """Return, of the parties that may move with custody and of the receiver, the districts they may come to be in."""
    every, reached = list(districts), dict[str, list[str]]()
    for step in standard.steps:
        if _kind(step) == _OFFERS:
            there = list(step.settings.get("districts") or every)
            for role in (RECEIVER, *(step.settings.get("moves") or [step.handler.party])):
                reached[role] = [*dict.fromkeys([*reached.get(role, ()), *there])]
    return reached


def custody_defects(standard: Standard) -> list[Defect]:
    """Return what is wrong with the steps at which custody is offered and answered."""
    steps = first_steps(standard)
    answers = {key for key, step in steps.items() if _kind(step) == _ANSWERS}
    return [
        defect
        for step in steps.values()
        for defect in (*_offering(step, answers), *_answering(step), *_parties(step, standard))
    ]


def _kind(step: Step) -> str:
    return step.type.partition("@")[0]


def _offering(step: Step, answers: set[str]) -> Iterator[Defect]:
    """An offer opens the step that answers it, and its own again so that it can be taken back."""
    if _kind(step) != _OFFERS:
        return
    for act in step.acts:
        for number, route in enumerate(act.routes, 1):
            to = set(route.to)
            if act.outcome == "offer" and not (to & answers and step.key in to):
                sentence = _(
                    "The act %(act)s at the step %(step)s offers the case, so it has to lead to a step of the type"
                    " custody_answer, where the offer is answered, and to %(step)s itself, where it is taken back;"
                    " name both."
                )
                where = f"steps[{step.key}].acts[{act.name}].routes[{number}]"
                yield Defect(
                    DefectCode.OFFER_WITHOUT_ANSWER, where, sentence % {"act": called(act), "step": called(step)}
                )


def _answering(step: Step) -> Iterator[Defect]:
    if (_kind(step) == _ANSWERS) == (step.handler.party == RECEIVER):
        return
    sentence = _(
        "The party receiver is the district a case is offered to: the steps of the type custody_answer wait for it, and"
        " no others do; name it at the step %(step)s or take it out there."
    )
    yield Defect(DefectCode.ANSWER_OF_ANOTHER, f"steps[{step.key}].handler.party", sentence % {"step": called(step)})


def _parties(step: Step, standard: Standard) -> Iterator[Defect]:
    if _kind(step) != _OFFERS:
        return
    known = {party.role for party in standard.parties}
    named = [*(step.settings.get("moves") or ()), *filter(None, [step.settings.get("receiver")])]
    for role in named:
        if role not in known:
            sentence = _(
                "The step %(step)s names the party %(party)s, which the standard does not have; add the party."
            )
            yield Defect(
                DefectCode.UNKNOWN_PARTY,
                f"steps[{step.key}].settings[{role}]",
                sentence % {"step": called(step), "party": role},
            )
