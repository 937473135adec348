"""What people do in a promulgation: submit, say what a district thinks, approve, reject, withdraw.

Each verb is one transaction under the process's lock and asserts the permission itself: Viewflow's permissions are
questions and no gates.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, localtime
from viewflow.workflow.status import PROCESS, STATUS

from workflows.organisation.models import District, Person
from workflows.standards.canonical import canonical_value, digest, parse
from workflows.standards.models import StandardDraft
from workflows.standards.promulgation.enums import Opinion, Outcome, SubjectKind
from workflows.standards.promulgation.errors import (
    AnotherDrafterError,
    FasterError,
    NoDistrictsError,
    NotEntitledError,
    NotWaitingError,
    PastDateError,
    ReasonMissingError,
    SamePersonError,
    UnchangedError,
    UnderWayError,
)
from workflows.standards.promulgation.flow import Promulgation
from workflows.standards.promulgation.models import PromulgationProcess, PromulgationTask
from workflows.standards.promulgation.queries import APPROVAL_ROLE, OPINION_ROLE
from workflows.standards.queries import holds_post
from workflows.standards.verbs import refuse_defects


@transaction.atomic
def submit_draft(
    *,
    actor: Person,
    draft: StandardDraft,
    districts: Collection[District],
    valid_from: date,
    now: datetime,
    opinions_due_at: datetime | None = None,
) -> PromulgationProcess:
    """Put a draft before every district concerned; what it says now is what is decided on.

    Raise NotEntitledError, AnotherDrafterError, NoDistrictsError, PastDateError, UnchangedError, DefectsError or
    UnderWayError.
    """
    today = localdate(now)
    if not holds_post(actor, APPROVAL_ROLE, today):
        raise NotEntitledError
    if draft.drafted_by_id != actor.pk:
        raise AnotherDrafterError(draft.drafted_by.name)
    if not districts:
        raise NoDistrictsError
    if valid_from < today:
        raise PastDateError(valid_from, today)
    standard = parse(draft.body)
    if draft.base and draft.base.digest == digest(standard):
        raise UnchangedError(draft.base.number)
    refuse_defects(standard, today)
    proposal = PromulgationProcess(
        subject=SubjectKind.STANDARD,
        key=standard.key,
        digest=digest(standard),
        body=canonical_value(standard),
        draft=draft,
        districts=sorted({district.pk for district in districts}),
        valid_from=valid_from,
        opinions_due_at=opinions_due_at,
        drafted_by=actor,
        submitted_at=now,
    )
    return _started(proposal)


@transaction.atomic
def propose(
    *,
    actor: Person,
    proposal: PromulgationProcess,
    districts: Collection[District],
    now: datetime,
) -> PromulgationProcess:
    """Put anything but a standard before every district concerned: subject, key, digest, body and day are given.

    Raise NotEntitledError, NoDistrictsError, PastDateError or UnderWayError.
    """
    today = localdate(now)
    if not holds_post(actor, APPROVAL_ROLE, today):
        raise NotEntitledError
    if not districts:
        raise NoDistrictsError
    if proposal.valid_from < today:
        raise PastDateError(proposal.valid_from, today)
    proposal.districts = sorted({district.pk for district in districts})
    proposal.drafted_by, proposal.submitted_at = actor, now
    return _started(proposal)


def _started(proposal: PromulgationProcess) -> PromulgationProcess:
    try:
        with transaction.atomic():
            Promulgation.start.run(proposal=proposal)
    except IntegrityError as error:
        raise UnderWayError(proposal.key) from error
    return proposal


def give_opinion(*, actor: Person, task: int, opinion: Opinion, now: datetime, reason: str = "") -> PromulgationTask:
    """Say what a district thinks of a draft; the last opinion opens the approval.

    Raise NotEntitledError, SamePersonError, ReasonMissingError, FasterError, NotWaitingError or BusyError.
    """
    reason = reason.strip()
    with _taken(_process_of(task), Promulgation.opinion, task=task) as waiting:
        _entitle(actor, waiting.process)
        if not holds_post(actor, OPINION_ROLE, localdate(now), waiting.district_id):
            raise NotEntitledError
        _refuse_what_is_done(waiting)
        if opinion == Opinion.OBJECT and not reason:
            raise ReasonMissingError
        waiting.opinion, waiting.reason = opinion, reason
        _finish(waiting, actor, now)
    return waiting


def approve(*, actor: Person, promulgation: int, now: datetime, reason: str = "") -> PromulgationProcess:
    """Approve what was proposed and publish it; over an objection only with a reason.

    Raise NotEntitledError, SamePersonError, ReasonMissingError, FasterError, NotWaitingError, BusyError, or whatever
    publishing refuses; then nothing is approved.
    """
    with _taken(promulgation, Promulgation.approval) as waiting:
        process: PromulgationProcess = waiting.process
        _entitle_keeper(actor, process, now)
        _refuse_what_is_done(waiting)
        objected = process.task_set.filter(opinion=Opinion.OBJECT).exists()
        if objected and not reason.strip():
            raise ReasonMissingError
        process.approved_by = actor
        _decide(process, Outcome.PUBLISHED, actor, now, reason)
        _finish(waiting, actor, now)
    return process


def reject(*, actor: Person, promulgation: int, reason: str, now: datetime) -> PromulgationProcess:
    """Refuse what was proposed, with the reason; the draft stays and may be changed and submitted again.

    Raise NotEntitledError, SamePersonError, ReasonMissingError, FasterError, NotWaitingError or BusyError.
    """
    with _taken(promulgation, Promulgation.approval) as waiting:
        process: PromulgationProcess = waiting.process
        _entitle_keeper(actor, process, now)
        _refuse_what_is_done(waiting)
        _need(reason)
        _decide(process, Outcome.REJECTED, actor, now, reason)
        _finish(waiting, actor, now)
    return process


def withdraw(*, actor: Person, promulgation: int, reason: str, now: datetime) -> PromulgationProcess:
    """Take back one's own proposal while nobody has decided on it; open tasks are called off.

    Raise NotEntitledError, AnotherDrafterError, ReasonMissingError, FasterError or BusyError.
    """
    with Promulgation.lock(promulgation):
        process = _process(promulgation)
        if process.drafted_by_id != actor.pk:
            raise AnotherDrafterError(process.drafted_by.name)
        _refuse_what_is_over(process)
        _need(reason)
        _decide(process, Outcome.WITHDRAWN, actor, now, reason)
        Promulgation.instance.cancel(process)
    return process


@contextmanager
def _taken(promulgation: int, node: Any, task: int | None = None) -> Iterator[PromulgationTask]:
    """The task at ``node``, read under the process's lock; raise NotWaitingError when there is none."""
    with Promulgation.lock(promulgation):
        found = PromulgationTask.objects.filter(process=promulgation, flow_task=node).select_related("process", "owner")
        waiting: PromulgationTask | None = (found.filter(pk=task) if task else found).order_by("-pk").first()
        if waiting is None:
            raise NotWaitingError
        yield waiting


