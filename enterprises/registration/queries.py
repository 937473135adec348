"""Which enterprise a code means, where one is on a day, and who may write it into the register."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from enterprises.registration.models import Enterprise, EnterpriseAddress
from workflows.organisation.codes import normalise
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Entrustment, Organ
from workflows.organisation.queries import posts_in_force

_REGISTER = (PostRole.APPROVER, PostRole.ISSUER)


def by_code(text: str) -> Enterprise | None:
    """The enterprise a typed unified social credit code means, if it is registered here."""
    code = normalise(text)
    # A character that PostgreSQL cannot hold belongs to no code; isalnum keeps it away from the query.
    return Enterprise.objects.filter(uscc=code).first() if code.isascii() and code.isalnum() else None


def address_on(enterprise: int, day: date) -> EnterpriseAddress | None:
    """The address an enterprise had on a day, with its authority and area; None before it was established."""
    addresses = EnterpriseAddress.objects.in_force(day).filter(enterprise=enterprise)
    return addresses.select_related("authority", "district").first()


def enterprises_in(district: int, day: date) -> QuerySet[Enterprise]:
    """The enterprises whose address lay in a district on a day, by key."""
    there = EnterpriseAddress.objects.in_force(day).filter(enterprise=OuterRef("pk"), district=district)
    return Enterprise.objects.filter(Exists(there)).order_by("pk")


def registers_for(person: int, authority: Organ, day: date) -> bool:
    """Tell whether a person decides or issues for an authority on a day: at its desk, or at one it entrusts (许可法 24)."""
    entrusted = Entrustment.objects.in_force(day).filter(issuer=authority, handler=OuterRef("desk__organ"))
    posts = posts_in_force(person, day).filter(role__in=_REGISTER)
    return posts.filter(Q(desk__organ=authority) | Exists(entrusted)).exists()
