"""Who holds which post, which desks there are, and what follows from it for what a person may see."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from workflows.organisation.enums import PostRole
from workflows.organisation.errors import SeveralIssuersError, UnknownDistrictError
from workflows.organisation.models import Desk, District, Entrustment, Organ, Post

WATCHERS = frozenset({PostRole.SUPERVISOR, PostRole.LEADING_GROUP})
"""Who sees every district, when their post stands at no desk."""


# Not slotted, so that what is derived can be kept.
@dataclass(frozen=True)
class Scope:
    """What a person's posts come to on a day; the same rule as the SQL function ``tongban_enter``.

    ``held`` are the posts: role, desk and the desk's district, by key. ``applicants`` are those the person acts for,
    which a later application knows. A scope without a person sees nothing.
    """

    person: int
    day: date
    held: tuple[tuple[PostRole, int | None, int | None], ...] = ()
    applicants: frozenset[int] = frozenset()

    @cached_property
    def districts(self) -> frozenset[int]:
        """The districts whose cases the person sees; not listed for one who watches all."""
        return frozenset(district for _role, _desk, district in self.held if district is not None)

    @cached_property
    def desks(self) -> frozenset[int]:
        """The desks the person stands at."""
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
    posts = Post.objects.in_force(day).filter(person=person, person__is_active=True).order_by("pk")
    held = posts.values_list("role", "desk_id", "desk__district_id")
    return Scope(person, day, tuple((PostRole(role), desk, district) for role, desk, district in held), applicants)


def posts_in_force(person: int, day: date) -> QuerySet[Post]:
    """The posts a person holds on a day, with their desks, organs and districts."""
    posts = Post.objects.in_force(day).filter(person=person, person__is_active=True)
    return posts.select_related("desk__organ", "desk__district").order_by("pk")


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
    entrusting = Entrustment.objects.in_force(day).filter(handler=desk.organ_id)
    issuers = [each.issuer for each in entrusting.select_related("issuer__district").order_by("pk")]
    if not issuers:
        return desk.organ
    near = [issuer for issuer in issuers if issuer.district.gb2260 == desk.district.gb2260]
    candidates = {issuer.pk: issuer for issuer in (issuers if len(issuers) == 1 else near)}
    if len(candidates) != 1:
        names = ", ".join(issuer.name for issuer in issuers)
        raise SeveralIssuersError(handler=desk.organ.name, day=day, issuers=names)
    return next(iter(candidates.values()))
