"""The page on which a draft is tried with the cases of a period."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from workflows.refusals import Refusal
from workflows.rehearsing.enums import RehearsalState
from workflows.rehearsing.queries import last_month, latest_of
from workflows.rehearsing.verbs import MOST, ask_rehearsal
from workflows.standards.canonical import digest, parse
from workflows.studio.forms import RehearsalForm
from workflows.studio.rehearsal_words import told_of
from workflows.studio.views.drafts import draft_in_work
from workflows.studio.views.entrance import Visitor, for_keepers
from workflows.studio.words import said


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def rehearsal(request: HttpRequest, visitor: Visitor, draft: int) -> HttpResponseBase:
    """Ask for a rehearsal of the draft as it stands, and see what came of the last one."""
    held = draft_in_work(draft)
    standard = parse(held.body)
    since, until = last_month(visitor.day)
    first = {"since": since, "until": until, "most": MOST, "seed": 1}
    form = RehearsalForm(request.POST if request.method == "POST" else None, initial=first)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            ask_rehearsal(actor=visitor.person, standard=standard, now=visitor.now, **form.cleaned_data)
        except Refusal as refused:
            refusal = str(refused)
        else:
            return redirect("studio:rehearsal", draft)
    latest = latest_of(digest(standard))
    context = {
        "visitor": visitor,
        "title": said(standard.title),
        "draft": held,
        "form": form,
        "refusal": refusal,
        "rehearsed": told_of(latest, visitor.scope) if latest else None,
        "poll": bool(latest and latest.state != RehearsalState.DONE),
    }
    code = HTTPStatus.UNPROCESSABLE_ENTITY if refusal or form.errors else HTTPStatus.OK
    return render(request, "studio/rehearsal.html", context, status=code)
