"""The notices a person may read; to be asked inside ``seen_by``."""

from django.db.models import QuerySet

from approvals.notices.models import Notice
from workflows.organisation.queries import Scope


def notices_of(scope: Scope, case: int) -> QuerySet[Notice]:
    """The notices of a case that are for whoever reads, in the order in which they were told."""
    return Notice.objects.visible_to(scope).filter(case=case).order_by("seq", "pk")


def inbox(scope: Scope) -> QuerySet[Notice]:
    """Every notice for whoever reads, the latest first, with its case."""
    return Notice.objects.visible_to(scope).select_related("case").order_by("-pk")


def unread(scope: Scope) -> int:
    """How many notices for whoever reads nobody has read yet; one query."""
    return Notice.objects.visible_to(scope).filter(read_at=None).count()
