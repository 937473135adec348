"""The pages of districts' terms: the corridor at a glance, one district's terms and their submission, how it differs."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from workflows.organisation.models import District
from workflows.refusals import Refusal
from workflows.standards.canonical import parse
from workflows.standards.promulgation.enums import SubjectKind
from workflows.standards.promulgation.models import PromulgationProcess
from workflows.standards.queries import desks_by_district
from workflows.standards.registry import registry
from workflows.standards.terms.checking import terms_defects
from workflows.standards.terms.documents import Terms
from workflows.standards.terms.models import TermsDraft
from workflows.standards.terms.queries import districts_drafted_by, drafts_of_terms, may_draft
from workflows.standards.terms.verbs import (
    begin_terms,
    discard_terms,
    rebase_terms,
    subject_key,
    submit_terms,
    write_terms,
)
from workflows.standards.terms.wording import comparison, matrix, own_lines
from workflows.standards.verbs import lent_runner
from workflows.studio.forms import SubmitForm
from workflows.studio.queries import districts_taking_part, districts_to_ask, lines_on
from workflows.studio.standings import Standing, standing_of, standings_on
from workflows.studio.subjects import terms_title
from workflows.studio.terms import Typed, fixed_words, groups, read, written
from workflows.studio.verdicts import Verdict
from workflows.studio.views.entrance import Visitor, for_readers
from workflows.studio.words import district_words, said


@require_safe
@for_readers
def corridor(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """Every district's terms for one standard: limits side by side, and each place at which one differs."""
    lines = [line for line in lines_on(visitor.day) if line.current]
    chosen = request.GET.get("standard") or (lines[0].key if lines else "")
    line = next((line for line in lines if line.key == chosen), None)
    if chosen and line is None:
        raise Http404
    standings = standings_on(chosen, visitor.day) if line else []
    own = {each.district.code: each.terms for each in standings}
    standard = standings[0].standard if standings else None
    context = {
        "visitor": visitor,
        "lines": lines,
        "chosen": chosen,
        "title": said(standard.title) if standard else "",
        "standings": standings,
        "limits": _cells(matrix(standard, own), standings) if standard else [],
        "differing": _cells(comparison(standard, own), standings) if standard else [],
        "mine": list(districts_drafted_by(visitor.person, visitor.day)),
    }
    return render(request, "studio/terms_corridor.html", context)


