"""One act on many cases: first what would come of it, case by case, then the act, then what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals.desks.clerk import Clerk, clerk_of
from approvals.desks.queries import PAGE, for_reader
from approvals.desks.verbs import act_on_many, rehearse
from workflows.engine.models import CaseStep
from workflows.engine.rulebook import rules_of
from workflows.standards.schema import Text


@dataclass(frozen=True, slots=True)
class Choice:
    """An act that can be done on several of the chosen steps: one that asks for nothing typed, at one kind of step."""

    name: str
    act: str
    title: Text
    step: Text
    steps: tuple[CaseStep, ...]


@require_POST
def show(request: HttpRequest) -> HttpResponse:
    """Rehearse an act on the chosen steps, and perform it once that has been confirmed."""
    clerk = clerk_of(request)
    steps = _chosen(request, clerk)
    if not steps:
        messages.info(request, _("Choose the cases first, then what to do with them."))
        return redirect("desks:queue")
    choices = _choices(steps)
    chosen = next((each for each in choices if each.name == request.POST.get("choice")), None)
    if chosen is None and len(choices) == 1:
        chosen = choices[0]
    context: dict[str, Any] = {"choices": choices, "chosen": chosen, "steps": steps}
    if chosen and request.POST.get("confirmed"):
        keyed = [(step, _key(request, step)) for step in chosen.steps]
        done = act_on_many(actor=clerk, steps=keyed, act=chosen.act)
        context |= {"done": done, "count_done": len([each for each in done if each.performed])}
    elif chosen:
        context["rehearsed"] = [(each, uuid4()) for each in rehearse(actor=clerk, steps=chosen.steps, act=chosen.act)]
    return render(request, "desks/bulk.html", context)


def _chosen(request: HttpRequest, clerk: Clerk) -> list[CaseStep]:
    """The open steps at the reader's desks that were ticked; others are left out as if they were not there."""
    keys = [int(key) for key in request.POST.getlist("chosen") if key.isdecimal()][:PAGE]
    with clerk.seeing() as scope:
        found = CaseStep.objects.visible_to(scope).filter(pk__in=keys, desk__in=sorted(scope.desks))
        steps = list(found.select_related("case").order_by("due_at", "pk"))
        return [step for step in steps if for_reader(scope, rules_of(step.case.standard_id), step)]


def _choices(steps: Iterable[CaseStep]) -> list[Choice]:
    found: dict[tuple[str, str, str], list[CaseStep]] = {}
    texts: dict[tuple[str, str, str], tuple[Text, Text]] = {}
    for step in steps:
        rules = rules_of(step.case.standard_id)
        declared = rules.step(step.key)
        for act in declared.acts:
            outcome = rules.outcome(declared, act)
            if not outcome.needs and not outcome.by_silence:
                name = (rules.standard.key, step.key, act.name)
                found.setdefault(name, []).append(step)
                texts[name] = (act.title, declared.title)
    return [Choice("/".join(name), name[2], *texts[name], tuple(each)) for name, each in found.items()]


def _key(request: HttpRequest, step: CaseStep) -> UUID:
    """The key under which the rehearsal named this step, so that a confirmation sent twice does each act once."""
    try:
        return UUID(request.POST.get(f"key-{step.pk}", ""))
    except ValueError:
        return uuid4()
