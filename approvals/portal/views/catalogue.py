"""What can be applied for, and beginning an application."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from approvals.filing.queries import Item, catalogue, drafts_of, needs_enterprise
from approvals.filing.verbs import begin_draft
from approvals.portal.queries import district_names, enterprises_to_file_for
from approvals.portal.reader import Reader, person_of, reading
from approvals.portal.wording import limits_said
from enterprises.registration.models import Enterprise
from workflows.engine.present import present
from workflows.refusals import Refusal
from workflows.standards.terms.queries import carried, terms_in_force
from workflows.standards.terms.wording import comparison, own_lines

MYSELF = "self"


@login_not_required
def items(request: HttpRequest) -> HttpResponse:
    """Every item in force, with its limits and what is needed; anybody may read it."""
    found = [(item, limits_said(item.limits)) for item in catalogue(localdate(present()))]
    return render(request, "portal/catalogue.html", {"items": found})


@login_not_required
def differences(request: HttpRequest, key: str) -> HttpResponse:
    """How districts differ in one item: what each promises or leaves out, and all of them side by side; for anybody."""
    day = localdate(present())
    item = next((item for item in catalogue(day) if item.key == key), None)
    if item is None:
        raise Http404
    own = {code: carried(terms, item.standard).terms for code, terms in terms_in_force(key, day).items()}
    names = district_names()
    differing = {code: own_lines(item.standard, terms) for code, terms in own.items() if terms.differences}
    rows = comparison(item.standard, {code: own[code] for code in differing})
    context = {
        "item": item,
        "day": day,
        "limits": limits_said(item.limits),
        "districts": [(names[code], lines) for code, lines in differing.items()],
        "rows": [(row, [(names[code], words) for code, words in row.own.items()]) for row in rows],
    }
    return render(request, "portal/differences.html", context)


def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Choose for whom an application is, and begin it."""
    now = present()
    item = next((item for item in catalogue(localdate(now)) if item.key == key), None)
    if item is None:
        raise Http404
    if request.method == "POST" and (begun := _begun(request, item)):
        return begun
    with reading(request, now) as reader:
        drafts = [draft for draft in drafts_of(reader.scope) if draft.standard_key == key]
        context = {
            "item": item,
            "limits": limits_said(item.limits),
            "drafts": drafts,
            "enterprises": enterprises_to_file_for(reader.person.pk, reader.day),
            "needs_enterprise": needs_enterprise(item.standard),
            "chosen": request.POST.get("for", ""),
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
        return render(request, "portal/begin.html", context, status=status)


def _begun(request: HttpRequest, item: Item) -> HttpResponse | None:
    """Begin the draft and lead to its first page; None when it was refused, which the page then says."""
    now = present()
    with reading(request, now) as reader:
        enterprise = _chosen(request, reader)
    try:
        draft = begin_draft(actor=person_of(request), standard=item.key, enterprise=enterprise, now=now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return None
    return redirect("portal:first", draft.pk)


def _chosen(request: HttpRequest, reader: Reader) -> Enterprise | None:
    chosen = request.POST.get("for", MYSELF)
    if not chosen.isdecimal():
        return None
    return enterprises_to_file_for(reader.person.pk, reader.day).filter(pk=chosen[:18]).first()
