"""What administrators do with districts, organs, desks, posts and entrustments.

The security administrator appoints; the system administrator sets up what there is to be appointed to. Every verb asks
for the permission itself. What may never stand, whoever writes it, the database judges as well (``sql/guards.sql``).
"""

from datetime import date, datetime
from typing import TypeVar

from django.db import transaction

from workflows.organisation.administration import record
from workflows.organisation.codes import Verdict, check_uscc
from workflows.organisation.enums import ADMINISTRATORS, AdministrativeVerb, PostRole
from workflows.organisation.errors import (
    AlreadyHeldError,
    CodeRefusedError,
    DocumentMissingError,
    ExclusivePostError,
    NoFurtherEntrustmentError,
    OwnSuccessorError,
    PersonInactiveError,
    SelfAppointmentError,
    SelfEntrustmentError,
)
from workflows.organisation.judging import (
    end,
    entitle,
    judged,
    need_in_force,
    need_second,
    refuse_wrong_days,
    refuse_wrong_place,
    today_at,
)
from workflows.organisation.models import Dated, Desk, District, Entrustment, Organ, Person, Post

D = TypeVar("D", bound=Dated)


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
    second: Person | None = None,
) -> Post:
    """Give a person a post from a day on; an administrator's takes a ``second`` pair of eyes.

    Raise NotEntitledError, SecondNeededError, NotASecondError, SelfAppointmentError, PersonInactiveError, DeskNeededError, DeskForbiddenError, PastDayError,
    NoDurationError, NotInForceError, AlreadyHeldError or ExclusivePostError.
    """
    entitle(actor, PostRole.SECURITY_ADMIN, now)
    if actor.pk == person.pk:
        raise SelfAppointmentError
    if not person.is_active:
        raise PersonInactiveError(name=person.name)
    if role in ADMINISTRATORS:
        need_second(actor, person, second, now)
    refuse_wrong_place(desk, role)
    refuse_wrong_days(valid_from, valid_to, today_at(desk.district if desk else None, now))
    if desk:
        need_in_force(valid_from, desk, desk.organ, desk.district)
    named = {"name": person.name}
    with judged(
        {
            "administrators_hold_no_other_post": ExclusivePostError(**named),
            "one_open_post_of_a_role_at_a_desk": AlreadyHeldError(**named),
        }
    ):
        made = Post.objects.create(person=person, desk=desk, role=role, valid_from=valid_from, valid_to=valid_to)
    _post_recorded(AdministrativeVerb.APPOINTED, actor, second, made, now)
    return made


@transaction.atomic
def end_post(*, actor: Person, post: Post, valid_to: date, now: datetime, second: Person | None = None) -> Post:
    """End a post; ``valid_to`` is the first day on which it is no longer held.

    Raise NotEntitledError, SecondNeededError, NotASecondError, PastDayError, NoDurationError or AlreadyEndedError.
    """
    entitle(actor, PostRole.SECURITY_ADMIN, now)
    held = Post.objects.select_for_update(of=["self"]).select_related("desk__district", "person").get(pk=post.pk)
    if held.role in ADMINISTRATORS:
        need_second(actor, held.person, second, now)
    end(held, str(PostRole(held.role).label), valid_to, today_at(held.desk.district if held.desk else None, now))
    held.save(update_fields=["valid_to"])
    _post_recorded(AdministrativeVerb.POST_ENDED, actor, second, held, now)
    return held


@transaction.atomic
def set_up_district(*, actor: Person, district: District, now: datetime) -> District:
    """Add a district to the corridor. Raise NotEntitledError, NoDurationError or Django's ValidationError."""
    made = _set_up(actor, district, now)
    record(AdministrativeVerb.DISTRICT_OPENED, actor=actor, now=now, code=made.code, name=made.name)
    return made


@transaction.atomic
def set_up_organ(*, actor: Person, organ: Organ, now: datetime) -> Organ:
    """Add an organ to a district.

    Raise NotEntitledError, NoDurationError, NotInForceError, CodeRefusedError or Django's ValidationError.
    """
    found = check_uscc(organ.uscc)
    if found.verdict is not Verdict.OK:
        raise CodeRefusedError(sentence=found.sentence)
    organ.uscc = found.normalised
    made = _set_up(actor, organ, now, organ.district)
    record(AdministrativeVerb.ORGAN_OPENED, actor=actor, now=now, uscc=made.uscc, name=made.name)
    return made


@transaction.atomic
def set_up_desk(*, actor: Person, desk: Desk, now: datetime) -> Desk:
    """Add a desk to an organ.

    Raise NotEntitledError, NoDurationError, NotInForceError or Django's ValidationError.
    """
    made = _set_up(actor, desk, now, desk.organ, desk.district)
    record(
        AdministrativeVerb.DESK_OPENED,
        actor=actor,
        now=now,
        name=made.name,
        kind=made.kind,
        organ=made.organ.name,
        district=made.district.code,
    )
    return made


