"""Writing down who reads personal values, holding cases, setting retention, and erasing by two people."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from approvals.filing.models import Filing, Material
from approvals.privacy.enums import (
    AccessKind,
    AccessReason,
    CountedFrom,
    DataClass,
    ErasureOutcome,
    ErasureReason,
)
from approvals.privacy.errors import (
    AlreadyAskedError,
    HeldError,
    LawMissingError,
    NoSuchErasureError,
    NotAnArchivistError,
    NotHeldError,
    NothingChosenError,
    NothingLeftError,
    NotTheSupervisorError,
    ReasonMissingError,
    RetentionRunsError,
    SamePersonError,
    StillOpenError,
)
from approvals.privacy.models import LONGEST_LAW, Erasure, LegalHold, Retention
from approvals.privacy.retention import kept_until, rule_for
from approvals.privacy.tombstone import stone_of
from workflows.engine.errors import CaseNotFound
from workflows.engine.models import ActContent, Case
from workflows.engine.noting import note
from workflows.engine.state import Actor
from workflows.journal.enums import Verb
from workflows.journal.models import JournalRow
from workflows.organisation.enums import PostRole
from workflows.organisation.errors import NotEntitledError
from workflows.organisation.models import Person
from workflows.organisation.queries import Scope, scope_of
from workflows.organisation.scoping import seen_by

_NOTE = """
INSERT INTO approvals_access (id, person_id, case_id, kind, fields, reason, at)
VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, %s)
"""

_LAST = 190
"""Characters kept of a field's path."""


def note_access(
    *, actor: Person, case: int, kind: AccessKind, fields: Sequence[str], reason: AccessReason | str, now: datetime
) -> None:
    """Write down that somebody reads personal values of a case, before they do; read inside ``seen_by``.

    Whoever shows a page has settled that they may. Raise ReasonMissingError for nothing or for no listed reason.
    """
    if not fields or reason not in AccessReason.values:
        raise ReasonMissingError
    named: list[Any] = [actor.pk, case, kind, [field[:_LAST] for field in fields], reason, now]
    # Django would ask for the row back, which whoever writes it may not read.
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, named)


def set_retention(
    *,
    actor: Person,
    standard: str,
    data_class: DataClass,
    years: int,
    counted_from: CountedFrom,
    basis: str,
    now: datetime,
) -> Retention:
    """Set how long a kind of data is kept from now on, under one standard or, without its key, under every other.

    Raise NotEntitledError for anybody but a security administrator, LawMissingError without a basis.
    """
    if not scope_of(actor.pk, localdate(now)).holds(PostRole.SECURITY_ADMIN):
        raise NotEntitledError(role=PostRole.SECURITY_ADMIN.label)
    return Retention.objects.create(
        standard=standard,
        data_class=data_class,
        years=years,
        counted_from=counted_from,
        basis=_law(basis),
        set_by=actor,
        set_at=now,
    )


def hold(*, actor: Person, case: int, reason: str, now: datetime) -> LegalHold:
    """Keep anything of a case from being erased. Raise CaseNotFound, NotTheSupervisorError, LawMissingError, HeldError."""
    with seen_by(actor.pk, localdate(now)) as scope:
        held = _case(scope, case)
        _need_supervisor(scope, held)
        try:
            with transaction.atomic():
                return LegalHold.objects.create(case=held, reason=_law(reason), placed_by=actor, placed_at=now)
        except IntegrityError as error:
            raise HeldError(number=held.number, reason=reason) from error


def lift(*, actor: Person, case: int, now: datetime) -> None:
    """Lift the hold on a case. Raise CaseNotFound, NotTheSupervisorError or NotHeldError."""
    with seen_by(actor.pk, localdate(now)) as scope:
        held = _case(scope, case)
        _need_supervisor(scope, held)
        standing = LegalHold.objects.visible_to(scope).filter(case=case, lifted_at=None)
        if not standing.update(lifted_by=actor, lifted_at=now):
            raise NotHeldError(number=held.number)


def ask_erasure(
    *, actor: Person, case: int, classes: Collection[DataClass], reason: ErasureReason, law: str, now: datetime
) -> Erasure:
    """Ask that personal values of a case be erased, as an archivist of the district in charge (个保法 47).

    Raise CaseNotFound, NotAnArchivistError, NothingChosenError, LawMissingError, StillOpenError, HeldError,
    RetentionRunsError, NothingLeftError or AlreadyAskedError.
    """
    with seen_by(actor.pk, localdate(now)) as scope:
        held = _case(scope, case)
        if not scope.holds(PostRole.ARCHIVIST, district=held.district_id):
            raise NotAnArchivistError(number=held.number)
        if not classes:
            raise NothingChosenError
        asked = Erasure(
            case=held,
            classes=sorted(set(classes)),
            reason=reason,
            law=_law(law),
            asked_by=actor,
            asked_at=now,
        )
        _refuse_what_is_kept(scope, held, asked, now)
        try:
            with transaction.atomic():
                asked.save(force_insert=True)
        except IntegrityError as error:
            raise AlreadyAskedError(number=held.number) from error
        return asked


