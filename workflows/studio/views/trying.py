"""The pages of a standard's own tests: their verdicts by district, and writing one without code."""

import json
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import get_current_timezone, make_aware
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workflows.engine.publishing import failures, trials_here
from workflows.refusals import Refusal
from workflows.standards.canonical import parse
from workflows.standards.models import StandardDraft
from workflows.standards.queries import versions_of
from workflows.standards.schema import Standard, StandardTest, TestAct
from workflows.studio.answers import answered, answers_of
from workflows.studio.queries import districts_taking_part, drafts_in_work
from workflows.studio.trying import Walked, matrix
from workflows.studio.verbs import drop_test, keep_test
from workflows.studio.views.entrance import Visitor, for_keepers, for_readers
from workflows.studio.words import said

ANSWER, FACT, FORM = "a:", "f:", "p:"
"""What stands before the names of answers, facts and what an act's form asks for."""

NAMES = [1_000_101, 1_000_102]
"""Who is named where two names are needed: nobody in particular, and two of them."""


@require_safe
@for_readers
def tests_of(request: HttpRequest, visitor: Visitor, key: str, number: int) -> HttpResponseBase:
    """The tests of a published version, with what comes of them in every district."""
    version = versions_of(key).filter(number=number).first()
    if version is None:
        raise Http404
    return render(request, "studio/tests.html", {"version": version, **_verdicts(parse(version.body), visitor)})


