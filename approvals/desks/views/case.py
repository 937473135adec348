"""One case: its file in tabs at the left, the reader's acts at the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from approvals.deciding.custody import handed_over, names_of_districts, offers_standing
from approvals.deciding.enums import ReturnReason
from approvals.deciding.family import family_of
from approvals.deciding.verbs import act as perform_act
from approvals.deciding.verbs import allow_second_return
from approvals.desks.acting import ActForm, act_named, done_words, fields_of, form_of, readable
from approvals.desks.again import filled_before, sent_back_by
from approvals.desks.casefile import CaseFile, chosen_step, open_file
from approvals.desks.clerk import Clerk, clerk_of
from approvals.desks.enums import Tab
from approvals.desks.errors import FieldError, errors_of, is_taken
from approvals.desks.filed import in_brief
from approvals.desks.history import entries_of
from approvals.desks.keeping_away import keeping_away_of
from approvals.desks.leave import leave_of
from approvals.desks.queries import last_day
from approvals.desks.reading import bytes_of_material, contents_of, files_of, found_in, handles, journal_of, tab_context
from approvals.desks.table import table_of
from approvals.desks.typed import Typed
from approvals.desks.verbs import claim_next
from approvals.filing.masking import masked_paths
from approvals.papers.models import Paper
from approvals.papers.queries import bytes_of, paper_for
from approvals.privacy.enums import AccessKind, AccessReason
from approvals.privacy.errors import ReasonMissingError
from approvals.privacy.verbs import note_access
from workflows.engine.enums import RecusalReason
from workflows.engine.errors import CaseNotFound
from workflows.engine.past import rules_then
from workflows.engine.recusing import recuse
from workflows.engine.state import CHILDREN
from workflows.engine.verbs import claim as claim_step
from workflows.engine.verbs import release as release_step
from workflows.journal.models import JournalRow
from workflows.organisation.models import Person
from workflows.organisation.queries import Scope
from workflows.refusals import Refusal

BRIEF = 10
"""Answers shown beside the queue."""

_LONGEST_KEY = 18
"""Digits every key has at most."""

_LONGEST = 7
"""Digits no number of a step reaches."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a request asks of the form at the right: the act, the standing of the step, what was typed, what is wrong."""

    act: str = ""
    ordinal: int | None = None
    typed: Typed | None = None
    taken: str = ""
    errors: tuple[FieldError, ...] = ()


