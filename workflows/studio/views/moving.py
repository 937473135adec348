"""The pages of plans to move cases: choose versions, look at the preview, settle choices, submit, follow."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from workflows.moving.enums import DuePolicy, Hindrance, LineOutcome, PlanState, Verdict
from workflows.moving.models import MoveLine, MovePlan
from workflows.moving.queries import Summary, lines_of_plan, plans_of, summary_of
from workflows.moving.verbs import drop_plan, make_plan, preview_again, put_back, settle, submit_plan
from workflows.refusals import Refusal
from workflows.standards.promulgation.enums import Outcome
from workflows.standards.queries import versions_of
from workflows.studio.forms import SubmitForm
from workflows.studio.plan_words import PlanWords
from workflows.studio.queries import districts_to_ask
from workflows.studio.views.entrance import Visitor, for_keepers, for_readers
from workflows.studio.words import title_in

PAGE = 50
CHOICE = "step:"
"""What stands before an old step in the form of choices."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def plans(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponseBase:
    """The plans of a standard, and the versions from which and to which a new one may lead."""
    versions = list(versions_of(key))
    if not versions:
        raise Http404
    refusal = ""
    if request.method == "POST":
        chosen = [_number(request.POST.get(name)) for name in ("source", "target")]
        try:
            plan = make_plan(actor=visitor.person, standard=key, source=chosen[0], target=chosen[1], now=visitor.now)
        except Refusal as refused:
            refusal = str(refused)
        else:
            return redirect("studio:plan", plan.pk)
    context = {
        "visitor": visitor,
        "title": title_in(versions[0].body),
        "key": key,
        "versions": versions,
        "plans": list(plans_of(key).exclude(state=PlanState.DROPPED)[:PAGE]),
        "refusal": refusal,
    }
    return render(request, "studio/plans.html", context, status=_code(refusal))


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def plan(request: HttpRequest, visitor: Visitor, plan: int) -> HttpResponseBase:
    """One plan: what it means over all districts, what is to be chosen, and how far it is."""
    held = _plan(plan)
    asked = districts_to_ask(visitor.day)
    summary = summary_of(held)
    concerned = {str(each.district.pk) for each in summary.districts}
    soonest = max(visitor.day, held.target.valid_from)
    # A date field of the browser reads this form alone, whatever the language.
    first: dict[str, Any] = {"districts": sorted(concerned), "valid_from": soonest.isoformat()}
    submits = request.method == "POST" and request.POST.get("act") == "submit"
    form = SubmitForm(request.POST if submits else None, asked=asked, initial=first)
    refusal = ""
    if request.method == "POST":
        done = _ACTS.get(request.POST.get("act", ""))
        if done is None:
            raise Http404
        try:
            answer = done(request, visitor, held, form)
        except Refusal as refused:
            refusal = str(refused)
        else:
            if answer:
                return redirect(answer)
    words = PlanWords.of(held)
    context = {
        "visitor": visitor,
        "title": title_in(held.body),
        "plan": held,
        "own": held.drafted_by_id == visitor.person.pk,
        "open": is_open(held),
        "due": held.document.due,
        "policies": DuePolicy,
        "choices": words.to_choose(held, summary),
        "form": form,
        "asked": asked,
        "chosen": set(request.POST.getlist("districts")) if submits else concerned,
        "refusal": refusal,
        "poll": _polls(held),
        **told(held, words, summary),
    }
    return render(request, "studio/plan.html", context, status=_code(refusal or (submits and form.errors)))


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def plan_cases(request: HttpRequest, visitor: Visitor, plan: int) -> HttpResponseBase:
    """The cases of a plan a reader looks into, each with what changes; districts see their own."""
    held = _plan(plan)
    refusal = ""
    if request.method == "POST":
        try:
            said = _settled_or_put_back(request, visitor, held)
        except Refusal as refused:
            refusal = str(refused)
        else:
            messages.success(request, said)
            return redirect(request.get_full_path())
    wanted = {name: request.GET.get(name, "") for name in ("verdict", "district", "reason")}
    if wanted["verdict"] not in {"", *Verdict.values} or wanted["reason"] not in {"", *Hindrance.values}:
        raise Http404
    lines = lines_of_plan(held, **wanted).filter(case__gt=_number(request.GET.get("after")))
    if not (visitor.keeps or visitor.scope.watches_all):
        lines = lines.filter(district__in=sorted(visitor.scope.districts))
    found: list[MoveLine] = list(lines[: PAGE + 1])
    words, document = PlanWords.of(held), held.document
    context = {
        "visitor": visitor,
        "title": title_in(held.body),
        "plan": held,
        "wanted": wanted,
        "verdicts": Verdict,
        "open": is_open(held) and held.drafted_by_id == visitor.person.pk,
        "cases": [words.case(line, document.cases.get(str(line.case_id), {})) for line in found[:PAGE]],
        "more": found[PAGE - 1].case_id if len(found) > PAGE else None,
        "refusal": refusal,
    }
    return render(request, "studio/plan_cases.html", context, status=_code(refusal))


