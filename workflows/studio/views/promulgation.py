"""The pages on which a change of rules is submitted, judged by the districts, and decided by a second person."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from workflows.moving.models import MovePlan
from workflows.moving.queries import summary_of
from workflows.refusals import Refusal
from workflows.rehearsing.queries import latest_of
from workflows.standards.canonical import digest, parse
from workflows.standards.difference import Change, difference
from workflows.standards.models import StandardDraft
from workflows.standards.promulgation.enums import Opinion, SubjectKind
from workflows.standards.promulgation.models import PromulgationProcess
from workflows.standards.promulgation.queries import inbox as inbox_of
from workflows.standards.promulgation.verbs import approve, give_opinion, reject, submit_draft, withdraw
from workflows.studio.enums import Part
from workflows.studio.forms import SubmitForm
from workflows.studio.places import Places
from workflows.studio.plan_words import PlanWords
from workflows.studio.queries import districts_to_ask, drafts_in_work
from workflows.studio.rehearsal_words import told_of
from workflows.studio.standing import progress_of
from workflows.studio.subjects import changes_of, title_of
from workflows.studio.verdicts import verdict_on
from workflows.studio.views.entrance import Visitor, for_keepers, for_readers
from workflows.studio.views.moving import told
from workflows.studio.views.workbench import Selected, workbench
from workflows.studio.words import district_words


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def submit(request: HttpRequest, visitor: Visitor, draft: int) -> HttpResponseBase:
    """Put a draft before the districts, with the day it is to come into force."""
    held = drafts_in_work().filter(pk=draft).first()
    if held is None:
        raise Http404
    asked = districts_to_ask(visitor.day)
    first = {"districts": [str(each.district.pk) for each in asked]}
    form = SubmitForm(request.POST if request.method == "POST" else None, asked=asked, initial=first)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            change = _submitted(visitor, held, form)
        except Refusal as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("The draft is before the districts. It is decided on as it stands now."))
            return redirect("studio:flow", change.pk)
    standard = parse(held.body)
    latest = latest_of(digest(standard))
    chosen = request.POST.getlist("districts") if request.method == "POST" else first["districts"]
    changes = _changes(standard, held.base.body if held.base else None)
    context = {
        "visitor": visitor,
        "draft": held,
        "form": form,
        "asked": asked,
        "chosen": set(chosen),
        "refusal": refusal,
        "rehearsed": told_of(latest, visitor.scope) if latest else None,
        "changes": changes,
        "unchanged": held.base is not None and not changes,
        **workbench(standard, Selected(None, Part.STANDARD), verdict_on(standard, visitor.day), editable=False),
    }
    return render(request, "studio/submit.html", context, status=_code(refused=bool(refusal or form.errors)))


def _submitted(visitor: Visitor, held: StandardDraft, form: SubmitForm) -> PromulgationProcess:
    return submit_draft(
        actor=visitor.person,
        draft=held,
        districts=form.concerned,
        valid_from=form.in_force_from,
        now=visitor.now,
        opinions_due_at=form.due_at,
    )


@require_safe
@for_readers
def inbox(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """What waits for the visitor."""
    asked = list(inbox_of(visitor.person, visitor.day))
    waiting = [(each, title_of(each.process), bool(each.district_id)) for each in asked]
    return render(request, "studio/inbox.html", {"visitor": visitor, "waiting": waiting})


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def flow(request: HttpRequest, visitor: Visitor, promulgation: int) -> HttpResponseBase:
    """How a change of rules stands, and what the visitor may do with it."""
    refusal, reason = "", request.POST.get("reason", "").replace("\0", "")
    if request.method == "POST":
        _change(promulgation)
        decide = _DECISIONS.get(request.POST.get("act", ""))
        if decide is None:
            raise Http404
        try:
            done = decide(request, visitor, promulgation, reason)
        except Refusal as refused:
            refusal = str(refused)
        else:
            if done:
                messages.success(request, done)
            return redirect("studio:flow", promulgation)
    change = _change(promulgation)
    progress = progress_of(change, visitor.person, visitor.scope)
    context = {
        "visitor": visitor,
        "process": change,
        "progress": progress,
        "title": title_of(change),
        **_matter(change, visitor),
        "refusal": refusal,
        "reason": reason,
        "tried": request.POST.get("act", ""),
        "tried_task": request.POST.get("task", ""),
    }
    return render(request, "studio/flow.html", context, status=_code(refused=bool(refusal)))


def _consents(request: HttpRequest, visitor: Visitor, promulgation: int, reason: str) -> str:
    return _opinion(request, visitor, promulgation, Opinion.CONSENT, reason)


def _objects(request: HttpRequest, visitor: Visitor, promulgation: int, reason: str) -> str:
    return _opinion(request, visitor, promulgation, Opinion.OBJECT, reason)


def _opinion(request: HttpRequest, visitor: Visitor, promulgation: int, opinion: Opinion, reason: str) -> str:
    named = request.POST.get("task", "")
    own = PromulgationProcess.objects.filter(pk=promulgation, task_set=int(named) if named.isdecimal() else 0)
    if not own.exists():
        raise Http404
    given = give_opinion(actor=visitor.person, task=int(named), opinion=opinion, now=visitor.now, reason=reason)
    return _("The opinion of %(district)s is given.") % {
        "district": district_words(given.district) if given.district else ""
    }


def _approves(request: HttpRequest, visitor: Visitor, promulgation: int, reason: str) -> str:  # noqa: ARG001 - one signature for every decision
    approve(actor=visitor.person, promulgation=promulgation, now=visitor.now, reason=reason)
    # The page itself says which version is published, and from when.
    return ""


def _rejects(request: HttpRequest, visitor: Visitor, promulgation: int, reason: str) -> str:  # noqa: ARG001 - as above
    reject(actor=visitor.person, promulgation=promulgation, reason=reason, now=visitor.now)
    return _("The change is rejected; the drafter may change the draft and submit it again.")


def _withdraws(request: HttpRequest, visitor: Visitor, promulgation: int, reason: str) -> str:  # noqa: ARG001 - as above
    withdraw(actor=visitor.person, promulgation=promulgation, reason=reason, now=visitor.now)
    return _("The submission is withdrawn; the draft stays with you.")


_DECISIONS: dict[str, Callable[[HttpRequest, Visitor, int, str], str]] = {
    "consent": _consents,
    "object": _objects,
    "approve": _approves,
    "reject": _rejects,
    "withdraw": _withdraws,
}


def _change(promulgation: int) -> PromulgationProcess:
    rows = PromulgationProcess.objects.select_related(
        "drafted_by", "approved_by", "decided_by", "version", "draft", "district", "terms"
    )
    change: PromulgationProcess | None = rows.filter(pk=promulgation).first()
    if change is None:
        raise Http404
    return change


def _matter(change: PromulgationProcess, visitor: Visitor) -> dict[str, Any]:
    """What is decided on: what a standard changes, with its rehearsal; or what a plan means for the running cases."""
    if change.subject == SubjectKind.MOVE_PLAN:
        plan = MovePlan.objects.select_related("source", "target", "drafted_by").filter(promulgation=change).first()
        return told(plan, PlanWords.of(plan), summary_of(plan)) if plan else {}
    latest = latest_of(change.digest)
    return {"changes": changes_of(change), "rehearsed": told_of(latest, visitor.scope) if latest else None}


def _changes(new: Any, body: Any) -> list[Change]:
    if body is None:
        return []
    old = parse(body)
    return difference(old, new, Places.of(new, old).say)


def _code(*, refused: bool) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
