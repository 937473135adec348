"""Questions about rehearsals."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connections
from django.utils.timezone import get_current_timezone

from workflows.rehearsing.models import Rehearsal

_CASES = """
  FROM workflows_case c JOIN workflows_standardversion v ON v.id = c.standard_id
 WHERE v.key = %s AND c.opened_at >= %s AND c.opened_at < %s
"""
_COUNT = "SELECT count(*)" + _CASES
_DRAWN = "SELECT c.id" + _CASES + " ORDER BY md5(%s || ':' || c.id) LIMIT %s"


def latest_of(digest: str) -> Rehearsal | None:
    """The latest rehearsal of a text."""
    return Rehearsal.objects.filter(digest=digest).select_related("asked_by").order_by("-pk").first()


def last_month(day: date) -> tuple[date, date]:
    """The first and the last day of the month before the one ``day`` is in."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def cases_of(rehearsal: Rehearsal, using: str) -> tuple[int, list[int]]:
    """How many cases the period has, and the keys of those looked at: all, or the sample its seed draws."""
    period: Any = [rehearsal.key, _begin(rehearsal.since), _begin(rehearsal.until + timedelta(days=1))]
    with connections[using].cursor() as cursor:
        cursor.execute(_COUNT, period)
        (found,) = cursor.fetchone() or (0,)
        cursor.execute(_DRAWN, [*period, str(rehearsal.seed), rehearsal.most])
        drawn: Iterable[tuple[int]] = cursor.fetchall()
    return found, sorted(case for (case,) in drawn)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), get_current_timezone())