def _process_of(task: int) -> int:
    found: int | None = PromulgationTask.objects.filter(pk=task).values_list("process", flat=True).first()
    if found is None:
        raise NotWaitingError
    return found


def _process(promulgation: int) -> PromulgationProcess:
    found: PromulgationProcess | None = PromulgationProcess.objects.filter(pk=promulgation).first()
    if found is None:
        raise NotWaitingError
    return found


def _entitle(actor: Person, process: PromulgationProcess) -> None:
    if process.drafted_by_id == actor.pk:
        raise SamePersonError


def _entitle_keeper(actor: Person, process: PromulgationProcess, now: datetime) -> None:
    if not holds_post(actor, APPROVAL_ROLE, localdate(now)):
        raise NotEntitledError
    _entitle(actor, process)


def _refuse_what_is_done(waiting: PromulgationTask) -> None:
    """Raise FasterError when somebody has done the task or ended the promulgation."""
    if waiting.status == STATUS.DONE and waiting.owner:
        raise FasterError(waiting.owner.name, _clock(waiting.done_at))
    _refuse_what_is_over(waiting.process)
    if waiting.status != STATUS.NEW:
        raise NotWaitingError


def _refuse_what_is_over(process: PromulgationProcess) -> None:
    if process.status != PROCESS.NEW or process.outcome:
        raise FasterError(process.decided_by.name if process.decided_by else "", _clock(process.decided_at))


def _clock(instant: datetime | None) -> str:
    return f"{localtime(instant):%Y-%m-%d %H:%M}" if instant else ""


def _need(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissingError


def _decide(process: PromulgationProcess, outcome: Outcome, actor: Person, now: datetime, reason: str) -> None:
    process.outcome, process.decided_by, process.decided_at, process.reason = outcome, actor, now, reason.strip()
    process.save(update_fields=["outcome", "decided_by", "decided_at", "reason", "approved_by"])


def _finish(waiting: PromulgationTask, actor: Person, now: datetime) -> None:
    waiting.owner, waiting.done_at = actor, now
    waiting.flow_task.activation_class(waiting).done()