@require_safe
@for_keepers
def tests_in(request: HttpRequest, visitor: Visitor, draft: int) -> HttpResponseBase:
    """The tests of a draft, with what comes of them in every district."""
    held = _held(draft)
    own = held.drafted_by_id == visitor.person.pk
    return render(request, "studio/tests.html", {"draft": held, "own": own, **_verdicts(parse(held.body), visitor)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def write(request: HttpRequest, visitor: Visitor, draft: int) -> HttpResponseBase:
    """Write a test: choose answers, walk the acts, and record that what comes out now is right."""
    held = _held(draft)
    standard = parse(held.body)
    if request.method != "POST":
        return _page(
            request, held, standard, _begun(standard, request.GET.get("test", "")), request.GET.get("test", "")
        )
    instead = request.POST.get("instead", "")
    try:
        test = _told(request.POST, standard)
    except ValueError as error:
        return _page(request, held, standard, _begun(standard, instead), instead, str(error))
    if request.POST.get("do") != "keep":
        return _page(request, held, standard, test, instead)
    walked = Walked(standard, test)
    try:
        recorded = walked.recorded(everywhere=request.POST.get("where") != "here")
        keep_test(
            actor=visitor.person,
            draft=draft,
            revision=int(request.POST.get("revision", "0")),
            test=recorded,
            instead=instead,
            now=visitor.now,
        )
    except (Refusal, ValueError) as refusal:
        return _page(request, held, standard, test, instead, str(refusal))
    messages.success(request, _("The test “%(name)s” is part of the draft.") % {"name": test.name})
    return redirect("studio:tests_in", draft)


@require_POST
@for_keepers
def drop(request: HttpRequest, visitor: Visitor, draft: int) -> HttpResponseBase:
    """Take a test out of a draft."""
    held = _held(draft)
    try:
        name = request.POST.get("test", "")
        drop_test(actor=visitor.person, draft=held.pk, name=name, now=visitor.now)
        messages.success(request, _("The test “%(name)s” is taken out of the draft.") % {"name": name})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("studio:tests_in", draft)


def _verdicts(standard: Standard, visitor: Visitor) -> dict[str, Any]:
    tried = trials_here(standard)
    districts = list(districts_taking_part(visitor.day))
    codes = [district.code for district in districts]
    return {
        "title": said(standard.title),
        "districts": districts,
        "lines": matrix(standard, tried, failures(tried), codes),
        "runs": len(tried),
        "failed": len([trial for trial in tried if trial.failures]),
    }


def _page(
    request: HttpRequest, held: StandardDraft, standard: Standard, test: StandardTest, instead: str, refusal: str = ""
) -> HttpResponseBase:
    walked = Walked(standard, test)
    asked = sorted({check.probe for check in standard.checks if check.probe})
    context = {
        "draft": held,
        "title": said(standard.title),
        "instead": instead,
        "test": test,
        "written": json.dumps(test.model_dump(mode="json", by_alias=True), ensure_ascii=False),
        "walked": walked,
        "acts": [_act_words(standard, act) for act in test.acts],
        "answers": answers_of(standard.form, test.answers),
        "facts": [(probe, _fact(test.facts, probe)) for probe in asked],
        "received": _local(test.received),
        "next_at": _local(test.acts[-1].at if test.acts else test.received),
        "places": _places(standard),
        "refusal": refusal,
    }
    code = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    return render(request, "studio/test.html", context, status=code)


def _begun(standard: Standard, name: str) -> StandardTest:
    """The test of that name to change, or else a new one with the answers of the first."""
    found = next((test for test in standard.tests if test.name == name), None)
    if found:
        return found
    first = next(iter(standard.tests), None)
    given = {"answers": first.answers, "facts": first.facts, "received": first.received} if first else {}
    empty = {"answers": {}, "received": "2026-03-02T10:00:00+08:00"}
    return StandardTest.model_validate({**empty, **given, "name": "", "expect": {"steps": [], "phase": "-"}})


def _told(sent: Mapping[str, str], standard: Standard) -> StandardTest:
    """The test with what was typed and done in this request; raise ValueError for what is none."""
    before = StandardTest.model_validate_json(sent.get("test", ""))
    typed = {name.removeprefix(ANSWER): text for name, text in sent.items() if name.startswith(ANSWER)}
    facts = dict(before.facts)
    for name, text in sent.items():
        if name.startswith(FACT):
            _tell_fact(facts, name.removeprefix(FACT), text)
    name = sent.get("name", "").strip()
    if not name and sent.get("do") == "keep":
        raise ValueError(_("Give the test a name that says what it is about."))
    return before.model_copy(
        update={
            "name": name,
            "received": _instant(sent.get("received", "")),
            "answers": answered(standard.form, before.answers, typed),
            "facts": facts,
            "acts": _acts(before.acts, sent),
        }
    )


def _tell_fact(facts: dict[str, Any], probe: str, text: str) -> None:
    """A register answered yes or no, or did not answer; an answer with more to it stays as it was."""
    if text == "unanswered":
        facts.pop(probe, None)
    elif text in {"true", "false"}:
        facts[probe] = text == "true"


def _fact(facts: Mapping[str, Any], probe: str) -> str:
    value = facts.get(probe)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "unanswered" if value is None else "kept"


def _acts(before: list[TestAct], sent: Mapping[str, str]) -> list[TestAct]:
    does = sent.get("do", "")
    if does == "undo":
        return before[:-1]
    if not does.startswith("act:"):
        return before
    step, _slash, act = does.removeprefix("act:").partition("/")
    payload = _payload(
        {name.removeprefix(FORM): text for name, text in sent.items() if name.startswith(f"{FORM}{step}/{act}/")},
        f"{step}/{act}/",
    )
    at = _instant(sent.get("at", ""))
    return [*before, TestAct(step=step, act=act, at=at, payload=payload)]


def _payload(typed: Mapping[str, str], prefix: str) -> dict[str, Any]:
    """What an act's form takes; what is empty is left out, so that the law misses it by name."""
    said_so = {name.removeprefix(prefix): text.strip() for name, text in typed.items()}
    payload: dict[str, Any] = {name: said_so[name] for name in ("opinion", "ground", "remedy") if said_so.get(name)}
    if said_so.get("days", "").isdecimal():
        payload["days"] = int(said_so["days"])
    if "names" in said_so:
        payload["names"] = NAMES
    kind, _colon, place = said_so.get("place", "").partition(":")
    if place:
        rest = {name: said_so.get(f"item_{name}", "") for name in ("defect", "remedy", "basis")}
        payload["items"] = [{kind: place, **rest}]
    return payload


def _act_words(standard: Standard, act: TestAct) -> tuple[str, str, str]:
    try:
        step = standard.step(act.step)
        title = next((said(each.title) for each in step.acts if each.name == act.act), act.act)
        return said(step.title), title, _local(act.at)
    except KeyError:
        return act.step, act.act, _local(act.at)


def _places(standard: Standard) -> list[tuple[str, str]]:
    fields = [(f"field:{name}", answer) for name, answer in _titles(standard)]
    return fields + [(f"material:{material.key}", said(material.title)) for material in standard.materials]


def _titles(standard: Standard) -> list[tuple[str, str]]:
    made = standard.form.get("properties", {})
    return [(name, str(each.get("title", name))) for name, each in made.items()]


def _local(written: str) -> str:
    """An instant as a browser's field takes it, in local time."""
    return datetime.fromisoformat(written).astimezone(get_current_timezone()).strftime("%Y-%m-%dT%H:%M")


def _instant(typed: str) -> str:
    """An instant as a test keeps it; raise ValueError for what is none."""
    try:
        return make_aware(datetime.fromisoformat(typed)).isoformat()
    except ValueError as error:
        raise ValueError(_("Give day and time as 2026-03-02 10:00.")) from error


def _held(draft: int) -> StandardDraft:
    found = drafts_in_work().filter(pk=draft).first()
    if found is None:
        raise Http404
    return found
