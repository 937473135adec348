"""The audit administrator's pages: the daily seals, who looked at personal values, what was asked to be erased.

They are read as the audit, which sees every district and writes nothing; that the reader may is settled first.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from approvals.privacy.errors import NotAuditAdministratorError
from approvals.privacy.queries import PAGE, Look, accesses, need_audit, what_said
from approvals.privacy.queries import erasures as all_erasures
from workflows.engine.present import present
from workflows.engine.rulebook import rules_of
from workflows.journal.seals.queries import keys_in_use, shown, without_countersignature
from workflows.journal.seals.queries import seals as all_seals
from workflows.journal.sentences import said
from workflows.journal.verify import verify_journal
from workflows.organisation.models import Person
from workflows.organisation.queries import scope_of

SEALS = 31
"""Seals on the page: a month of them."""


def _for_the_audit(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let the audit administrator in; for everybody else there is no such page."""

    @wraps(view)
    def opened(request: HttpRequest) -> HttpResponse:
        assert isinstance(request.user, Person)  # noqa: S101 - tells mypy what the middleware has made sure of
        try:
            need_audit(scope_of(request.user.pk, localdate(present())))
        except NotAuditAdministratorError as error:
            raise Http404 from error
        return view(request)

    return never_cache(opened)


@require_http_methods(["GET", "POST"])
@_for_the_audit
def seals(request: HttpRequest) -> HttpResponse:
    """Show the last seals and whether their signatures hold; a POST proves every seal and the journal against them."""
    report = verify_journal(only_seals=True) if request.method == "POST" else None
    context = {
        "seals": shown(all_seals()[:SEALS]),
        "keys": keys_in_use(),
        "wanting": without_countersignature().count(),
        "report": report,
        "faults": [said(fault) for fault in report.faults] if report else [],
    }
    return render(request, "audit/seals.html", context)


@require_GET
@_for_the_audit
def access(request: HttpRequest) -> HttpResponse:
    """Show who looked at personal values, the latest first; older ones by the last instant shown."""
    before = _instant(request.GET.get("before", ""))
    found = list((accesses().filter(recorded_at__lt=before) if before else accesses())[: PAGE + 1])
    rows = [Look(each, what_said(each, rules_of(each.case.standard_id).standard)) for each in found[:PAGE]]
    older = found[PAGE - 1].recorded_at.isoformat() if len(found) > PAGE else ""
    return render(request, "audit/access.html", {"looks": rows, "older": older})


@require_GET
@_for_the_audit
def erasures(request: HttpRequest) -> HttpResponse:
    """Show the requests to erase, the latest first, and how each was decided."""
    return render(request, "audit/erasures.html", {"erasures": list(all_erasures()[:PAGE])})


def _instant(written: str) -> datetime | None:
    try:
        found = parse_datetime(written)
    except ValueError:
        return None
    return found if found and is_aware(found) else None
