"""Lets time speak: applies every consequence of silence that is due, without anybody looking at the case."""

from datetime import datetime

import structlog

from workflows.engine.models import CaseStep
from workflows.engine.verbs import catch_up

BATCH = 100
"""Cases caught up in one write."""

_reports = structlog.get_logger(__name__)


def due_silences(now: datetime, using: str = "worker") -> int:
    """Apply what became due by ``now``, the oldest first, each at its legal instant; gives the cases that moved.

    A case that cannot be caught up is logged and left, and holds no other one up.
    """
    moved, passed = 0, set[int]()
    while cases := _waiting(now, using, passed):
        passed.update(cases)
        moved += len(_caught_up(cases, now, using))
    return moved


def _waiting(now: datetime, using: str, passed: set[int]) -> list[int]:
    due = CaseStep.objects.using(using).filter(closed_at=None, silence_at__lte=now).order_by("silence_at", "pk")
    cases = dict.fromkeys(due.exclude(case__in=passed).values_list("case_id", flat=True)[:BATCH])
    return list(cases)


def _caught_up(cases: list[int], now: datetime, using: str) -> list[int]:
    try:
        return catch_up(cases=cases, now=now, using=using)
    except Exception:  # noqa: BLE001 - one case that fails must not keep the others waiting
        if len(cases) == 1:
            _reports.exception("engine.case_not_caught_up", case=cases[0])
            return []
        return [moved for case in cases for moved in _caught_up([case], now, using)]
