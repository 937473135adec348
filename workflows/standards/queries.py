"""Questions about standards; nothing here is remembered between two questions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from workflows.organisation.enums import PostRole
from workflows.organisation.models import Dated, Desk, District, Person, Post
from workflows.organisation.queries import organs_without_power
from workflows.standards.checks_people import Desk as DeskForCheck
from workflows.standards.models import StandardVersion
from workflows.standards.promulgation.enums import SubjectKind
from workflows.standards.promulgation.models import PromulgationProcess
from workflows.standards.schema import Standard

D = TypeVar("D", bound=Dated)


def version_in_force(key: str, day: date) -> StandardVersion | None:
    """The version of a standard in force on a day: the last that has begun; None before the first."""
    return StandardVersion.objects.published().filter(key=key, valid_from__lte=day).order_by("-valid_from").first()


def standards_in_force(day: date) -> Mapping[str, Standard]:
    """Every standard in force on a day, by key."""
    begun = StandardVersion.objects.filter(valid_from__lte=day).order_by("key", "-valid_from").distinct("key")
    return {key: Standard.model_validate(body) for key, body in begun.values_list("key", "body")}


def versions_of(key: str) -> QuerySet[StandardVersion]:
    """Every published version of a standard, the latest number first."""
    return StandardVersion.objects.published().filter(key=key).order_by("-number")


def promulgations_of(key: str) -> QuerySet[PromulgationProcess]:
    """Every attempt to change a standard, the latest first, with the people it names."""
    found: QuerySet[PromulgationProcess] = (
        PromulgationProcess.objects.filter(subject=SubjectKind.STANDARD, key=key)
        .select_related("drafted_by", "approved_by", "decided_by", "version")
        .order_by("-submitted_at", "-pk")
    )
    return found


def in_force(model: type[D], day: date) -> QuerySet[D]:
    """The rows of a dated model that are valid on a day."""
    return QuerySet(model).filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


def holds_post(person: Person, role: PostRole, day: date, district: District | int | None = None) -> bool:
    """Whether a person holds a post of a role on a day; with a district, one at a desk of that district."""
    if not person.is_active:
        return False
    held = in_force(Post, day).filter(person=person, role=role)
    return (held.filter(desk__district=district) if district is not None else held).exists()


def districts_taking_part(day: date) -> list[str]:
    """The codes of the districts in which standards are in force on a day, in order."""
    return list(in_force(District, day).filter(takes_part=True).order_by("code").values_list("code", flat=True))


def desks_by_district(day: date) -> Mapping[str, Sequence[DeskForCheck]]:
    """The desks of every district that takes part on a day, with the roles of the posts at them, as the publish check sees them."""
    found: dict[str, list[DeskForCheck]] = {
        district.code: [] for district in in_force(District, day).filter(takes_part=True)
    }
    roles: defaultdict[int | None, set[str]] = defaultdict(set)
    for post in in_force(Post, day).filter(desk__isnull=False):
        roles[post.desk_id].add(post.role)
    powerless = organs_without_power(day)
    for desk in in_force(Desk, day).select_related("district"):
        if desk.district.code in found:
            decides = desk.organ_id not in powerless
            found[desk.district.code].append(DeskForCheck(desk.kind, frozenset(roles[desk.pk]), decides))
    return found
