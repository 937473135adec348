"""Questions about promulgations."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from workflows.organisation.enums import PostRole
from workflows.organisation.models import Person, Post
from workflows.standards.promulgation.flow import Promulgation
from workflows.standards.promulgation.models import PromulgationTask
from workflows.standards.queries import in_force

OPINION_ROLE = PostRole.SUPERVISOR
"""A district speaks through its supervisor: whoever answers for its figures says whether the rules suit it."""

APPROVAL_ROLE = PostRole.STANDARD_KEEPER


def inbox(person: Person, day: date) -> QuerySet[PromulgationTask]:
    """Everything this person may do now, the soonest due first; one query, districts and drafters included.

    An opinion waits for the supervisors of its district, an approval for the standard keepers; neither ever for the
    person who drafted.
    """
    posts = in_force(Post, day).filter(person=person, person__is_active=True)
    asked = Exists(posts.filter(role=OPINION_ROLE, desk__district=OuterRef("district")))
    keeper = Exists(posts.filter(role=APPROVAL_ROLE))
    found: QuerySet[PromulgationTask] = (
        PromulgationTask.objects.waiting()
        .filter((Q(flow_task=Promulgation.opinion) & asked) | (Q(flow_task=Promulgation.approval) & keeper))
        .exclude(process__drafted_by=person)
        .select_related("process__drafted_by", "district")
        .order_by("due_at", "pk")
    )
    return found


def opinions_on(promulgation: int) -> QuerySet[PromulgationTask]:
    """The opinions asked for, given or not, by district."""
    found: QuerySet[PromulgationTask] = (
        PromulgationTask.objects.filter(process=promulgation, district__isnull=False)
        .select_related("owner", "district")
        .order_by("district__code")
    )
    return found