def told(held: MovePlan, words: PlanWords, summary: Summary) -> dict[str, Any]:
    """What every page says of a plan: its figures by verdict, by district and by reason."""
    return {
        "plan": held,
        "summary": summary,
        "reasons": words.reasons(summary),
        "districts": [
            (each.district, *(each.counts.get(verdict, 0) for verdict in Verdict)) for each in summary.districts
        ],
        "stayed": summary.outcomes.get(LineOutcome.STAYED, 0),
        "back": summary.outcomes.get(LineOutcome.BACK, 0),
    }


def is_open(held: MovePlan) -> bool:
    """Whether the plan may still be changed: it was never submitted, or came back."""
    ended = held.promulgation.outcome if held.promulgation else ""
    return held.is_open or (held.state == PlanState.SUBMITTED and ended in {Outcome.REJECTED, Outcome.WITHDRAWN})


def _polls(held: MovePlan) -> bool:
    """Whether the worker is at it, so that the page looks again by itself."""
    return held.state == PlanState.APPROVED or (held.is_open and not held.is_previewed)


def _settle(request: HttpRequest, visitor: Visitor, held: MovePlan, _form: SubmitForm) -> str:
    due = request.POST.get("due", "")
    settle(
        actor=visitor.person,
        plan=held.pk,
        revision=_number(request.POST.get("revision")),
        steps=_choices(request),
        due=DuePolicy(due) if due in DuePolicy.values else None,
        now=visitor.now,
    )
    messages.success(request, _("The plan is changed; every case is judged anew."))
    return reverse("studio:plan", args=[held.pk])


def _preview(_request: HttpRequest, visitor: Visitor, held: MovePlan, _form: SubmitForm) -> str:
    preview_again(actor=visitor.person, plan=held.pk, now=visitor.now)
    return reverse("studio:plan", args=[held.pk])


def _drop(request: HttpRequest, visitor: Visitor, held: MovePlan, _form: SubmitForm) -> str:
    drop_plan(actor=visitor.person, plan=held.pk, now=visitor.now)
    messages.success(request, _("The plan is dropped. Every case keeps the version it has."))
    return reverse("studio:plans", args=[held.source.key])


def _submit(request: HttpRequest, visitor: Visitor, held: MovePlan, form: SubmitForm) -> str:
    if not form.is_valid():
        return ""
    change = submit_plan(
        actor=visitor.person,
        plan=held.pk,
        districts=form.concerned,
        valid_from=form.in_force_from,
        opinions_due_at=form.due_at,
        now=visitor.now,
    )
    messages.success(request, _("The plan is before the districts. It is decided on as it stands now."))
    return reverse("studio:flow", args=[change.pk])


_ACTS: dict[str, Callable[[HttpRequest, Visitor, MovePlan, SubmitForm], str]] = {
    "settle": _settle,
    "preview": _preview,
    "drop": _drop,
    "submit": _submit,
}


def _settled_or_put_back(request: HttpRequest, visitor: Visitor, held: MovePlan) -> str:
    case = _number(request.POST.get("case"))
    if request.POST.get("act") == "put_back":
        if not held.lines.filter(case=case).exists():
            raise Http404
        put_back(actor=visitor.person, case=case, now=visitor.now)
        return _("The case is back under the version it had. No day that was counted is counted again.")
    revision = _number(request.POST.get("revision"))
    settle(actor=visitor.person, plan=held.pk, revision=revision, case=case, steps=_choices(request), now=visitor.now)
    return _("The choice for this case is kept; every case is judged anew.")


def _choices(request: HttpRequest) -> dict[str, str]:
    return {name.removeprefix(CHOICE): str(to) for name, to in request.POST.items() if name.startswith(CHOICE)}


def _plan(plan: int) -> MovePlan:
    """A plan that was not dropped; raise Http404 for none."""
    rows = MovePlan.objects.exclude(state=PlanState.DROPPED)
    held = rows.select_related("source", "target", "drafted_by", "promulgation").filter(pk=plan).first()
    if held is None:
        raise Http404
    return held


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0  # noqa: PLR2004 - what a bigint holds


def _code(refused: object) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
