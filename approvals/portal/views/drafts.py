"""Filling in an application, page by page; it is saved with every step and by itself while it is typed."""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from approvals.filing.catalogue import known_items
from approvals.filing.errors import DraftMovedError, DraftNotFoundError
from approvals.filing.models import FilingDraft
from approvals.filing.queries import draft_for, form_errors, handed_in, materials_of, standard_for
from approvals.filing.verbs import discard_draft, save_draft
from approvals.portal.draft_page import DraftPage
from approvals.portal.form_editing import added, removed
from approvals.portal.form_reading import read
from approvals.portal.layout import Section
from approvals.portal.queries import district_names
from approvals.portal.reader import Reader, person_of, reading
from workflows.engine.present import present
from workflows.refusals import Refusal


def page_for(reader: Reader, pk: int) -> DraftPage:
    """A draft of the reader's, with what is to be mended; raise Http404 for none, or one nobody can file any more."""
    try:
        draft = draft_for(reader.scope, pk)
    except DraftNotFoundError as refusal:
        raise Http404 from refusal
    standard = standard_for(draft, reader.day)
    if standard is None:
        raise Http404
    materials = handed_in(materials_of(reader.scope, draft))
    errors = form_errors(standard, draft.form, materials, reader.now, draft.enterprise)
    return DraftPage(draft, standard, draft.form, errors, district_names())


def first(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the first page that is not done."""
    with reading(request) as reader:
        page = page_for(reader, pk)
        steps = page.steps("")
        return redirect(next(step.address for step in steps if step.state != "done"))


def draft(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """One page of the form; sent, it is saved, and leads to where its button says."""
    with reading(request) as reader:
        page = page_for(reader, pk)
        shown = _section(page, section)
        if request.method != "POST":
            return render(request, "portal/draft.html", _context(request, page, shown))
    typed = _typed(request, page, shown)
    try:
        saved = _save(request, page.draft, shown, typed)
    except DraftNotFoundError as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        return _kept_on_page(request, page, shown, typed, refusal)
    return redirect(_whereto(request, saved, shown))


@require_POST
def save(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """Save a page while it is typed, and say when; nothing on the page moves."""
    with reading(request) as reader:
        page = page_for(reader, pk)
        shown = _section(page, section)
    typed = read(shown.fields, request.POST, page.draft.form)
    try:
        saved = _save(request, page.draft, shown, typed)
    except DraftNotFoundError as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        moved = isinstance(refusal, DraftMovedError)
        context = {"refusal": str(refusal), "moved": moved, "address": page.address(section)}
        return render(request, "portal/saved.html", context, status=HTTPStatus.CONFLICT)
    return render(request, "portal/saved.html", {"draft": saved})


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    try:
        discard_draft(actor=person_of(request), draft=pk, now=present())
    except DraftNotFoundError as refusal:
        raise Http404 from refusal
    return redirect("portal:cases")


def _section(page: DraftPage, key: str) -> Section:
    found = page.section(key)
    if found is None:
        raise Http404
    return found


def _typed(request: HttpRequest, page: DraftPage, section: Section) -> dict[str, Any]:
    """The form as it was sent, with the item its button adds or takes away."""
    typed = read(section.fields, request.POST, page.draft.form)
    if path := request.POST.get("add"):
        return added(section.fields, typed, path)
    if path := request.POST.get("remove"):
        return removed(section.fields, typed, path)
    return typed


def _save(request: HttpRequest, draft: FilingDraft, section: Section, typed: Mapping[str, Any]) -> FilingDraft:
    """Save over the version the page was read with; raise the Refusal that says why not.

    Where the draft has moved on and holds the very same answers, the page saved itself a moment ago: nothing is lost.
    """
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isdecimal() and len(sent) < 10 else 0  # noqa: PLR2004 - digits of a column
    names = [field.name for field in section.fields]
    same = all(draft.form.get(name) == typed.get(name) for name in names)
    if version != draft.version and same:
        return draft
    return save_draft(actor=person_of(request), draft=draft.pk, version=version, form=typed, now=present())


def _kept_on_page(
    request: HttpRequest, page: DraftPage, section: Section, typed: Mapping[str, Any], refusal: Refusal
) -> HttpResponse:
    """The same page with every typed word, and the reason it was not saved."""
    moved = isinstance(refusal, DraftMovedError)
    if not moved:
        messages.error(request, str(refusal))
    context = _context(request, replace(page, typed=typed), section)
    context["moved"] = str(refusal) if moved else ""
    status = HTTPStatus.CONFLICT if moved else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "portal/draft.html", context, status=status)


def _whereto(request: HttpRequest, saved: FilingDraft, section: Section) -> str:
    """Where the button leads: back, on, or to the same page while something on it is to be mended."""
    with reading(request) as reader:
        page = page_for(reader, saved.pk)
    here = page.address(section.key)
    if path := request.POST.get("add") or request.POST.get("remove"):
        return f"{here}#f-{path.replace('.', '-')}"
    match request.POST.get("go"):
        case "back":
            return page.beside(section.key, -1)
        case "next" if page.errors_of(section):
            return f"{here}?check=1"
        case "next" | "on":
            return page.beside(section.key, 1)
    return here


def _context(request: HttpRequest, page: DraftPage, section: Section) -> dict[str, Any]:
    checked = "check" in request.GET
    steps = page.steps(section.key)
    return {
        "page": page,
        "draft": page.draft,
        "section": section,
        "fields": page.shown(section, checked=checked),
        "errors": page.errors_of(section) if checked else [],
        "sum": page.sum_of(section),
        "steps": steps,
        "step": next(step for step in steps if step.state == "now"),
        "is_first": steps[0].state == "now",
        "scope_items": known_items() if any(field.name == "scope" for field in section.fields) else [],
    }
