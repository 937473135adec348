"""Questions the studio's pages ask."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from viewflow.workflow.status import STATUS

from workflows.organisation.enums import PostRole
from workflows.organisation.models import District, Person, Post
from workflows.organisation.queries import Scope
from workflows.standards.models import StandardDraft, StandardVersion
from workflows.standards.promulgation.enums import Outcome
from workflows.standards.promulgation.models import PromulgationProcess
from workflows.standards.promulgation.queries import OPINION_ROLE
from workflows.standards.queries import in_force

READERS = frozenset({PostRole.STANDARD_KEEPER, PostRole.SUPERVISOR, PostRole.LEADING_GROUP})
"""Who reads standards: those who keep them, those who give a district's opinion, and those who lead."""


def reads_standards(scope: Scope) -> bool:
    """Whether the person may open the studio."""
    return bool(READERS & scope.roles)


def keeps_standards(scope: Scope) -> bool:
    """Whether the person drafts and approves."""
    return PostRole.STANDARD_KEEPER in scope.roles


@dataclass(frozen=True, slots=True)
class Line:
    """One standard in the list: the version in force, and those that will follow it."""

    current: StandardVersion | None
    coming: list[StandardVersion]
    key: str

    @property
    def latest(self) -> StandardVersion:
        """The version a draft would begin from."""
        found = self.coming[-1] if self.coming else self.current
        if found is None:
            raise LookupError(self.key)
        return found


def lines_on(day: date) -> list[Line]:
    """Every standard on a day, by key; one query, without the texts but with their titles."""
    rows = StandardVersion.objects.published().annotate(title=F("body__title"), regime=F("body__regime")).defer("body")
    versions: defaultdict[str, list[StandardVersion]] = defaultdict(list)
    for version in rows.select_related("promulgation").order_by("key", "valid_from"):
        versions[version.key].append(version)
    return [
        Line(
            next((each for each in reversed(found) if each.valid_from <= day), None),
            [each for each in found if each.valid_from > day],
            key,
        )
        for key, found in versions.items()
    ]


def drafts_in_work() -> QuerySet[StandardDraft]:
    """The drafts that are not published, the last changed first."""
    published = PromulgationProcess.objects.filter(draft=OuterRef("pk"), outcome=Outcome.PUBLISHED)
    return StandardDraft.objects.exclude(Exists(published)).select_related("drafted_by", "base").order_by("-changed_at")


def changes_under_way() -> QuerySet[PromulgationProcess]:
    """The promulgations nobody has decided on, with how many districts were asked and how many have spoken."""
    asked = Q(task_set__district__isnull=False)
    found: QuerySet[PromulgationProcess] = (
        PromulgationProcess.objects.under_way()
        .annotate(
            title=F("body__title"),
            asked=Count("task_set", filter=asked),
            heard=Count("task_set", filter=asked & Q(task_set__status=STATUS.DONE)),
        )
        .defer("body")
        .select_related("drafted_by", "district")
        .order_by("submitted_at")
    )
    return found


def districts_taking_part(day: date) -> QuerySet[District]:
    """The districts in which standards are in force on a day."""
    return in_force(District, day).filter(takes_part=True).order_by("code")


@dataclass(frozen=True, slots=True)
class Asked:
    """A district that may be asked, and who would speak for it."""

    district: District
    speakers: list[Person]


def districts_to_ask(day: date) -> list[Asked]:
    """Every district that takes part on a day, with its supervisors; two queries."""
    speakers: defaultdict[int | None, list[Person]] = defaultdict(list)
    posts = in_force(Post, day).filter(role=OPINION_ROLE, desk__isnull=False, person__is_active=True)
    for post in posts.select_related("person", "desk").order_by("person__name"):
        at = post.desk.district_id if post.desk else None
        if post.person not in speakers[at]:
            speakers[at].append(post.person)
    return [Asked(district, speakers[district.pk]) for district in districts_taking_part(day)]