@transaction.atomic
def end_district(
    *, actor: Person, district: District, successor: District | None, valid_to: date, now: datetime
) -> District:
    """End a district on a day, from which on its code means the successor.

    Its desks stay until the cases that stand at them have been moved; nothing is stranded by the end of a name.
    Raise NotEntitledError, PastDayError, NoDurationError, AlreadyEndedError, OwnSuccessorError or NotInForceError.
    """
    entitle(actor, PostRole.SYSTEM_ADMIN, now)
    if successor and successor.pk == district.pk:
        raise OwnSuccessorError(name=district.name)
    # Both are locked in the order of their keys: two districts cannot end in favour of each other at once.
    keys = sorted({district.pk, *([successor.pk] if successor else [])})
    locked = {each.pk: each for each in District.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    ending = locked[district.pk]
    end(ending, ending.name, valid_to, today_at(ending, now))
    if successor:
        need_in_force(valid_to, locked[successor.pk])
        ending.successor = locked[successor.pk]
    ending.save(update_fields=["valid_to", "successor"])
    record(
        AdministrativeVerb.DISTRICT_CLOSED,
        actor=actor,
        now=now,
        name=ending.name,
        valid_to=valid_to,
        successor=successor.name if successor else "",
    )
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
    sealer: Organ | None = None,
    now: datetime,
) -> Entrustment:
    """Record that one organ handles in the name of another, by a document and for a time (许可法 24).

    ``sealer`` is whose seal the document names where it is not the issuer's. Raise NotEntitledError, SelfEntrustmentError, DocumentMissingError, NoDurationError, NotInForceError or
    NoFurtherEntrustmentError.
    """
    entitle(actor, PostRole.SECURITY_ADMIN, now)
    if issuer.pk == handler.pk:
        raise SelfEntrustmentError(issuer=issuer.name)
    if not document.strip():
        raise DocumentMissingError
    refuse_wrong_days(valid_from, valid_to)
    need_in_force(valid_from, issuer, handler, *([sealer] if sealer else []))
    further = NoFurtherEntrustmentError(issuer=issuer.name, handler=handler.name)
    with judged({"entrusted_organ_entrusts_nobody": further}):
        made = Entrustment.objects.create(
            issuer=issuer,
            handler=handler,
            sealer=sealer,
            document=document.strip(),
            valid_from=valid_from,
            valid_to=valid_to,
        )
    _entrustment_recorded(AdministrativeVerb.ENTRUSTED, actor, made, now)
    return made


@transaction.atomic
def end_entrustment(*, actor: Person, entrustment: Entrustment, valid_to: date, now: datetime) -> Entrustment:
    """End an entrustment; from ``valid_to`` on the handling organ acts for the other no more.

    Raise NotEntitledError, PastDayError, NoDurationError or AlreadyEndedError.
    """
    entitle(actor, PostRole.SECURITY_ADMIN, now)
    locked = Entrustment.objects.select_for_update(of=["self"])
    held = locked.select_related("issuer", "handler__district", "sealer").get(pk=entrustment.pk)
    end(held, held.document, valid_to, today_at(held.handler.district, now))
    held.save(update_fields=["valid_to"])
    _entrustment_recorded(AdministrativeVerb.ENTRUSTMENT_ENDED, actor, held, now)
    return held


def _post_recorded(verb: AdministrativeVerb, actor: Person, second: Person | None, post: Post, now: datetime) -> None:
    record(
        verb,
        actor=actor,
        person=post.person,
        now=now,
        post=post.pk,
        role=post.role,
        desk=post.desk.name if post.desk else "",
        valid_from=post.valid_from,
        valid_to=post.valid_to,
        confirmed_by=second.name if second else "",
    )


def _entrustment_recorded(verb: AdministrativeVerb, actor: Person, made: Entrustment, now: datetime) -> None:
    record(
        verb,
        actor=actor,
        now=now,
        issuer=made.issuer.name,
        handler=made.handler.name,
        sealer=made.sealer.name if made.sealer else "",
        document=made.document,
        valid_from=made.valid_from,
        valid_to=made.valid_to,
    )


def _set_up(actor: Person, made: D, now: datetime, *within: District | Organ) -> D:
    entitle(actor, PostRole.SYSTEM_ADMIN, now)
    refuse_wrong_days(made.valid_from, made.valid_to)
    need_in_force(made.valid_from, *within)
    made.full_clean()
    made.save(force_insert=True)
    return made
