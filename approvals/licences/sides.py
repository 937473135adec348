"""Who speaks for which side of a licence on a day: its holder, the issuing organ, the organ that supervises it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from approvals.licences.enums import Side
from approvals.licences.errors import SideError
from approvals.licences.models import Licence
from enterprises.people.queries import applicants_of
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Entrustment, Organ, Person
from workflows.organisation.queries import posts_in_force

_WORK = (PostRole.REVIEWER, PostRole.APPROVER, PostRole.ISSUER)


def day_at(organ: Organ, now: datetime) -> date:
    """The day of an instant where the organ is."""
    return localdate(now, ZoneInfo(organ.district.time_zone))


def sides_of(person: Person, licence: Licence, now: datetime) -> frozenset[Side]:
    """The sides the person may speak for; the licence's issuer and its district are loaded with it."""
    day = day_at(licence.issuer, now)
    sides = set()
    if licence.holder_id and licence.holder_id in applicants_of(person.pk, day):
        sides.add(Side.HOLDER)
    if _works(person, licence.issuer, day, _WORK):
        sides.add(Side.ISSUER)
    supervises = posts_in_force(person.pk, day).filter(role=PostRole.SUPERVISOR)
    if supervises.filter(Q(desk=None) | Q(desk__district=licence.issuer.district_id)).exists():
        sides.add(Side.SUPERIOR)
    return frozenset(sides)


def decides_for(person: Person, organ: Organ, now: datetime) -> bool:
    """Tell whether the person decides for the organ: an approver there, or where it has entrusted (许可法 24)."""
    return _works(person, organ, day_at(organ, now), (PostRole.APPROVER,))


def need_side(person: Person, side: Side, licence: Licence, now: datetime) -> None:
    """Raise SideError unless the person speaks for that side."""
    if side not in sides_of(person, licence, now):
        raise SideError(side=side.label, issuer=licence.issuer.name)


def _works(person: Person, organ: Organ, day: date, roles: tuple[PostRole, ...]) -> bool:
    entrusted = Entrustment.objects.in_force(day).filter(issuer=organ, handler=OuterRef("desk__organ"))
    posts = posts_in_force(person.pk, day).filter(role__in=roles)
    return posts.filter(Q(desk__organ=organ) | Exists(entrusted)).exists()
