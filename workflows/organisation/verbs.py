"""What administrators do with districts, organs, desks, posts and entrustments.

The security administrator appoints; the system administrator sets up what there is to be appointed to. Every verb asks
for the permission itself. What may never stand, whoever writes it, the database judges as well (``sql/guards.sql``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from workflows.organisation.codes import Verdict, check_uscc
from workflows.organisation.enums import ADMINISTRATORS, PostRole
from workflows.organisation.errors import (
    AlreadyEndedError,
    AlreadyHeldError,
    CodeRefusedError,
    DeskForbiddenError,
    DeskNeededError,
    DocumentMissingError,
    ExclusivePostError,
    NoDurationError,
    NoFurtherEntrustmentError,
    NotEntitledError,
    NotInForceError,
    OrganisationError,
    OwnSuccessorError,
    PastDayError,
    PersonInactiveError,
    SelfAppointmentError,
    SelfEntrustmentError,
)
from workflows.organisation.models import Dated, Desk, District, Entrustment, Organ, Person, Post
from workflows.organisation.queries import scope_of

D = TypeVar("D", bound=Dated)

OF_THE_CORRIDOR = ADMINISTRATORS | {PostRole.SUPERVISOR, PostRole.LEADING_GROUP, PostRole.STANDARD_KEEPER}
"""The roles that may stand at no desk; all others need one."""


@transaction.atomic
def appoint(
    *,
    actor: Person,
    person: Person,
    desk: Desk | None,
    role: PostRole,
    valid_from: date,
    valid_to: date | None = None,
    now: datetime,
) -> Post:
    """Give a person a post from a day on.

    Raise NotEntitledError, SelfAppointmentError, PersonInactiveError, DeskNeededError, DeskForbiddenError, PastDayError,
    NoDurationError, NotInForceError, AlreadyHeldError or ExclusivePostError.
    """
    _entitle(actor, PostRole.SECURITY_ADMIN, now)
    if actor.pk == person.pk:
        raise SelfAppointmentError
    if not person.is_active:
        raise PersonInactiveError(name=person.name)
    _refuse_wrong_place(desk, role)
    _refuse_wrong_days(valid_from, valid_to, _today(desk.district if desk else None, now))
    if desk:
        _need_in_force(valid_from, desk, desk.organ, desk.district)
    named = {"name": person.name}
    with _judged(
        {
            "administrators_hold_no_other_post": ExclusivePostError(**named),
            "one_open_post_of_a_role_at_a_desk": AlreadyHeldError(**named),
        }
    ):
        return Post.objects.create(person=person, desk=desk, role=role, valid_from=valid_from, valid_to=valid_to)


@transaction.atomic
def end_post(*, actor: Person, post: Post, valid_to: date, now: datetime) -> Post:
    """End a post; ``valid_to`` is the first day on which it is no longer held.

    Raise NotEntitledError, PastDayError, NoDurationError or AlreadyEndedError.
    """
    _entitle(actor, PostRole.SECURITY_ADMIN, now)
    held = Post.objects.select_for_update(of=["self"]).select_related("desk__district").get(pk=post.pk)
    _end(held, str(PostRole(held.role).label), valid_to, _today(held.desk.district if held.desk else None, now))
    held.save(update_fields=["valid_to"])
    return held


@transaction.atomic
def set_up_district(*, actor: Person, district: District, now: datetime) -> District:
    """Add a district to the corridor. Raise NotEntitledError, NoDurationError or Django's ValidationError."""
    return _set_up(actor, district, now)


@transaction.atomic
def set_up_organ(*, actor: Person, organ: Organ, now: datetime) -> Organ:
    """Add an organ to a district.

    Raise NotEntitledError, NoDurationError, NotInForceError, CodeRefusedError or Django's ValidationError.
    """
    found = check_uscc(organ.uscc)
    if found.verdict is not Verdict.OK:
        raise CodeRefusedError(sentence=found.sentence)
    organ.uscc = found.normalised
    return _set_up(actor, organ, now, organ.district)


@transaction.atomic
def set_up_desk(*, actor: Person, desk: Desk, now: datetime) -> Desk:
    """Add a desk to an organ.

    Raise NotEntitledError, NoDurationError, NotInForceError or Django's ValidationError.
    """
    return _set_up(actor, desk, now, desk.organ, desk.district)


