"""Bulk orders of one's own: how far one has come, what became of each case, and the list of them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from approvals.deciding.texts import in_reader_language
from approvals.desks.clerk import Clerk, clerk_of
from approvals.desks.reasons import Told, by_reason
from approvals.desks.views.queue import let_in
from workflows.engine.bulk.enums import Result
from workflows.engine.bulk.errors import OrderNotFound
from workflows.engine.bulk.models import BulkItem, BulkOrder
from workflows.engine.bulk.queries import Progress, items_of, latest_orders, progress_of
from workflows.engine.bulk.verbs import stop_order
from workflows.engine.models import Case
from workflows.engine.rulebook import rules_of
from workflows.templatetags.look import said, stamp


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one case; ``subject`` is empty and the case not to be opened where the reader sees it no more."""

    item: BulkItem
    subject: str
    is_seen: bool

    @property
    def told(self) -> Told:
        """The case as blocked ones are listed."""
        return Told(self.item.case_id if self.is_seen else None, self.item.number, self.subject, said(self.item.reason))


@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """List the orders the reader gave last."""
    clerk = clerk_of(request)
    with clerk.seeing() as scope:
        let_in(scope)
    found = [(each, _title(each.order)) for each in latest_orders(clerk.person.pk)]
    return render(request, "desks/orders.html", {"orders": found})


@require_GET
def order(request: HttpRequest, order: int) -> HttpResponse:
    """Show one's own order: its progress while it is under way, and what became of each case."""
    return render(request, "desks/order.html", _context(clerk_of(request), order))


@require_GET
def progress(request: HttpRequest, order: int) -> HttpResponse:
    """Give the part of the page that changes; it asks for itself again until the order has come to its end."""
    return render(request, "desks/parts/order_standing.html", _context(clerk_of(request), order))


@require_POST
def stop(request: HttpRequest, order: int) -> HttpResponse:
    """Leave the rest of an order as it is."""
    clerk = clerk_of(request)
    try:
        stop_order(actor=clerk.actor, order=order, now=clerk.now)
    except OrderNotFound as error:
        raise Http404 from error
    return redirect("desks:order", order=order)


@require_GET
def table(request: HttpRequest, order: int) -> HttpResponse:
    """Give what became of each case as a table that spreadsheets open."""
    clerk = clerk_of(request)
    standing = _standing(clerk, order)
    disposition = content_disposition_header(as_attachment=True, filename=f"{_title(standing.order)} {order}.csv") or ""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", status=HTTPStatus.OK)
    response["Content-Disposition"] = disposition
    writer = csv.writer(response)
    writer.writerow([_("Case number"), _("Enterprise"), _("What came of it"), _("Why not"), _("At")])
    for line in _lines(clerk, order):
        item = line.item
        cells = [item.number, line.subject, item.get_result_display(), said(item.reason), stamp(item.done_at)]
        writer.writerow([_as_text(str(cell)) for cell in cells])
    return response


def _as_text(cell: str) -> str:
    """A cell no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _context(clerk: Clerk, order: int) -> dict[str, Any]:
    standing = _standing(clerk, order)
    context = {"standing": standing, "title": _title(standing.order), "order": standing.order}
    if standing.order.ended_at is None:
        return context
    lines = list(_lines(clerk, order))
    blocked = ((each.item.code, each.told) for each in lines if each.item.result == Result.BLOCKED)
    return context | {
        "done": [each for each in lines if each.item.result == Result.DONE],
        "left": [each for each in lines if each.item.result == Result.LEFT],
        "blocked": by_reason(blocked),
    }


def _standing(clerk: Clerk, order: int) -> Progress:
    try:
        return progress_of(clerk.person.pk, order)
    except OrderNotFound as error:
        raise Http404 from error


def _lines(clerk: Clerk, order: int) -> Iterator[Line]:
    items = items_of(clerk.person.pk, order)
    with clerk.seeing() as scope:
        cases = Case.objects.visible_to(scope).filter(pk__in=[item.case_id for item in items])
        subjects = dict(cases.values_list("pk", "subject"))
    for item in items:
        yield Line(item, subjects.get(item.case_id, ""), item.case_id in subjects)


def _title(order: BulkOrder) -> str:
    rules = rules_of(order.version_id)
    step = rules.step(order.step)
    named = {"step": in_reader_language(step.title), "act": in_reader_language(rules.act(step, order.act).title)}
    return _("%(step)s: %(act)s") % named
