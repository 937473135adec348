"""The preview: every running case is judged by the plan as it stands, slice by slice, and nothing is written to a case."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from workflows.moving.enums import PlanState
from workflows.moving.models import MoveLine, MovePlan
from workflows.moving.slices import judged, lines_of, next_cases


def preview_on(now: datetime, using: str) -> bool:
    """Judge the next slice of the first plan whose preview is not finished; tell whether there may be more."""
    with transaction.atomic(using=using):
        waiting = MovePlan.objects.using(using).select_for_update(skip_locked=True, no_key=True, of=["self"])
        plan = waiting.filter(state=PlanState.DRAFT, previewed__lt=F("revision")).order_by("pk").first()
        if plan is None:
            return False
        cases = next_cases(plan, using)
        if cases:
            MoveLine.objects.using(using).bulk_create(lines_of(plan, judged(plan, cases, now, using), using))
            plan.cursor = cases[-1]
            plan.save(using=using, update_fields=["cursor"])
        else:
            plan.previewed, plan.previewed_at = plan.revision, now
            plan.save(using=using, update_fields=["previewed", "previewed_at"])
    return True
