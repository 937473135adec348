"""The applicant's cases: the list, one case, and what they may do in it."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from approvals.deciding.family import family_of
from approvals.deciding.queries import allowed_acts
from approvals.deciding.texts import in_reader_language
from approvals.deciding.verbs import act as perform_act
from approvals.deciding.verbs import actor_for
from approvals.filing.models import Filing, FilingDraft
from approvals.filing.queries import catalogue, drafts_of, filing_after, filing_of, materials_of
from approvals.filing.verbs import begin_draft
from approvals.licences.queries import licences_of_case
from approvals.notices.errors import NoticeNotFoundError
from approvals.notices.queries import notices_of
from approvals.notices.verbs import mark_read
from approvals.papers.queries import glossed, papers_of
from approvals.portal.case_page import CasePage, line_of, reading_of
from approvals.portal.draft_page import Answered, read_over
from approvals.portal.layout import Section
from approvals.portal.progress import Way
from approvals.portal.queries import PAGE, acts_of, case_for, cases_of, contents_of, district_names
from approvals.portal.reader import Reader, person_of, reading
from approvals.privacy.queries import accesses_of, erased_of, looks_at
from approvals.privacy.tombstone import stone_of
from workflows.engine.errors import CaseNotFound
from workflows.engine.gateway import Held
from workflows.engine.models import Case
from workflows.engine.present import present
from workflows.engine.rulebook import rules_of
from workflows.engine.state import Actor, steps_done
from workflows.engine.verbs import look
from workflows.refusals import Refusal
from workflows.standards.chart import chart_svg


@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """Drafts, then the cases of those the reader acts for, the latest first; older ones by the last key shown."""
    before = request.GET.get("before", "")
    with reading(request) as reader:
        found = cases_of(reader.scope, int(before) if before.isdecimal() and len(before) < 19 else None)  # noqa: PLR2004 - digits of a key
        lines = [line_of(case, rules_of(case.standard_id), reader.now) for case in found[:PAGE]]
        context = {
            "drafts": [] if before else _drafts(reader),
            "lines": lines,
            "older": found[PAGE - 1].pk if len(found) > PAGE else None,
            "is_first": not before,
        }
        return render(request, "portal/cases.html", context)


@require_GET
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: how it stands, what waits for the applicant, what was done and what will be."""
    now = present()
    actor, held = _look(request, pk)
    with reading(request, now) as reader:
        page = _page(reader, pk, actor, held)
        filing = filing_of(reader.scope, pk)
        notices = list(notices_of(reader.scope, pk))
        context = {
            "page": page,
            "case": page.case,
            "key": uuid4(),
            "family": family_of(reader.scope, page.case, held, page.way.districts),
            "papers": glossed(papers_of(reader.scope, pk), page.standard),
            "licences": licences_of_case(reader.scope, pk),
            "filing": filing,
            "materials": page.titled(materials_of(reader.scope, filing)) if filing else [],
            "sections": _sections(page, filing),
            "looks": looks_at(accesses_of(reader.scope, pk), page.standard),
            "erased": erased_of(reader.scope, pk),
            "notices": notices,
            "unread": [notice for notice in notices if notice.read_at is None],
            "anew": filing_after(reader.scope, filing) if filing and page.is_returned else None,
            "again": next((d for d in drafts_of(reader.scope) if filing and d.previous_id == filing.pk), None),
        }
        return render(request, "portal/case.html", context)


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what is offered to the applicant; a refusal is said on the page, with nothing changed."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError:
        key = uuid4()
    ordinal = request.POST.get("ordinal", "")
    words = request.POST.get("opinion", "").strip()
    _mine(request, pk)
    try:
        perform_act(
            actor=person_of(request),
            case=pk,
            step=request.POST.get("step", ""),
            act=request.POST.get("act", ""),
            key=key,
            now=present(),
            payload={"opinion": words} if words else {},
            ordinal=int(ordinal) if ordinal.isdecimal() and len(ordinal) < 10 else None,  # noqa: PLR2004 - digits of a column
        )
    except CaseNotFound as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("portal:case", pk)


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the messages of a case were read."""
    _mine(request, pk)
    sent = [int(notice) for notice in request.POST.getlist("notice") if notice.isdecimal() and len(notice) < 19]  # noqa: PLR2004 - digits of a key
    try:
        mark_read(actor=person_of(request), notices=sent, now=present())
    except NoticeNotFoundError as refusal:
        raise Http404 from refusal
    return redirect("portal:case", pk)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a draft filled in with the application that was returned, or go on with the one begun before."""
    with reading(request) as reader:
        filing = _filing(reader, pk)
        begun = drafts_of(reader.scope).filter(previous=filing).first()
    if begun:
        return redirect("portal:review", begun.pk)
    try:
        draft = begin_draft(
            actor=person_of(request),
            standard=filing.standard.key,
            enterprise=filing.enterprise,
            now=present(),
            previous=filing,
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:case", pk)
    return redirect("portal:review", draft.pk)


@require_GET
def chart(request: HttpRequest, pk: int) -> HttpResponse:
    """The chart of the case: the standard's, with the steps that are done and open; the timeline says the same in words."""
    now = present()
    actor, held = _look(request, pk)
    with reading(request, now) as reader:
        page = _page(reader, pk, actor, held)
        drawn = chart_svg(
            page.standard,
            language=get_language() or "zh-Hans",
            title=page.title,
            open_steps={step.key for step in held.state.steps},
            done_steps=steps_done(held.state),
            ended=page.has_ended,
        )
        # The chart escapes every text of the standard itself.
        context = {"page": page, "case": page.case, "chart": mark_safe(drawn)}  # noqa: S308
        return render(request, "portal/chart.html", context)


def _sections(page: CasePage, filing: Filing | None) -> list[tuple[Section, tuple[Answered, ...]]]:
    """What was filed, page by page; nothing where it was erased."""
    if filing is None or stone_of(filing.form):
        return []
    return read_over(page.standard, filing.form, page.way.districts)


def _drafts(reader: Reader) -> list[tuple[FilingDraft, str]]:
    """The reader's drafts, each with the title of its item; an item no longer in force has only its key."""
    titles = {item.key: in_reader_language(item.title) for item in catalogue(reader.day)}
    return [(draft, titles.get(draft.standard_key, draft.standard_key)) for draft in drafts_of(reader.scope)]


def _look(request: HttpRequest, pk: int) -> tuple[Actor, Held]:
    """The case with what became due applied; raise Http404 for none that the person sees."""
    now = present()
    try:
        return look(actor=actor_for(person_of(request), now), case=pk, now=now)
    except CaseNotFound as refusal:
        raise Http404 from refusal


def _mine(request: HttpRequest, pk: int) -> None:
    """Raise Http404 unless the case is of somebody the person acts for, whatever else their posts show."""
    with reading(request) as reader:
        _case(reader, pk)


def _case(reader: Reader, pk: int) -> Case:
    try:
        return case_for(reader.scope, pk)
    except Case.DoesNotExist as missing:
        raise Http404 from missing


def _filing(reader: Reader, pk: int) -> Filing:
    _case(reader, pk)
    filing = filing_of(reader.scope, pk)
    if filing is None:
        raise Http404
    return filing


def _page(reader: Reader, pk: int, actor: Actor, held: Held) -> CasePage:
    found = _case(reader, pk)
    rules = rules_of(held.standard)
    contents = contents_of(reader.scope, pk)
    way = Way(
        held=held,
        rules=rules,
        rows=acts_of(reader.scope, pk),
        reading=reading_of(found.ledger, rules, reader.now),
        districts=district_names(),
        contents=contents,
    )
    return CasePage(found, way, allowed_acts(actor, held, rules, reader.now), contents)
