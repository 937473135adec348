"""Who holds which post, which desks there are, and what follows from it for what a person may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Exists, Q, QuerySet

from workflows.organisation.bodies import Bodies, Lent, bodies_behind, the_one
from workflows.organisation.enums import PostRole
from workflows.organisation.errors import SeveralIssuersError, UnknownDistrictError
from workflows.organisation.models import Deputyship, Desk, District, Entrustment, Organ, Post

_outcomes: set[str] = set()


def lend_outcomes(outcomes: Iterable[str]) -> None:
    """Say which outcomes steps can have; the engine, a later room, knows their types."""
    _outcomes.update(outcomes)


def known_outcomes() -> frozenset[str]:
    """Every outcome a deputy's limits may leave to the holder."""
    return frozenset(_outcomes)


WATCHERS = frozenset({PostRole.SUPERVISOR, PostRole.LEADING_GROUP})
"""Who sees every district, when their post stands at no desk."""


# Not slotted, so that what is derived can be kept.
@dataclass(frozen=True)
class Scope:
    """What a person's posts come to on a day; the same rule as the SQL function ``tongban_enter``.

    ``held`` are the person's posts: role, desk and the desk's district, by key. ``lent`` are those they stand in for as a
    deputy: what waits there shows, but being a supervisor or a keeper is never lent. ``applicants`` are those the person acts for,
    which a later application knows. A scope without a person sees nothing.
    """

    person: int
    day: date
    held: tuple[tuple[PostRole, int | None, int | None], ...] = ()
    lent: tuple[tuple[PostRole, int | None, int | None], ...] = ()
    applicants: frozenset[int] = frozenset()

    @cached_property
    def at_work(self) -> tuple[tuple[PostRole, int | None, int | None], ...]:
        """The posts the person works at: their own, and those they stand in for."""
        return self.held + self.lent

    @cached_property
    def districts(self) -> frozenset[int]:
        """The districts whose cases the person sees; not listed for one who watches all."""
        return frozenset(district for _role, _desk, district in self.at_work if district is not None)

    @cached_property
    def desks(self) -> frozenset[int]:
        """The desks the person stands at."""
        return frozenset(desk for _role, desk, _district in self.at_work if desk is not None)

    @cached_property
    def own_desks(self) -> frozenset[int]:
        """The desks of the person's own posts."""
        return frozenset(desk for _role, desk, _district in self.held if desk is not None)

    @cached_property
    def roles(self) -> frozenset[PostRole]:
        """What the person is, anywhere."""
        return frozenset(role for role, _desk, _district in self.held)

    @cached_property
    def watches_all(self) -> bool:
        """Whether a post of the corridor shows the person every district."""
        return any(role in WATCHERS and desk is None for role, desk, _district in self.held)

    def holds(self, role: PostRole, *, desk: int | None = None, district: int | None = None) -> bool:
        """Tell whether the person holds a post of a role; at a desk or in a district, where one is named."""
        return any(
            held == role and desk in {None, at} and district in {None, lies_in} for held, at, lies_in in self.held
        )


def scope_of(person: int, day: date, applicants: frozenset[int] = frozenset()) -> Scope:
    """The scope of a person on a day, in one query; a closed account has no posts."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_EXERCISED, [person, day, day])
        rows = cursor.fetchall()
    held, for_others = (
        tuple((PostRole(role), desk, district) for own, role, desk, district in rows if own is is_own)
        for is_own in (True, False)
    )
    return Scope(person, day, held, for_others, applicants)


# Asked by every request, so it stands here as it is sent: to put it together by the ORM takes several times what the
# database needs for it.
_EXERCISED = """
SELECT held.deputy_for IS NULL, held.role, held.desk, desk.district_id
  FROM workflows_exercised held
  LEFT JOIN workflows_desk desk ON desk.id = held.desk
 WHERE held.person = %s AND held.valid_from <= %s AND (held.valid_to IS NULL OR held.valid_to > %s)
 ORDER BY held.post
"""


def lent_to(person: int, day: date) -> QuerySet[Deputyship]:
    """The deputyships by which a person stands in for others on a day, as the SQL view ``workflows_exercised`` has them."""
    standing = Deputyship.objects.in_force(day).filter(deputy=person, deputy__is_active=True, revoked_at=None)
    return standing.filter(
        Q(post__valid_to=None) | Q(post__valid_to__gt=day), post__valid_from__lte=day, post__person__is_active=True
    )


def posts_in_force(person: int, day: date) -> QuerySet[Post]:
    """The posts a person holds on a day, with their desks, organs and districts.

    Each knows as ``stands_in`` whether the person stands in for somebody besides.
    """
    posts = Post.objects.in_force(day).filter(person=person, person__is_active=True)
    told: QuerySet[Any] = posts.annotate(stands_in=Exists(lent_to(person, day)))
    return told.select_related("desk__organ", "desk__district").order_by("pk")


def desks_of(district: int, day: date) -> QuerySet[Desk]:
    """The desks of a district on a day, with their organs, by kind."""
    return Desk.objects.in_force(day).filter(district=district).select_related("organ").order_by("kind", "pk")


def district_on(code: str, day: date) -> District:
    """The district that a code means on a day: the one that has it, or whoever succeeded it by then.

    Raise UnknownDistrictError when there is none: an unknown code, a day before its beginning, an end without successor.
    """
    begun = District.objects.filter(valid_from__lte=day)
    found = begun.filter(code=code).first()
    passed: set[int] = set()
    while found and found.valid_to and found.valid_to <= day and found.pk not in passed:
        passed.add(found.pk)
        found = begun.filter(predecessors=found).first()
    if found is None or found.pk in passed:
        raise UnknownDistrictError(district=code, day=day)
    return found


def organ_issuing_for(desk: Desk, day: date) -> Organ:
    """The organ in whose name a desk acts: its own, or the one that entrusts it (许可法 24).

    Of several that entrust, the one of the desk's own division acts; raise SeveralIssuersError when that leaves more
    than one, or none.
    """
    entrusting = list(entrustments_of(desk.organ_id, day).select_related("issuer__district"))
    if not entrusting:
        return desk.organ
    chosen = the_one([_lent(each, desk) for each in entrusting])
    if chosen is None:
        names = ", ".join(each.issuer.name for each in entrusting)
        raise SeveralIssuersError(handler=desk.organ.name, day=day, issuers=names)
    return next(each.issuer for each in entrusting if each.pk == chosen.id)


def entrustments_of(handler: int, day: date) -> QuerySet[Entrustment]:
    """The documents by which an organ acts for others on a day."""
    return Entrustment.objects.in_force(day).filter(handler=handler).order_by("pk")


def organs_without_power(day: date) -> frozenset[int]:
    """The organs, by key, that may decide nothing on a day: no power of their own, and no entrustment in force."""
    entrusted = Entrustment.objects.in_force(day).values("handler")
    waiting = Organ.objects.in_force(day).filter(has_own_power=False).exclude(pk__in=entrusted)
    return frozenset(waiting.values_list("pk", flat=True))


def bodies_of(desk: Desk, day: date) -> Bodies | None:
    """The organs behind what a desk decides on a day; None where nobody, or nobody certain, gives it the power."""
    lent = [_lent(each, desk) for each in entrustments_of(desk.organ_id, day).select_related("issuer__district")]
    return bodies_behind(desk.organ_id, lent, has_power=desk.organ.has_own_power)


def _lent(each: Entrustment, desk: Desk) -> Lent:
    return Lent(each.pk, each.issuer_id, each.sealer_id, each.issuer.district.gb2260 == desk.district.gb2260)