def approve_erasure(*, actor: Person, erasure: int, now: datetime) -> None:
    """Erase what was asked for, as a supervisor and another person: the values go, and their digests stay.

    A row of the journal tells of it; files are removed after the commit. Raise NoSuchErasureError, SamePersonError,
    NotTheSupervisorError, StillOpenError, HeldError, RetentionRunsError, NothingLeftError or Conflict.
    """
    with seen_by(actor.pk, localdate(now)) as scope:
        asked = _open(scope, erasure)
        _need_second(scope, actor, asked)
        _refuse_what_is_kept(scope, asked.case, asked, now)
        said = {
            "erasure": asked.pk,
            "asked_by": asked.asked_by_id,
            "classes": asked.classes,
            "reason": asked.reason,
            "law": asked.law,
            "digests": _digests(scope, asked),
        }
        note(actor=Actor(actor.pk, actor.name), case=asked.case_id, verb=Verb.ERASE, said=said, now=now)
        _decide(actor, asked, ErasureOutcome.ERASED, now)


def refuse_erasure(*, actor: Person, erasure: int, now: datetime) -> None:
    """Refuse what was asked for. Raise NoSuchErasureError, SamePersonError or NotTheSupervisorError."""
    with seen_by(actor.pk, localdate(now)) as scope:
        asked = _open(scope, erasure)
        _need_second(scope, actor, asked)
        _decide(actor, asked, ErasureOutcome.REFUSED, now)


def _decide(actor: Person, asked: Erasure, outcome: ErasureOutcome, now: datetime) -> None:
    named: list[Any] = [actor.pk, localdate(now), asked.pk, outcome.value, now]
    with connection.cursor() as cursor:
        cursor.execute("SELECT privacy_decide(%s, %s, %s, %s, %s)", named)
        (answer,) = cursor.fetchone()
    if answer != "done":
        raise _refusal(answer, asked)


def _refusal(answer: str, asked: Erasure) -> Exception:
    """What the database's own guard says, where the verb was overtaken by another session."""
    number = asked.case.number
    refusals = {
        "decided": NoSuchErasureError(erasure=asked.pk),
        "same": SamePersonError(),
        "post": NotTheSupervisorError(number=number),
        "held": HeldError(number=number, reason="–"),
        "open": StillOpenError(number=number),
    }
    return refusals.get(answer) or RuntimeError(answer)


def _refuse_what_is_kept(scope: Scope, case: Case, asked: Erasure, now: datetime) -> None:
    if case.closed_at is None:
        raise StillOpenError(number=case.number)
    if standing := LegalHold.objects.visible_to(scope).filter(case=case.pk, lifted_at=None).first():
        raise HeldError(number=case.number, reason=standing.reason)
    for data_class in map(DataClass, asked.classes):
        if not _digests_of(scope, case.pk, data_class):
            raise NothingLeftError(number=case.number, what=data_class.label)
        if asked.reason == ErasureReason.RETENTION_OVER:
            _refuse_before_its_end(case, data_class, now)


def _refuse_before_its_end(case: Case, data_class: DataClass, now: datetime) -> None:
    rule = rule_for(case, data_class)
    until = kept_until(case, rule)
    if until is None or localdate(now) <= until:
        when = until.isoformat() if until else f"{rule.counted_from.label} + {rule.years}"
        raise RetentionRunsError(what=data_class.label, number=case.number, until=when, basis=rule.basis)


def _digests(scope: Scope, asked: Erasure) -> list[str]:
    found = (digest for each in asked.classes for digest in _digests_of(scope, asked.case_id, DataClass(each)))
    return sorted(set(found))


def _digests_of(scope: Scope, case: int, data_class: DataClass) -> list[str]:
    """The digests of what there still is of a kind of data."""
    match data_class:
        case DataClass.FORM:
            sent = Filing.objects.visible_to(scope).filter(case=case)
            return [filing.form_digest for filing in sent if stone_of(filing.form) is None]
        case DataClass.CONTENTS:
            written = ActContent.objects.visible_to(scope).filter(case=case)
            standing = [content.seq for content in written if stone_of(content.body) is None]
            rows = JournalRow.objects.visible_to(scope).filter(case_id=case, seq__in=standing)
            return [row.payload["content"] for row in rows]
        case DataClass.MATERIALS:
            files = Material.objects.visible_to(scope).filter(filing__case=case, erasure=None)
            return list(files.values_list("digest", flat=True))


def _case(scope: Scope, case: int) -> Case:
    found = Case.objects.visible_to(scope).select_related("standard").filter(pk=case).first()
    if found is None:
        raise CaseNotFound
    return found


def _open(scope: Scope, erasure: int) -> Erasure:
    found = Erasure.objects.visible_to(scope).select_related("case__standard").filter(pk=erasure, outcome="").first()
    if found is None:
        raise NoSuchErasureError(erasure=erasure)
    return found


def _need_second(scope: Scope, actor: Person, asked: Erasure) -> None:
    if actor.pk == asked.asked_by_id:
        raise SamePersonError
    _need_supervisor(scope, asked.case)


def _need_supervisor(scope: Scope, case: Case) -> None:
    of_the_corridor = any(role is PostRole.SUPERVISOR and desk is None for role, desk, _district in scope.held)
    if not of_the_corridor and not scope.holds(PostRole.SUPERVISOR, district=case.district_id):
        raise NotTheSupervisorError(number=case.number)


def _law(text: str) -> str:
    said = text.strip()
    if not said or len(said) > LONGEST_LAW:
        raise LawMissingError(longest=LONGEST_LAW)
    return said
