"""One act on many cases, before it is done: which cases, which act, and what would come of it."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals.desks.choosing import Choice, chosen_steps, offered
from approvals.desks.clerk import Clerk, clerk_of
from approvals.desks.queries import Wanted
from approvals.desks.reasons import Reason, Told, by_reason
from workflows.engine.bulk.errors import TooMany
from workflows.engine.bulk.queries import rehearse
from workflows.engine.bulk.verbs import AT_ONCE, MOST, Chosen, Ordered, carry_out, give_order
from workflows.engine.bulk.words import sentence
from workflows.engine.rulebook import rules_of
from workflows.engine.wishes import Wish
from workflows.refusals import Refusal

NO_KEY = UUID(int=0)
"""A rehearsal leaves nothing behind that a key would have to find again."""


@require_POST
def show(request: HttpRequest) -> HttpResponse:
    """Offer the acts for the chosen steps; with one chosen, rehearse it, and once that is confirmed give the order."""
    clerk = clerk_of(request)
    steps = chosen_steps(request.POST, Wanted.read(request.POST), clerk)
    if not steps:
        messages.info(request, _("Choose the cases first, then what to do with them."))
        return redirect("desks:queue")
    if len(steps) > MOST:
        messages.warning(request, str(TooMany(most=MOST, chosen=len(steps))))
        return redirect("desks:queue")
    can = offered(steps)
    wished = request.POST.get("choice")
    chosen = next((each for each in can.choices if each.name == wished), None)
    if chosen is None:
        context = {"offered": can, "steps": steps, "keys": _keys(steps)}
        return render(request, "desks/bulk.html", context)
    if request.POST.get("confirmed"):
        return _ordered(request, clerk, chosen)
    return render(request, "desks/bulk.html", _rehearsed(clerk, chosen, ""))


def _ordered(request: HttpRequest, clerk: Clerk, chosen: Choice) -> HttpResponse:
    """Give the order and follow it; a small one is carried out first."""
    opinion = request.POST.get("opinion", "").replace("\0", "").strip()
    cases = tuple(Chosen(step.case_id, step.ordinal, step.case.number) for step in chosen.steps)
    payload = {"opinion": opinion} if opinion else {}
    ordered = Ordered(chosen.version, chosen.steps[0].key, chosen.act, cases, payload)
    try:
        order = give_order(actor=clerk.actor, ordered=ordered, key=_key(request), now=clerk.now)
    except Refusal as refusal:
        context = _rehearsed(clerk, chosen, opinion) | {"refusal": str(refusal)}
        return render(request, "desks/bulk.html", context, status=422)
    if len(cases) <= AT_ONCE:
        carry_out(order=order, person=clerk.person.pk)
    return redirect("desks:order", order=order)


def _rehearsed(clerk: Clerk, chosen: Choice, opinion: str) -> dict[str, Any]:
    wishes = [Wish(step.case_id, step.key, chosen.act, NO_KEY, ordinal=step.ordinal) for step in chosen.steps]
    told = list(zip(chosen.steps, rehearse(actor=clerk.actor, wishes=wishes, now=clerk.now), strict=True))
    return {
        "chosen": chosen,
        "key": uuid4(),
        "keys": _keys(chosen.steps),
        "opinion": opinion,
        "will": [step for step, refusal in told if refusal is None],
        "blocked": _grouped(told),
        "count_blocked": len([refusal for _step, refusal in told if refusal]),
    }


def _grouped(told: list[tuple[Any, Refusal | None]]) -> list[Reason]:
    return by_reason(
        (
            refusal.code,
            Told(
                step.case_id,
                step.case.number,
                step.case.subject,
                sentence(refusal, rules_of(step.case.standard_id), step.key),
            ),
        )
        for step, refusal in told
        if refusal
    )


def _keys(steps: Any) -> str:
    """The steps as one field: a form of a thousand fields would be refused."""
    return ",".join(str(step.pk) for step in steps)


def _key(request: HttpRequest) -> UUID:
    """The key the rehearsal was given, so that a confirmation sent twice is one order."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()
