"""What the worker does after a change was decided: the decision's paper, the next version, and what time brings about."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from approvals import store
from approvals.licences.changing import result_of, settle_change
from approvals.licences.enums import DONE, LIVING, ChangeState, Ground, LicenceState, LicenceVerb, Side
from approvals.licences.lawful import RULES
from approvals.licences.models import Licence, LicenceChange
from approvals.licences.orders import ALIAS
from approvals.licences.port import is_simulated
from approvals.licences.said import laid_out
from approvals.licences.types import LicenceType, type_of_code, years_after
from approvals.licences.verbs import make_document, supersede, take_effect
from approvals.licences.wording import day_text
from approvals.papers.models import Paper
from approvals.papers.offices import office_of
from approvals.papers.render import typeset
from workflows.organisation.models import Organ

DECISION: Final = "licence_decision"
SLICE: Final = 50
"""Licences looked at in one slice of the chore."""

_RELATED: Final = ("licence__issuer__district", "licence__holder", "licence__case", "licence__district")


def carry_out(change: int, now: datetime) -> Licence | None:
    """Make the paper of a decision, and the next version where it brings one; harmless when run again."""
    found = LicenceChange.objects.using(ALIAS).select_related(*_RELATED).get(pk=change)
    if found.document:
        _decision(found, now)
    if found.state in DONE and RULES[LicenceVerb(found.verb)].renews:
        return _next_version(found, now)
    return None


def end_terms(now: datetime, using: str = ALIAS) -> bool:
    """Let what is over be over: renewed where nobody has answered in time (许可法 50), expired otherwise (许可法 70).

    Both take effect at their legal instant, the end of the last day, whenever the worker comes to it.
    """
    # No district is ahead of this one by more than a day; each licence is judged by its own day below.
    due = Licence.objects.using(using).filter(state__in=LIVING, valid_to__lte=now.date() + timedelta(days=1))
    waiting = Q(next=None) & ~Q(changes__verb=LicenceVerb.EXPIRE, changes__state=ChangeState.GRANTED)
    found = list(due.filter(waiting).select_related("issuer__district").order_by("valid_to")[:SLICE])
    for licence in found:
        _end_term(licence, now)
    return len(found) == SLICE


def _end_term(licence: Licence, now: datetime) -> None:
    assert licence.valid_to, "only licences with an end are asked for"  # noqa: S101 - tells mypy
    instant = datetime.combine(licence.valid_to, time(), ZoneInfo(licence.issuer.district.time_zone))
    if instant > now:
        return
    with transaction.atomic(using=ALIAS):
        held: Licence = (
            Licence.objects.using(ALIAS).select_for_update(of=["self"]).select_related("issuer__district", "case")
        ).get(pk=licence.pk)
        if held.state not in LIVING or Licence.objects.using(ALIAS).filter(previous=held).exists():
            return
        asked = LicenceChange.objects.using(ALIAS).filter(
            licence=held, verb=LicenceVerb.RENEW, state=ChangeState.OPEN, started_at__lt=instant
        )
        if held.state == LicenceState.CURRENT and (renewal := asked.first()):
            settle_change(renewal, held, ChangeState.DEEMED, None, instant)
            return
        ended = LicenceChange.objects.using(ALIAS).create(
            licence=held, verb=LicenceVerb.EXPIRE, side=Side.SYSTEM, started_at=instant
        )
        settle_change(ended, held, ChangeState.GRANTED, None, instant)


def _next_version(change: LicenceChange, now: datetime) -> Licence:
    before, kind = change.licence, type_of_code(change.licence.type_code)
    assert kind is not None, "a change of a known type"  # noqa: S101 - tells mypy
    assert change.seq is not None, "its decision is in the journal"  # noqa: S101 - as above
    assert change.decided_at is not None, "it is decided"  # noqa: S101 - as above
    pending: Licence = Licence.objects.using(ALIAS).get(case_id=before.case_id, seq=change.seq)
    if pending.state != LicenceState.PENDING:
        return pending
    day = change.decided_at.astimezone(ZoneInfo(before.issuer.district.time_zone)).date()
    said = _said(change, before, pending, kind, day)
    digest = make_document(kind, pending, before.issuer, said, now)
    with transaction.atomic(using=ALIAS):
        held: Licence = Licence.objects.using(ALIAS).select_for_update().get(pk=pending.pk)
        if held.state == LicenceState.PENDING:
            assert before.holder_id, "a licence in force has a holder"  # noqa: S101 - tells mypy
            supersede(held, now)
            held.document = change.document
            take_effect(held, before.holder_id, said, digest, now)
    return held


def _said(change: LicenceChange, before: Licence, pending: Licence, kind: LicenceType, day: date) -> dict[str, Any]:
    """What the next version says: as before, but for what the change names; a new term follows the old one (16号令 27)."""
    said: dict[str, Any] = {**before.said, **{field: value.strip() for field, value in change.values.items()}}
    said |= {"identifier": pending.identifier, "valid_from": day.isoformat(), "issued_on": day_text(day)}
    said |= {"sample": is_simulated(), "organ_name": before.issuer.name}
    said.setdefault("scope_text", before.scope)
    said["valid_to"] = before.valid_to.isoformat() if before.valid_to else None
    if change.verb == LicenceVerb.RENEW and before.valid_to:
        said["valid_to"] = years_after(before.valid_to, kind.term.years).isoformat()
    return laid_out(kind, said, pending)


def _decision(change: LicenceChange, now: datetime) -> None:
    """The decision as a paper of the case: facts, reason, law, and the remedy (许可法 38; domain.md §1.6)."""
    licence, organ = change.licence, change.licence.issuer
    assert change.seq is not None, "its decision is in the journal"  # noqa: S101 - tells mypy
    assert change.decided_at is not None, "it is decided"  # noqa: S101 - as above
    papers = Paper.objects.using(ALIAS).filter(case=licence.case_id, seq=change.seq, result=result_of(change))
    if papers.exists():
        return
    context = _context(change, licence, organ)
    sheets = typeset(DECISION, context)
    digest = store.keep(sheets.data)
    papers.get_or_create(
        case=licence.case,
        seq=change.seq,
        result=result_of(change),
        defaults={
            "template": DECISION,
            "number": change.document,
            "title": context["title"],
            "district": licence.district,
            "organ": organ,
            "digest": digest,
            "pages": sheets.pages,
            "sample": is_simulated(),
            "legal_at": change.decided_at,
            "made_at": now,
        },
    )


def _context(change: LicenceChange, licence: Licence, organ: Organ) -> dict[str, Any]:
    rule, office = RULES[LicenceVerb(change.verb)], office_of(organ)
    granted = change.state == ChangeState.GRANTED
    kind = type_of_code(licence.type_code)
    called = kind.title.zh if kind else "证照"
    word = rule.word if granted else f"不予{rule.word.removeprefix('准予')}"
    assert change.decided_at, "decided"  # noqa: S101 - tells mypy
    zone = ZoneInfo(organ.district.time_zone)
    return {
        "title": f"{word}{called}决定书",
        "number": change.document,
        "sample": is_simulated(),
        "organ_name": organ.name,
        "holder_name": licence.said.get("name", ""),
        "holder_code": licence.said.get("uscc", ""),
        "licence_title": called,
        "identifier": licence.identifier,
        "case_number": licence.case.number,
        "started_on": day_text(change.started_at.astimezone(zone).date()),
        "by_holder": change.side == Side.HOLDER,
        "word": word,
        "ground": _GROUNDS[Ground(change.ground)] if change.ground else "",
        "reason": change.reason,
        "rests_on": change.rests_on,
        "statement": change.statement,
        "heard": change.hear_until is not None,
        "hearing_record": change.hearing_record,
        "opinion": change.opinion,
        "law": rule.article,
        "against": not granted or change.side != Side.HOLDER,
        "reconsideration": office.reconsideration,
        "court": office.court,
        "enquiries_phone": office.enquiries,
        "supervision_phone": office.supervision,
        "date": day_text(change.decided_at.astimezone(zone).date()),
        "created": change.decided_at.astimezone(zone).date().isoformat(),
    }


_GROUNDS: Final = {
    Ground.LOST: "证照遗失",
    Ground.DAMAGED: "证照损坏",
    Ground.CLERICAL: "证照记载有误",
    Ground.PENALTY: "依法作出行政处罚决定",
    Ground.TIME_SERVED: "暂扣期限届满或者暂扣事由消除",
    Ground.LAW_CHANGED: "行政许可所依据的法律、法规、规章修改或者废止",
    Ground.FACTS_CHANGED: "准予行政许可所依据的客观情况发生重大变化",
    Ground.ABUSE: "行政机关工作人员滥用职权、玩忽职守作出准予行政许可决定",
    Ground.BEYOND_POWER: "超越法定职权作出准予行政许可决定",
    Ground.PROCEDURE: "违反法定程序作出准予行政许可决定",
    Ground.UNQUALIFIED: "对不具备申请资格或者不符合法定条件的申请人准予行政许可",
    Ground.FRAUD: "被许可人以欺骗、贿赂等不正当手段取得行政许可",
    Ground.NOT_RENEWED: "行政许可有效期届满未延续",
    Ground.HOLDER_ENDED: "被许可人依法终止或者死亡",
    Ground.TAKEN_AWAY: "行政许可依法被撤销、撤回，或者行政许可证件依法被吊销",
    Ground.FORCE_MAJEURE: "因不可抗力导致行政许可事项无法实施",
    Ground.GIVEN_UP: "被许可人申请注销",
}
"""The grounds as decisions name them, in Chinese whatever the reader's language is."""