@transaction.atomic
def end_district(
    *, actor: Person, district: District, successor: District | None, valid_to: date, now: datetime
) -> District:
    """End a district on a day, from which on its code means the successor.

    Its desks stay until the cases that stand at them have been moved; nothing is stranded by the end of a name.
    Raise NotEntitledError, PastDayError, NoDurationError, AlreadyEndedError, OwnSuccessorError or NotInForceError.
    """
    _entitle(actor, PostRole.SYSTEM_ADMIN, now)
    if successor and successor.pk == district.pk:
        raise OwnSuccessorError(name=district.name)
    # Both are locked in the order of their keys: two districts cannot end in favour of each other at once.
    keys = sorted({district.pk, *([successor.pk] if successor else [])})
    locked = {each.pk: each for each in District.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    ending = locked[district.pk]
    _end(ending, ending.name, valid_to, _today(ending, now))
    if successor:
        _need_in_force(valid_to, locked[successor.pk])
        ending.successor = locked[successor.pk]
    ending.save(update_fields=["valid_to", "successor"])
    return ending


@transaction.atomic
def entrust(
    *,
    actor: Person,
    issuer: Organ,
    handler: Organ,
    document: str,
    valid_from: date,
    valid_to: date | None = None,
    now: datetime,
) -> Entrustment:
    """Record that one organ handles in the name of another, by a document and for a time (许可法 24).

    Raise NotEntitledError, SelfEntrustmentError, DocumentMissingError, NoDurationError, NotInForceError or
    NoFurtherEntrustmentError.
    """
    _entitle(actor, PostRole.SYSTEM_ADMIN, now)
    if issuer.pk == handler.pk:
        raise SelfEntrustmentError(issuer=issuer.name)
    if not document.strip():
        raise DocumentMissingError
    _refuse_wrong_days(valid_from, valid_to)
    _need_in_force(valid_from, issuer, handler)
    further = NoFurtherEntrustmentError(issuer=issuer.name, handler=handler.name)
    with _judged({"entrusted_organ_entrusts_nobody": further}):
        return Entrustment.objects.create(
            issuer=issuer, handler=handler, document=document.strip(), valid_from=valid_from, valid_to=valid_to
        )


def _entitle(actor: Person, role: PostRole, now: datetime) -> None:
    if not scope_of(actor.pk, localdate(now)).holds(role):
        raise NotEntitledError(role=role.label)


def _refuse_wrong_place(desk: Desk | None, role: PostRole) -> None:
    if desk and role in ADMINISTRATORS:
        raise DeskForbiddenError(role=role.label)
    if not desk and role not in OF_THE_CORRIDOR:
        raise DeskNeededError(role=role.label)


def _refuse_wrong_days(valid_from: date, valid_to: date | None, today: date | None = None) -> None:
    if today and valid_from < today:
        raise PastDayError(day=valid_from, today=today)
    if valid_to and valid_to <= valid_from:
        raise NoDurationError(valid_from=valid_from, valid_to=valid_to)


def _end(dated: Post | District, name: str, valid_to: date, today: date) -> None:
    """Bring an end forward; raise the error that forbids it."""
    if dated.valid_to and dated.valid_to <= max(valid_to, today):
        raise AlreadyEndedError(name=name, valid_to=dated.valid_to)
    if valid_to < today:
        raise PastDayError(day=valid_to, today=today)
    _refuse_wrong_days(dated.valid_from, valid_to)
    dated.valid_to = valid_to


def _need_in_force(day: date, *needed: District | Organ | Desk) -> None:
    for each in needed:
        if each.valid_from > day or (each.valid_to and each.valid_to <= day):
            raise NotInForceError(name=each.name, day=day)


def _today(district: District | None, now: datetime) -> date:
    """The day by the clock on the wall: the district's, or for what is of no district the corridor's."""
    return localdate(now, ZoneInfo(district.time_zone) if district else None)


def _set_up(actor: Person, made: D, now: datetime, *within: District | Organ) -> D:
    _entitle(actor, PostRole.SYSTEM_ADMIN, now)
    _refuse_wrong_days(made.valid_from, made.valid_to)
    _need_in_force(made.valid_from, *within)
    made.full_clean()
    made.save(force_insert=True)
    return made


@contextmanager
def _judged(sentences: dict[str, OrganisationError]) -> Iterator[None]:
    """Say in a sentence what the database refuses by the name of a constraint."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = error.__cause__.diag.constraint_name  # type: ignore[union-attr]  # psycopg's, whatever the refusal
        if name in sentences:
            raise sentences[name] from error
        raise
