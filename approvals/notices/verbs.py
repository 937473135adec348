"""Telling people what an act means for them, and noting that they read it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from approvals.notices.errors import NoticeNotFoundError
from approvals.notices.models import Notice
from approvals.notices.wording import in_both_languages
from enterprises.people.queries import applicants_of
from workflows.engine.models import ActContent, Case
from workflows.engine.past import version_then
from workflows.engine.rulebook import rules_of
from workflows.journal.enums import Verb
from workflows.journal.models import JournalRow
from workflows.organisation.models import District, Person
from workflows.organisation.scoping import seen_by
from workflows.standards import schema
from workflows.standards.enums import Audience

KIND = "notices"
"""The kind of effect that tells people."""

WORKER = "worker"


def wants_notices(row: JournalRow) -> bool:
    """Tell whether somebody is to be told of a row."""
    return row.verb in {Verb.OPEN, Verb.ACT} and bool(row.payload["turn"]["notices"])


def make_notices(_effect: int, row: JournalRow, now: datetime) -> None:
    """Make the notices of one journal row, each once however often it is asked; the worker's alone."""
    case = Case.objects.using(WORKER).get(pk=row.case_id)
    turn = row.payload["turn"]
    standard = rules_of(version_then(row, case.standard_id, WORKER)).standard
    written = {notice.key: notice for notice in standard.notices}
    content = ActContent.objects.using(WORKER).filter(case=case, seq=row.seq).values_list("body", flat=True).first()
    texts = {key: in_both_languages(written[key].text, content or {}, standard) for key in turn["notices"]}
    told = (_notice(written[key], texts[key], case, row, now) for key in turn["notices"])
    Notice.objects.using(WORKER).bulk_create([notice for notice in told if notice], ignore_conflicts=True)


def mark_read(*, actor: Person, notices: Iterable[int], now: datetime) -> int:
    """Note that notices were read, by whom and when; gives how many were unread until now.

    Raise NoticeNotFoundError when one of them is not for the actor.
    """
    asked = set(notices)
    day = localdate(now)
    with transaction.atomic(), seen_by(actor.pk, day, applicants_of(actor.pk, day)) as scope:
        visible = Notice.objects.visible_to(scope).filter(pk__in=asked)
        if visible.count() != len(asked):
            raise NoticeNotFoundError
        return visible.filter(read_at=None).update(read_at=now, read_by=actor)


def _notice(
    written: schema.Notice, text: Mapping[str, str], case: Case, row: JournalRow, now: datetime
) -> Notice | None:
    """The notice for its audience; none where a case has no applicant to be told."""
    addressed: dict[str, Any] = {}
    if written.audience is Audience.APPLICANT:
        if case.applicant is None:
            return None
        addressed["applicant"] = case.applicant
    elif written.audience is Audience.DESK:
        addressed["districts"] = _districts_that_go_on(row.payload["turn"]) or [case.district_id]
    return Notice(
        case=case,
        seq=row.seq,
        key=written.key,
        audience=written.audience.value,
        text=dict(text),
        told_at=row.legal_at,
        created_at=now,
        **addressed,
    )


def _districts_that_go_on(turn: Mapping[str, Any]) -> list[int]:
    """The districts at whose desks the act opened steps."""
    codes = {step["district"] for step in turn["opened"] if step["desk"]}
    return sorted(District.objects.using(WORKER).filter(code__in=codes).values_list("pk", flat=True))
