"""The queue: views at the left, rows in the middle, the chosen case at the right."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from approvals.desks.clerk import clerk_of
from approvals.desks.enums import View
from approvals.desks.queries import MOST, QueuePage, Wanted, arrived, counts, filters_of, matching_number, newest, queue
from approvals.desks.verbs import claim_next
from workflows.clock.enums import Light
from workflows.engine.bulk.verbs import MOST as AT_MOST
from workflows.organisation.queries import Scope


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show one page of the queue; six queries whatever waits and who asks, and two more where a filter goes on."""
    clerk, wanted = clerk_of(request), Wanted.read(request.GET)
    with clerk.seeing() as scope:
        let_in(scope)
        page = queue(scope, wanted, clerk.now)
        held = counts(scope, clerk.now)
        context = {
            "page": page,
            "wanted": wanted,
            "views": [{"view": view, "count": _said(held[view])} for view in View],
            "total": held[wanted.view],
            "total_said": _said(held[wanted.view]),
            "empty": _empty(held),
            "filters": filters_of(scope),
            "matching": _matching(scope, wanted, page, held[wanted.view], clerk.now),
            "lights": list(Light),
            "since": newest(scope),
            "desks": sorted(scope.desks),
            "now": clerk.now,
        }
    return render(request, "desks/queue.html", context)


@require_GET
def news(request: HttpRequest) -> HttpResponse:
    """Say how many steps came in since the page was read; the rows themselves stay where they are."""
    clerk, wanted = clerk_of(request), Wanted.read(request.GET)
    since = request.GET.get("since", "")
    with clerk.seeing() as scope:
        let_in(scope)
        number = arrived(scope, wanted.view, int(since) if since.isdecimal() else 0, clerk.now)
    context = {"number": number, "number_said": _said(number), "wanted": wanted, "since": since}
    return render(request, "desks/parts/news.html", context)


@require_POST
def take_next(request: HttpRequest) -> HttpResponse:
    """Claim the step that falls due first and open it."""
    clerk = clerk_of(request)
    with clerk.seeing() as scope:
        let_in(scope)
    step = claim_next(actor=clerk)
    if step is None:
        messages.info(request, _("Nothing is left to claim: every step you may handle is in somebody's hands."))
        return redirect("desks:queue")
    return redirect("desks:case", case=step.case_id)


def _matching(scope: Scope, wanted: Wanted, page: QueuePage, total: int, now: datetime) -> int | None:
    """How many steps fit what is asked for; None where telling would take too long."""
    if not (page.next or wanted.after):
        return len(page.rows)
    found = matching_number(scope, wanted, now, AT_MOST + 1) if wanted.is_narrowed else total
    most = AT_MOST if wanted.is_narrowed else MOST - 1
    return found if found is not None and found <= most else None


def let_in(scope: Scope) -> None:
    """A queue belongs to a desk; who watches the corridor may look at it and finds it empty."""
    if not (scope.desks or scope.watches_all):
        raise PermissionDenied


def _said(number: int) -> str:
    return pgettext("more than can be counted", "99+") if number >= MOST else str(number)


def _empty(held: Mapping[View, int]) -> Mapping[str, Any]:
    """What an empty view offers: to claim the next step, or to see what waits for others at the same desks."""
    return {"claim": held[View.UNCLAIMED] > 0, "all": held[View.ALL] > 0}
