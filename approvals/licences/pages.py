"""The pages of a licence for its holder and for the organs: its chain, what was done about it, and what may be."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from approvals.licences.changing import decide_change, drop_change, hold_hearing, start_change, state_case
from approvals.licences.enums import ChangeState, LicenceState, LicenceVerb, Side, Stage
from approvals.licences.errors import LicenceError, LicenceNotFoundError
from approvals.licences.models import Licence
from approvals.licences.offering import ActPanel, filled, panels_of, printed, shown_changes
from approvals.licences.queries import bytes_of, chain_of, changes_of, found_licences, licence_for
from enterprises.people.queries import applicants_of
from workflows.engine.present import present
from workflows.organisation.models import Person
from workflows.organisation.queries import Scope
from workflows.organisation.scoping import seen_by

MOST = 50
"""Licences listed at once; whoever looks for another one types more of it."""

_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a refused request had typed, so that nothing is lost, and why it was refused."""

    form: str = ""
    typed: dict[str, str] | None = None
    sentence: str = ""


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101 - tells mypy what the middleware has made sure of
    return request.user


def _acts(view: Callable[[HttpRequest, Person, int], str]) -> Callable[..., HttpResponse]:
    """Do what a form asks for and go back to the licence; a refusal is shown there with all that was typed."""

    @wraps(view)
    @require_POST
    def acted(request: HttpRequest, pk: int) -> HttpResponse:
        person = _person(request)
        with _seeing(person) as scope:
            _found(scope, pk)
        try:
            messages.success(request, view(request, person, pk))
        except LicenceError as refusal:
            typed = {
                name: str(value)[:_LONGEST] for name, value in request.POST.items() if name != "csrfmiddlewaretoken"
            }
            return _page(request, pk, Asked(request.POST.get("form", ""), typed, str(refusal)))
        return redirect("licences:licence", pk=pk)

    return acted


@require_GET
def licences(request: HttpRequest) -> HttpResponse:
    """List the licences the reader sees, those that changed last first."""
    wanted = " ".join(request.GET.get("q", "").replace("\0", "").split())[:160]
    with _seeing(_person(request)) as scope:
        found = found_licences(scope, wanted, MOST)
    return render(request, "licences/list.html", {"licences": found, "wanted": wanted, "most": MOST})


@require_GET
def licence(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version, the chain it stands in, and what may be done."""
    return _page(request, pk, Asked(request.GET.get("verb", "")))


@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the document of a version as it was issued."""
    with _seeing(_person(request)) as scope:
        found = _found(scope, pk)
        try:
            data = bytes_of(found)
        except LicenceNotFoundError as missing:
            raise Http404 from missing
    disposition = content_disposition_header(False, f"{found.identifier}.pdf") or "inline"  # noqa: FBT003 - Django's signature
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


@_acts
def start(request: HttpRequest, person: Person, pk: int) -> str:
    """Ask for a change, or propose one."""
    asked = request.POST
    verb, side = _one(LicenceVerb, asked.get("verb")), _one(Side, asked.get("side"))
    values = {
        name.removeprefix("value."): value.strip() for name, value in _texts(request) if name.startswith("value.")
    }
    start_change(
        actor=person,
        licence=pk,
        verb=verb,
        side=side,
        now=present(),
        ground=asked.get("ground", ""),
        reason=_text(request, "reason"),
        rests_on=_text(request, "rests_on")[:120],
        values={name: value for name, value in values.items() if value},
    )
    return _("It is recorded; an approver of the issuing organ decides.")


@_acts
def state(request: HttpRequest, person: Person, pk: int) -> str:
    """Say what speaks against a proposal."""
    wants = request.POST.get("hearing") == "yes"
    state_case(
        actor=person, change=_number(request, pk), words=_text(request, "words"), wants_hearing=wants, now=present()
    )
    return _("What you said is on file; whoever decides has to read it.")


@_acts
def hear(request: HttpRequest, person: Person, pk: int) -> str:
    """Enter the record of a hearing."""
    hold_hearing(actor=person, change=_number(request, pk), record=_text(request, "record")[:120], now=present())
    return _("The record of the hearing is on file.")


@_acts
def drop(request: HttpRequest, person: Person, pk: int) -> str:
    """Take back what was asked for or proposed."""
    drop_change(actor=person, change=_number(request, pk), now=present())
    return _("It is not pursued any more.")


@_acts
def decide(request: HttpRequest, person: Person, pk: int) -> str:
    """Decide."""
    grant = request.POST.get("outcome") == "grant"
    found = decide_change(
        actor=person, change=_number(request, pk), grant=grant, opinion=_text(request, "opinion"), now=present()
    )
    return _("Decided: %(document)s. The document is made in a moment.") % {"document": found.document}


def _page(request: HttpRequest, pk: int, asked: Asked) -> HttpResponse:
    person, now = _person(request), present()
    with _seeing(person) as scope:
        found = _found(scope, pk)
        chain = chain_of(scope, found)
        changes = changes_of(scope, chain)
        panels = panels_of(person, found, now)
        panel, typed = _chosen(panels, asked.form), asked.typed or {}
        context = {
            "licence": found,
            "state": LicenceState(found.state),
            "printed": printed(found),
            "chain": chain,
            "pending": next((each for each in chain if each.state == LicenceState.PENDING), None),
            "stages": list(Stage),
            "changes": shown_changes(person, changes, now),
            "panels": panels,
            "panel": panel,
            "fields": filled(panel, typed) if panel else [],
            "asked": asked,
            "typed": typed,
            "open_state": ChangeState.OPEN,
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if asked.sentence else HTTPStatus.OK
        return render(request, "licences/licence.html", context, status=status)


def _chosen(panels: list[ActPanel], form: str) -> ActPanel | None:
    return next((panel for panel in panels if panel.name == form), None)


def _seeing(person: Person) -> Any:
    day = localdate(present())
    return seen_by(person.pk, day, applicants_of(person.pk, day))


def _found(scope: Scope, pk: int) -> Licence:
    try:
        return licence_for(scope, pk)
    except LicenceNotFoundError as missing:
        raise Http404 from missing


def _texts(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, str(value).replace("\0", "")[:_LONGEST]) for name, value in request.POST.items()]


def _text(request: HttpRequest, name: str) -> str:
    return dict(_texts(request)).get(name, "")


def _number(request: HttpRequest, pk: int) -> int:
    """The change a form is about, which must be one of the licence's own chain."""
    written = request.POST.get("change", "")
    if not written.isdecimal() or len(written) > len(str(2**63)) - 1:
        raise Http404
    with _seeing(_person(request)) as scope:
        chain = chain_of(scope, _found(scope, pk))
        if int(written) not in {change.pk for change in changes_of(scope, chain)}:
            raise Http404
    return int(written)


def _one(kind: Any, written: str | None) -> Any:
    if written not in kind.values:
        raise Http404
    return kind(written)