@require_safe
@for_readers
def differences(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponseBase:
    """How one district differs from the corridor, standard by standard; to be printed."""
    district = _district(visitor, code)
    found = [standing_of(line.key, district, visitor.day) for line in lines_on(visitor.day) if line.current]
    context = {
        "visitor": visitor,
        "district": district,
        "sections": [(said(each.standard.title), each, own_lines(each.standard, each.terms)) for each in found if each],
    }
    return render(request, "studio/terms_differences.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def terms(request: HttpRequest, visitor: Visitor, key: str, code: str) -> HttpResponseBase:
    """One district's terms for one standard: how they stand, and the draft, changed in place by whoever speaks for it."""
    district = _district(visitor, code)
    draft = _draft(district, key)
    if request.method != "POST":
        return _show(request, visitor, key, district)
    if draft is None or not may_draft(visitor.person, district, visitor.day):
        raise Http404
    typed = read(parse(draft.base.body), request.POST)
    if typed.errors:
        refusal = _("Nothing was saved: %(first)s") % {"first": next(iter(typed.errors.values()))}
        return _show(request, visitor, key, district, typed, refusal)
    sent = request.POST.get("revision", "")
    revision = int(sent) if sent.isdecimal() and len(sent) < 10 else 0  # noqa: PLR2004 - digits of a column
    try:
        write_terms(
            actor=visitor.person, draft=draft.pk, revision=revision, differences=typed.differences, now=visitor.now
        )
    except Refusal as refused:
        return _show(request, visitor, key, district, typed, str(refused))
    messages.success(request, _("The terms are saved. They are in force only when they are promulgated."))
    return redirect("studio:terms", key, code)


@require_POST
@for_readers
def change(request: HttpRequest, visitor: Visitor, key: str, code: str) -> HttpResponseBase:
    """Begin a draft of terms, carry it over to the latest version, or throw it away."""
    district = _district(visitor, code)
    draft, act = _draft(district, key), request.POST.get("act", "")
    if not may_draft(visitor.person, district, visitor.day) or (act != "begin" and draft is None):
        raise Http404
    try:
        if act == "begin":
            begin_terms(actor=visitor.person, district=district, standard=key, now=visitor.now)
        elif act == "rebase" and draft:
            rebase_terms(actor=visitor.person, draft=draft.pk, now=visitor.now)
        elif act == "discard" and draft:
            discard_terms(actor=visitor.person, draft=draft.pk, now=visitor.now)
        else:
            raise Http404
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("studio:terms", key, code)


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def submit(request: HttpRequest, visitor: Visitor, key: str, code: str) -> HttpResponseBase:
    """Put a district's terms before the other districts and a keeper."""
    district = _district(visitor, code)
    draft = _draft(district, key)
    if draft is None or not may_draft(visitor.person, district, visitor.day):
        raise Http404
    asked = [each for each in districts_to_ask(visitor.day) if each.district != district]
    chosen = [str(each.district.pk) for each in asked]
    form = SubmitForm(request.POST if request.method == "POST" else None, asked=asked, initial={"districts": chosen})
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            promulgation = submit_terms(
                actor=visitor.person,
                draft=draft.pk,
                districts=form.concerned,
                valid_from=form.in_force_from,
                now=visitor.now,
                opinions_due_at=form.due_at,
            )
        except Refusal as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("The terms are before the districts. They are decided on as they stand now."))
            return redirect("studio:flow", promulgation.pk)
    standard, own = parse(draft.base.body), Terms.model_validate(draft.body)
    context = {
        "visitor": visitor,
        "title": terms_title(standard, district_words(district)),
        "key": key,
        "district": district,
        "form": form,
        "asked": asked,
        "chosen": set(request.POST.getlist("districts") if request.method == "POST" else chosen),
        "refusal": refusal,
        "changes": own_lines(standard, own),
        **_verdict(draft, visitor),
    }
    return render(request, "studio/terms_submit.html", context, status=_code(refused=bool(refusal or form.errors)))


def _show(
    request: HttpRequest,
    visitor: Visitor,
    key: str,
    district: District,
    typed: Typed | None = None,
    refusal: str = "",
) -> HttpResponseBase:
    standing = standing_of(key, district, visitor.day)
    if standing is None:
        raise Http404
    draft = _draft(district, key)
    standard = parse(draft.base.body) if draft else standing.standard
    own = Terms.model_validate(draft.body) if draft else standing.terms
    mine = may_draft(visitor.person, district, visitor.day)
    processes = PromulgationProcess.objects.filter(subject=SubjectKind.TERMS, key=subject_key(key, district))
    under_way = processes.under_way().defer("body").first()
    context: dict[str, Any] = {
        "visitor": visitor,
        "key": key,
        "district": district,
        "title": terms_title(standing.standard, district_words(district)),
        "standing": standing,
        "lines": own_lines(standing.standard, standing.terms),
        "draft": draft,
        "mine": mine,
        "under_way": under_way,
        "stale": draft is not None and draft.base_id != standing.latest.pk,
        "writes": bool(draft and mine and not under_way),
        "groups": groups(standard, typed or written(own)),
        "fixed": fixed_words(standard),
        "changes": own_lines(standard, own) if draft else [],
        "refusal": refusal,
        **(_verdict(draft, visitor) if draft else {}),
    }
    return render(request, "studio/terms.html", context, status=_code(refused=bool(refusal)))


def _verdict(draft: TermsDraft, visitor: Visitor) -> dict[str, Any]:
    """What the publish check says of what would be in effect in the district."""
    standard = parse(draft.base.body)
    defects = terms_defects(
        standard,
        Terms.model_validate(draft.body),
        draft.district.code,
        registry=registry,
        desks=desks_by_district(visitor.day),
        run_tests=lent_runner(),
    )
    verdict = Verdict(defects, len(standard.tests))
    return {"verdict": verdict, "stopping": verdict.refusing}


def _cells(rows: Any, standings: list[Standing]) -> list[tuple[Any, list[tuple[District, str]]]]:
    """Each row with its cells in the order of the districts."""
    return [(row, [(each.district, row.own.get(each.district.code, "")) for each in standings]) for row in rows]


def _district(visitor: Visitor, code: str) -> District:
    found = districts_taking_part(visitor.day).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _draft(district: District, key: str) -> TermsDraft | None:
    return drafts_of_terms().filter(district=district, key=key).first()


def _code(*, refused: bool) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
