"""Whether an act does what its outcome means in law: the move it takes, and that the applicant is told in writing."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from workflows.standards.defects import Defect, DefectCode
from workflows.standards.enums import Audience, ResultKind
from workflows.standards.naming import called
from workflows.standards.registry import Outcome
from workflows.standards.schema import Act, Standard, Step


def meaning_defects(step: Step, act: Act, outcome: Outcome, standard: Standard) -> Iterator[Defect]:
    """Yield where the act leads although its outcome leads nowhere, moves otherwise than it means, or is not told."""
    where, named = f"steps[{step.key}].acts[{act.name}]", {"act": called(act), "step": called(step)}
    if outcome.of_seat and any(route.to or route.move for route in act.routes):
        sentence = _(
            "The act %(act)s closes one seat of the step %(step)s and leads nowhere by itself; take its routes out and"
            " give them to the act of the verdict."
        )
        yield Defect(DefectCode.SEAT_ACT_LEADS_ON, where, sentence % named)
    for number, route in enumerate(act.routes, 1):
        if outcome.move and route.move != outcome.move:
            sentence = _("The act %(act)s at the step %(step)s means the move %(move)s in law; let its routes take it.")
            place = f"{where}.routes[{number}]"
            yield Defect(DefectCode.MOVE_NOT_OF_OUTCOME, place, sentence % {**named, "move": outcome.move})
    if outcome.told and not _is_told(step, act, standard):
        sentence = _(
            "The applicant has to be told in writing of the act %(act)s at the step %(step)s; add a message to the"
            " applicant or a paper for it."
        )
        yield Defect(DefectCode.NOT_TOLD, where, sentence % named)


def _is_told(step: Step, act: Act, standard: Standard) -> bool:
    messages = [(each.step, each.act) for each in standard.notices if each.audience is Audience.APPLICANT]
    papers = [(each.step, each.act) for each in standard.results if each.kind is ResultKind.PAPER]
    return (step.key, act.name) in {*messages, *papers}
