"""Closing an organ or a desk: what stands there is ended or done first, so that nothing and nobody is stranded."""

from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from workflows.organisation.administration import record
from workflows.organisation.enums import AdministrativeVerb, PostRole
from workflows.organisation.errors import CasesWaitError, StillInUseError
from workflows.organisation.judging import end, entitle, today_at
from workflows.organisation.models import Desk, Entrustment, Organ, Person, Post


@transaction.atomic
def end_desk(*, actor: Person, desk: Desk, valid_to: date, now: datetime) -> Desk:
    """Close a desk; from ``valid_to`` on no step comes to it.

    Raise NotEntitledError, StillInUseError while posts go on, CasesWaitError, PastDayError, NoDurationError or
    AlreadyEndedError.
    """
    entitle(actor, PostRole.SYSTEM_ADMIN, now)
    held = Desk.objects.select_for_update(of=["self"]).select_related("district").get(pk=desk.pk)
    _refuse_in_use(held.name, valid_to, _after(Post.objects.filter(desk=held), valid_to))
    if _is_waited_at(held):
        raise CasesWaitError(name=held.name)
    end(held, held.name, valid_to, today_at(held.district, now))
    held.save(update_fields=["valid_to"])
    record(AdministrativeVerb.DESK_CLOSED, actor=actor, now=now, name=held.name, kind=held.kind, valid_to=valid_to)
    return held


@transaction.atomic
def end_organ(*, actor: Person, organ: Organ, valid_to: date, now: datetime) -> Organ:
    """Close an organ. Raise NotEntitledError, StillInUseError while desks or entrustments go on, PastDayError,
    NoDurationError or AlreadyEndedError.
    """  # noqa: D205 - the errors continue the sentence
    entitle(actor, PostRole.SYSTEM_ADMIN, now)
    held = Organ.objects.select_for_update(of=["self"]).select_related("district").get(pk=organ.pk)
    lent = Entrustment.objects.filter(Q(issuer=held) | Q(handler=held) | Q(sealer=held))
    _refuse_in_use(held.name, valid_to, _after(Desk.objects.filter(organ=held), valid_to), _after(lent, valid_to))
    end(held, held.name, valid_to, today_at(held.district, now))
    held.save(update_fields=["valid_to"])
    record(AdministrativeVerb.ORGAN_CLOSED, actor=actor, now=now, name=held.name, uscc=held.uscc, valid_to=valid_to)
    return held


def _after(dated: QuerySet[Post] | QuerySet[Desk] | QuerySet[Entrustment], day: date) -> int:
    return dated.filter(Q(valid_to=None) | Q(valid_to__gt=day)).count()


def _refuse_in_use(name: str, day: date, *counts: int) -> None:
    if any(counts):
        raise StillInUseError(name=name, day=day, count=sum(counts))


def _is_waited_at(desk: Desk) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tongban_desk_is_waited_at(%s)", [desk.pk])
        return bool(cursor.fetchone()[0])