def _of_one_case(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a page the clerk and the case it is about; one the reader does not see as a clerk is not found."""

    @wraps(view)
    def opened(request: HttpRequest, case: int, **more: int) -> HttpResponse:
        clerk = clerk_of(request)
        try:
            file = open_file(clerk, case)
        except CaseNotFound as error:
            raise Http404 from error
        return view(request, clerk, file, **more)

    return opened


@require_GET
@_of_one_case
def show(request: HttpRequest, clerk: Clerk, file: CaseFile) -> HttpResponse:
    """Show the case."""
    return _page(request, clerk, file, Sent(request.GET.get("act", ""), _number(request.GET.get("step", ""))))


@require_GET
@_of_one_case
def preview(request: HttpRequest, clerk: Clerk, file: CaseFile) -> HttpResponse:
    """Show the case in brief, beside the queue."""
    with clerk.seeing() as scope:
        rows = journal_of(scope, file.case.pk)
        lines = tab_context(scope, file, Tab.FILING, rows)["lines"]
    context = {
        "file": file,
        "findings": found_in(file, rows),
        "lines": in_brief(lines, BRIEF),
        "step": chosen_step(file, None),
    }
    return render(request, "desks/parts/preview.html", context)


@require_POST
@_of_one_case
def claim(request: HttpRequest, clerk: Clerk, file: CaseFile) -> HttpResponse:
    """Take a step into one's hands and open the case; whoever was too late is told who has it."""
    step = request.POST.get("step", "")
    try:
        claim_step(actor=clerk.actor, case=file.case.pk, step=step, now=clerk.now, ordinal=_asked_for(request))
    except Refusal as refusal:
        messages.warning(request, readable(refusal, file))
    return redirect("desks:case", case=file.case.pk)


@require_POST
@_of_one_case
def release(request: HttpRequest, clerk: Clerk, file: CaseFile) -> HttpResponse:
    """Give a step back to the desk."""
    try:
        step = request.POST.get("step", "")
        release_step(actor=clerk.actor, case=file.case.pk, step=step, now=clerk.now, ordinal=_asked_for(request))
        messages.success(request, _("%(number)s is back at the desk.") % {"number": file.case.number})
    except Refusal as refusal:
        messages.warning(request, readable(refusal, file))
        return redirect("desks:case", case=file.case.pk)
    return redirect("desks:queue")


@require_POST
@_of_one_case
def act(request: HttpRequest, clerk: Clerk, file: CaseFile) -> HttpResponse:
    """Perform the act, or show what stands against it with everything that was typed."""
    asked = request.POST
    name, step_key, ordinal = asked.get("act", ""), asked.get("step", ""), _number(asked.get("ordinal", ""))
    try:
        typed = Typed.read(asked)
    except ValueError:
        return HttpResponse(status=400)
    if "edit" in asked:
        return _page(request, clerk, file, Sent(name, ordinal, typed.edited(asked["edit"])))
    try:
        done = perform_act(
            actor=clerk.person,
            case=file.case.pk,
            step=step_key,
            act=name,
            key=typed.key,
            now=clerk.now,
            payload=typed.payload(fields_of(file, step_key, name), clerk.person.pk),
            ordinal=ordinal,
        )
    except Refusal as refusal:
        return _refused(request, clerk, file.case.pk, refusal, Sent(name, ordinal, typed))
    messages.success(request, done_words(file, step_key, name, done.moves))
    return _onwards(request, clerk)


@require_POST
@_of_one_case
def allow_return(request: HttpRequest, clerk: Clerk, file: CaseFile) -> HttpResponse:
    """Give leave to return an application that came again for what was not told the first time."""
    words = request.POST.get("words", "").replace("\0", "")
    try:
        allow_second_return(
            actor=clerk.person,
            case=file.case.pk,
            reason=ReturnReason.NEW_DEFECT_BY_CORRECTION,
            words=words,
            now=clerk.now,
        )
        messages.success(request, _("The desk may return %(number)s again.") % {"number": file.case.number})
    except Refusal as refusal:
        messages.warning(request, readable(refusal, file))
    return redirect("desks:case", case=file.case.pk)


@require_POST
@_of_one_case
def keep_away(request: HttpRequest, clerk: Clerk, file: CaseFile) -> HttpResponse:
    """Declare a conflict of one's own, or order a colleague to keep away."""
    asked = request.POST
    named, reason = asked.get("person", ""), asked.get("reason", "")
    person = int(named) if named.isdecimal() and len(named) <= _LONGEST_KEY else clerk.person.pk
    if reason not in RecusalReason.values or not Person.objects.filter(pk=person).exists():
        return HttpResponse(status=400)
    try:
        recuse(
            actor=clerk.actor,
            case=file.case.pk,
            person=person,
            reason=RecusalReason(reason),
            now=clerk.now,
            words=asked.get("words", "").replace("\0", "")[:2000],
            from_applicant=asked.get("scope") == "applicant",
        )
        messages.success(request, _("It is recorded; the step is back at its desk for a colleague."))
    except Refusal as refusal:
        messages.warning(request, readable(refusal, file))
    return redirect("desks:case", case=file.case.pk)


@require_POST
@never_cache
@_of_one_case
def in_full(request: HttpRequest, clerk: Clerk, file: CaseFile) -> HttpResponse:
    """Show one number in full, to a desk that handles the case and says what for, and write down who read it."""
    field, reason = request.POST.get("field", ""), request.POST.get("reason", "")
    asked = [field] if field in masked_paths(file.held.state.form, file.standard) else []
    with clerk.seeing() as scope:
        if not handles(scope, file.case.pk):
            raise Http404
        try:
            note_access(
                actor=clerk.person,
                case=file.case.pk,
                kind=AccessKind.NUMBER,
                fields=asked,
                reason=reason,
                now=clerk.now,
            )
        except ReasonMissingError as refusal:
            messages.warning(request, str(refusal))
            asked = []
    return _page(request, clerk, file, Sent(), unmasked=asked, status=200 if asked else 422)


@require_GET
@_of_one_case
def chart(request: HttpRequest, clerk: Clerk, file: CaseFile) -> HttpResponse:  # noqa: ARG001 - the views of a case are alike
    """Give the chart as a picture."""
    return HttpResponse(file.chart(), content_type="image/svg+xml")


@require_GET
@_of_one_case
def material(request: HttpRequest, clerk: Clerk, file: CaseFile, material: int) -> HttpResponse:  # noqa: ARG001 - as above
    """Give a file as it was handed in, to be saved and never to be shown as a page of this site."""
    with clerk.seeing() as scope:
        found = next((each for each in files_of(scope, file.case.pk) if each.pk == material), None)
        if found is None or found.erasure_id:
            raise Http404
        note_access(
            actor=clerk.person,
            case=file.case.pk,
            kind=AccessKind.MATERIAL,
            fields=[found.key],
            reason=AccessReason.HANDLING,
            now=clerk.now,
        )
    return _download(bytes_of_material(found), found.media, found.name, attachment=True)


@require_GET
@_of_one_case
def paper(request: HttpRequest, clerk: Clerk, file: CaseFile, paper: int) -> HttpResponse:  # noqa: ARG001 - as above
    """Give a paper as issued."""
    with clerk.seeing() as scope:
        try:
            found = paper_for(scope, paper)
        except Paper.DoesNotExist as error:
            raise Http404 from error
    if found.case_id != file.case.pk:
        raise Http404
    return _download(bytes_of(found), "application/pdf", f"{found.title} {found.number}.pdf", attachment=False)


def _download(data: bytes, media: str, name: str, *, attachment: bool) -> HttpResponse:
    disposition = content_disposition_header(attachment, name) or "attachment"
    return HttpResponse(data, content_type=media, headers={"Content-Disposition": disposition})


def _onwards(request: HttpRequest, clerk: Clerk) -> HttpResponse:
    """Go back to the queue, or on to the next case where that was asked for and there is one."""
    if request.POST.get("then") == "next":
        step = claim_next(actor=clerk)
        if step:
            return redirect("desks:case", case=step.case_id)
        messages.info(request, _("That was the last one: nothing is left to claim."))
    return redirect("desks:queue")


def _refused(request: HttpRequest, clerk: Clerk, case: int, refusal: Refusal, sent: Sent) -> HttpResponse:
    """Show the case as it stands now; the form keeps what was typed, also where somebody else did the step."""
    try:
        file = open_file(clerk, case)
    except CaseNotFound as error:
        raise Http404 from error
    sentence = readable(refusal, file)
    if is_taken(refusal):
        return _page(request, clerk, file, replace(sent, taken=sentence), status=409)
    return _page(request, clerk, file, replace(sent, errors=tuple(errors_of(refusal, sentence))), status=422)


def _page(
    request: HttpRequest, clerk: Clerk, file: CaseFile, sent: Sent, *, unmasked: Sequence[str] = (), status: int = 200
) -> HttpResponse:
    asked = request.GET.get("tab", "")
    tab = Tab(asked) if asked in Tab.values else Tab.FILING
    with clerk.seeing() as scope:
        rows = journal_of(scope, file.case.pk)
        shown = tab_context(scope, file, tab, rows, unmasked)
        watches = scope.watches_all and not scope.desks
        leave = leave_of(scope, file.case)
        form = _form(clerk, scope, file, sent, rows)
        names = names_of_districts() if _is_of_several(file, rows) else {}
        family = family_of(scope, file.case, file.held, names)
        offers = offers_standing(scope, [file.case.pk] if file.held.state.offered_to else [])
        away = keeping_away_of(scope, file)
        typed = any("content" in row.payload for row in rows)
        contents = contents_of(scope, file.case.pk) if typed else []
    then = [rules.standard for rules in rules_then(rows, file.rules)] if form else []
    entries = entries_of(rows, contents, then) if form else []
    elsewhere = form is None or form.step.ordinal != sent.ordinal
    context = {
        "file": file,
        "tab": tab,
        "tabs": list(Tab),
        "form": form,
        "table": table_of(file, form.step, entries) if form else None,
        "own_light": file.light_of(form.step) if form else None,
        "own_due": last_day(form.step.due_at) if form else None,
        "steps": file.offered,
        "kept": sent.typed if sent.typed and elsewhere else None,
        "taken": sent.taken,
        "errors": sent.errors,
        "watches": watches,
        "leave": leave,
        "sent_back": sent_back_by(rows, form.step.ordinal) if form else None,
        "family": family,
        "offer": offers.get(file.case.pk),
        "handed_over": handed_over(rows, names),
        "away": away,
        **shown,
    }
    return render(request, "desks/case.html", context, status=status)


def _is_of_several(file: CaseFile, rows: list[JournalRow]) -> bool:
    """Tell whether the page names other districts: those of a family, or of a hand-over."""
    return bool(
        file.case.parent_id
        or file.held.state.facts.get(CHILDREN)
        or any("custody" in row.payload.get("turn", {}) for row in rows)
    )


def _form(clerk: Clerk, scope: Scope, file: CaseFile, sent: Sent, rows: list[JournalRow]) -> ActForm | None:
    """The form of the act that was asked for, or of the first there is; typed words belong to the step they were for.

    A step the case was sent back to begins as it was filled in last.
    """
    step = chosen_step(file, sent.ordinal)
    act = act_named(step, sent.act) if step else None
    if step is None or act is None:
        return None
    typed = sent.typed if step.ordinal == sent.ordinal else None
    typed = typed or filled_before(scope, rows, step, act)
    return form_of(file, clerk, step, act, found_in(file, rows), typed)


def _asked_for(request: HttpRequest) -> int | None:
    """Which standing of the step is meant, where it has several."""
    return _number(request.POST.get("ordinal", ""))


def _number(written: str) -> int | None:
    return int(written) if written.isdecimal() and len(written) < _LONGEST else None
