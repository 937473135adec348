"""The calendars of the districts, remembered by each process.

How a newly loaded year becomes visible in another process: every load moves ``loaded_at`` of the calendar's years and
changes their number; a process asks for that stamp (one aggregate over some twenty rows) at most once in
``STAMP_SECONDS`` and reads the days again only when it has moved. The process that loads calls ``forget`` after commit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from django.db.models import Count, Max

from workflows.clock.calendar import Calendar
from workflows.clock.days import Day
from workflows.clock.entries import Carry, Entry, Start
from workflows.clock.enums import DayKind
from workflows.clock.models import CalendarDay, CalendarYear

STAMP_SECONDS = 30.0

Stamp = tuple[int, datetime | None]


@dataclass(frozen=True, slots=True)
class _Remembered:
    calendar: Calendar
    stamp: Stamp
    checked: float


_remembered: dict[str, _Remembered] = {}


def calendar_of(code: str) -> Calendar:
    """Return the calendar with that code, at most ``STAMP_SECONDS`` old.

    A code nothing has been announced for is a calendar too: Monday to Friday, and every date provisional.
    """
    known = _remembered.get(code)
    if known and monotonic() - known.checked < STAMP_SECONDS:
        return known.calendar
    stamp = _stamp(code)
    calendar = known.calendar if known and known.stamp == stamp else _read(code)
    _remembered[code] = _Remembered(calendar, stamp, monotonic())
    return calendar


def calendars_of(entries: Iterable[Entry]) -> dict[str, Calendar]:
    """Return the calendars a ledger of these entries needs, by code."""
    return {entry.calendar: calendar_of(entry.calendar) for entry in entries if isinstance(entry, Start | Carry)}


def forget() -> None:
    """Drop what this process remembers; the next question reads the tables."""
    _remembered.clear()


def _stamp(code: str) -> Stamp:
    found = CalendarYear.objects.filter(calendar=code).aggregate(years=Count("year"), loaded=Max("loaded_at"))
    return found["years"], found["loaded"]


def _read(code: str) -> Calendar:
    years = CalendarYear.objects.filter(calendar=code).values_list("year", flat=True)
    days = CalendarDay.objects.filter(calendar=code).order_by("date").values_list("date", "kind", "name")
    return Calendar(frozenset(years), tuple(Day(day, DayKind(kind), name) for day, kind, name in days))
