"""Handing in materials, reading the application over, and sending it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from approvals.filing.errors import DraftNotFoundError, FilingIncompleteError, MaterialNotFoundError
from approvals.filing.forms import settled
from approvals.filing.queries import case_data, facts_for, handed_in, looked_at, materials_of
from approvals.filing.verbs import LARGEST_FILE, attach, detach, file_application
from approvals.portal.draft_page import MATERIALS, REVIEW, DraftPage
from approvals.portal.reader import Reader, person_of, reading
from approvals.portal.views.drafts import page_for
from workflows.engine.present import present
from workflows.refusals import Refusal
from workflows.standards.expressions import holds


@require_GET
def materials(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of materials, each with what was handed in for it."""
    return _materials(request, pk, {})


@require_POST
def material_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in a file for one material; what is wrong with it is said beside it."""
    material, sent = request.POST.get("material", ""), request.FILES.get("file")
    if sent is None:
        return _materials(request, pk, {material: _("Choose a file first, then hand it in.")})
    if sent.size is not None and sent.size > LARGEST_FILE * 1024 * 1024:
        # Not even read: the verb would say the same of the bytes.
        return _materials(request, pk, {material: _too_large(sent.name or "")})
    try:
        attach(
            actor=person_of(request), draft=pk, material=material, name=sent.name or "", data=sent.read(), now=present()
        )
    except DraftNotFoundError as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        return _materials(request, pk, {material: str(refusal)})
    return redirect(_at("portal:materials", pk, material))


@require_POST
def material_remove(request: HttpRequest, pk: int, material: int) -> HttpResponse:
    """Take a file out of the draft."""
    try:
        detach(actor=person_of(request), draft=pk, material_id=material, now=present())
    except (DraftNotFoundError, MaterialNotFoundError) as refusal:
        raise Http404 from refusal
    return redirect("portal:materials", pk)


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole application read over, with what is to be mended and what the authority will find."""
    return _review(request, pk, uuid4(), HTTPStatus.OK)


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the application; the same key twice, as by a double click, sends it once."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid4()
    try:
        sent = file_application(actor=person_of(request), draft=pk, key=key, now=present())
    except DraftNotFoundError as refusal:
        raise Http404 from refusal
    except FilingIncompleteError:
        return _review(request, pk, uuid4(), HTTPStatus.UNPROCESSABLE_ENTITY)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:cases")
    if not sent.repeated:
        said = _("Your application was received. Its number is %(number)s.")
        messages.success(request, said % {"number": sent.number})
    return redirect("portal:case", sent.case)


def _materials(request: HttpRequest, pk: int, refused: dict[str, str]) -> HttpResponse:
    with reading(request) as reader:
        page = page_for(reader, pk)
        context = _frame(page, MATERIALS) | {
            "asked": page.asked_files(materials_of(reader.scope, page.draft), _needed(reader, page), refused),
            "limit": LARGEST_FILE,
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
        return render(request, "portal/materials.html", context, status=status)


def _review(request: HttpRequest, pk: int, key: UUID, status: HTTPStatus) -> HttpResponse:
    with reading(request) as reader:
        page = page_for(reader, pk)
        outlook = looked_at(reader.scope, page.draft, page.standard, reader.now)
        context = _frame(page, REVIEW) | {
            "key": key,
            "findings": outlook.findings,
            "asked": page.asked_files(materials_of(reader.scope, page.draft), _needed(reader, page)),
        }
        return render(request, "portal/review.html", context, status=status)


def _frame(page: DraftPage, here: str) -> dict[str, Any]:
    steps = page.steps(here)
    return {
        "page": page,
        "draft": page.draft,
        "steps": steps,
        "step": next(step for step in steps if step.state == "now"),
        "back": page.beside(here, -1),
        "next": page.beside(here, 1),
    }


def _needed(reader: Reader, page: DraftPage) -> frozenset[str]:
    """The keys of the materials this very application needs."""
    form = settled(page.standard, page.draft.form, page.draft.enterprise, reader.day)
    facts = facts_for(page.standard, form, page.draft.enterprise, reader.now)
    files = handed_in(materials_of(reader.scope, page.draft))
    data = case_data(page.standard, form, facts, files, reader.now)
    return frozenset(each.key for each in page.standard.materials if holds(each.required_when, data))


def _too_large(name: str) -> str:
    said = _("“%(name)s” is larger than %(limit)s MB; send a smaller scan.")
    return said % {"name": name, "limit": LARGEST_FILE}


def _at(name: str, pk: int, material: str) -> str:
    return f"{reverse(name, args=[pk])}#materials-{material}"
