"""The pages of a draft: begin it, change it, compare it, discard it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workflows.refusals import Refusal
from workflows.standards.canonical import parse
from workflows.standards.difference import difference
from workflows.standards.models import StandardDraft
from workflows.standards.promulgation.models import PromulgationProcess
from workflows.standards.queries import versions_of
from workflows.standards.schema import Standard
from workflows.studio.errors import DraftInWorkError, ValuesError
from workflows.studio.places import Places
from workflows.studio.queries import drafts_in_work
from workflows.studio.verbs import begin_draft, change_draft, discard_draft
from workflows.studio.verdicts import verdict_on
from workflows.studio.views.entrance import Visitor, for_keepers
from workflows.studio.views.workbench import Selected, Typed, selected_in, workbench
from workflows.studio.words import said

VALUE = "value:"
"""What stands before the path of a place in the form of the inspector."""


@require_POST
@for_keepers
def begin(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponseBase:
    """Begin a draft, or go on with the one there is."""
    try:
        draft = begin_draft(actor=visitor.person, standard=key, now=visitor.now)
    except DraftInWorkError as refusal:
        messages.info(request, str(refusal))
        return redirect("studio:draft", refusal.draft)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("studio:standards")
    return redirect("studio:draft", draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def draft(request: HttpRequest, visitor: Visitor, draft: int) -> HttpResponseBase:
    """The editor: the list of steps with the inspector; a save is a revision, and a refusal keeps what was typed."""
    held = draft_in_work(draft)
    selected = selected_in(request, parse(held.body))
    if request.method != "POST":
        return _show(request, visitor, held, selected)
    # Of a list of boxes every ticked one is sent, after an empty value that says that the list was shown.
    sent = {name: " ".join(texts).strip() for name, texts in request.POST.lists()}
    values = {name.removeprefix(VALUE): text for name, text in sent.items() if name.startswith(VALUE)}
    try:
        saved = change_draft(
            actor=visitor.person,
            draft=draft,
            revision=_number(request.POST.get("revision")),
            values=values,
            now=visitor.now,
        )
    except Refusal as refusal:
        errors = refusal.sentences if isinstance(refusal, ValuesError) else {}
        return _show(request, visitor, draft_in_work(draft), selected, Typed(values, errors), str(refusal))
    if saved.revision == held.revision:
        messages.info(request, _("Nothing was changed, so nothing was saved."))
    else:
        messages.success(request, _("Saved as revision %(number)s.") % {"number": saved.revision})
    return redirect(f"{reverse('studio:draft', args=[draft])}?{selected.query}")


@require_safe
@for_keepers
def draft_difference(request: HttpRequest, visitor: Visitor, draft: int) -> HttpResponseBase:
    """What the draft changes in the version it began from."""
    held = draft_in_work(draft)
    new = parse(held.body)
    old = parse(held.base.body) if held.base else new
    context = {
        "visitor": visitor,
        "title": said(new.title),
        "draft": held,
        "changes": difference(old, new, Places.of(new, old).say),
    }
    return render(request, "studio/draft_difference.html", context)


@require_POST
@for_keepers
def discard(request: HttpRequest, visitor: Visitor, draft: int) -> HttpResponseBase:
    """Throw a draft away."""
    draft_in_work(draft)
    try:
        discard_draft(actor=visitor.person, draft=draft, now=visitor.now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("studio:draft", draft)
    messages.success(request, _("The draft is discarded. What is published stays as it is."))
    return redirect("studio:standards")


def _show(
    request: HttpRequest,
    visitor: Visitor,
    held: StandardDraft,
    selected: Selected,
    typed: Typed | None = None,
    refusal: str = "",
) -> HttpResponseBase:
    standard = parse(held.body)
    latest = versions_of(held.key).defer("body").first()
    changes = _changes(held, standard)
    under_way = PromulgationProcess.objects.under_way().filter(draft=held).defer("body").first()
    context = {
        "visitor": visitor,
        "draft": held,
        "refusal": refusal,
        "own": held.drafted_by_id == visitor.person.pk,
        "changes": len(changes),
        "unchanged": held.base is not None and not changes,
        "overtaken": latest if latest and held.base and latest.number > held.base.number else None,
        "under_way": under_way,
        **workbench(
            standard,
            selected,
            verdict_on(standard, visitor.day),
            editable=held.drafted_by_id == visitor.person.pk,
            typed=typed,
        ),
    }
    code = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "studio/draft.html", context, status=code)


def _changes(held: StandardDraft, standard: Standard) -> list[object]:
    return list(difference(parse(held.base.body), standard)) if held.base else []


def draft_in_work(draft: int) -> StandardDraft:
    """A draft in work; raise Http404 for none."""
    held = drafts_in_work().filter(pk=draft).first()
    if held is None:
        raise Http404
    return held


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
