"""The working-day calendar: which days count, and where a number of them ends.

A working day is Monday to Friday unless a notice says otherwise: holidays fall out, make-up Saturdays and Sundays
(调休) count (许可法 82). The first day of a limit is never counted (16号令 77). A year no notice has been loaded for is
counted Monday to Friday, and every date reckoned through it is provisional.

No method walks over days. The number of working days up to a date has a closed form for the ordinary week; the
notices only add a small drift, kept as a prefix sum; its inverse is a binary search.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import accumulate, pairwise
from typing import Self

from django.utils.translation import gettext_lazy as _

from workflows.clock.days import Day, announced_years, shipped_days
from workflows.clock.errors import ClockError

_ORDINALS = range(date.max.toordinal() + 1)
_DECEMBER = 12
_MOST_RECKONED = 10_000


@dataclass(frozen=True, slots=True)
class Due:
    """The date a limit ends on, and whether an announcement still to come may move it."""

    date: date
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """The years that are announced and the days their notices name; equal content is an equal calendar."""

    announced: frozenset[int] = frozenset()
    days: tuple[Day, ...] = ()

    def __post_init__(self) -> None:
        """Raise ClockError where a date has two meanings."""
        for earlier, later in pairwise(self.days):
            if earlier.date >= later.date:
                raise ClockError(
                    "calendar.order",
                    _("The calendar names %(date)s twice or out of order; keep one row per date, in date order."),
                    date=later.date,
                )

    @classmethod
    def of(cls, days: Iterable[Day]) -> Self:
        """Make the calendar the notices in ``days`` announce."""
        kept = tuple(sorted(days))
        return cls(announced_years(kept), kept)

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices work on ``day``."""
        ordinal = day.toordinal()
        return self._rank(ordinal) > self._rank(ordinal - 1)

    def working_days_between(self, after: date, until: date) -> int:
        """Count the working days later than ``after`` up to and including ``until``; 0 when there are none."""
        if until <= after:
            return 0
        return self._rank(until.toordinal()) - self._rank(after.toordinal())

    def add_working_days(self, start: date, count: int) -> Due:
        """Return the ``count``-th working day after ``start``; for 0 the start itself or, at rest, the next one.

        Raise ClockError when ``count`` is negative or the date lies beyond the last one there is.
        """
        # One district's cases start on few days and have few limits.
        known = self._reckoned.get((start, count))
        if known is None:
            if len(self._reckoned) >= _MOST_RECKONED:
                self._reckoned.clear()
            known = self._reckoned[start, count] = self._reckon(start, count)
        return known

    def _reckon(self, start: date, count: int) -> Due:
        _check_count(count)
        before = start.toordinal() - (count == 0)
        wanted = self._rank(before) + max(count, 1)
        ordinal = bisect_left(_ORDINALS, wanted, lo=before + 1, key=self._rank)
        if ordinal == len(_ORDINALS):
            raise _too_far(start, count)
        return Due(
            date.fromordinal(ordinal), self._meets_unannounced(date.fromordinal(before + 1), date.fromordinal(ordinal))
        )

    def add_natural_days(self, start: date, count: int) -> Due:
        """Return the date ``count`` days after ``start``, whatever day it is; no announcement can move it.

        Raise ClockError when ``count`` is negative or the date lies beyond the last one there is.
        """
        _check_count(count)
        try:
            return Due(start + timedelta(days=count), provisional=False)
        except OverflowError as error:
            raise _too_far(start, count) from error

    def is_provisional(self, after: date, until: date) -> bool:
        """Tell whether counting from ``after`` (exclusive) to ``until`` (inclusive) meets an unannounced year."""
        return after < until and self._meets_unannounced(after + timedelta(days=1), until)

    def name_of(self, day: date) -> str:
        """Return the holiday ``day`` belongs to, as a day off or as one worked in exchange; empty for most days."""
        position = bisect_left(self.days, day, key=lambda named: named.date)
        found = self.days[position : position + 1]
        return found[0].name if found and found[0].date == day else ""

    def missing_year(self, today: date) -> int | None:
        """Return the year that ought to be announced by ``today`` and is not: next year's, from 1 December on."""
        expected = today.year + (today.month == _DECEMBER)
        return None if expected in self.announced else expected

    @cached_property
    def _reckoned(self) -> dict[tuple[date, int], Due]:
        """What was reckoned before."""
        return {}

    @cached_property
    def _deviations(self) -> list[int]:
        """The ordinals of the days that differ from the ordinary week, in order."""
        return [day.date.toordinal() for day in self.days if day.deviation]

    @cached_property
    def _drift(self) -> list[int]:
        """How many working days the first 0, 1, 2… deviations have added together."""
        return list(accumulate((day.deviation for day in self.days if day.deviation), initial=0))

    def _rank(self, ordinal: int) -> int:
        """Count the working days from the beginning of the era up to ``ordinal``, inclusive."""
        weeks, day = divmod(ordinal, 7)
        # Ordinal 1 is a Monday, so the remainder numbers the days of a week from Monday on.
        return weeks * 5 + min(day, 5) + self._drift[bisect_right(self._deviations, ordinal)]

    def _meets_unannounced(self, first: date, last: date) -> bool:
        return any(year not in self.announced for year in range(first.year, last.year + 1))


@cache
def shipped_calendar() -> Calendar:
    """Return the calendar that comes with the product, for work without a database."""
    return Calendar.of(shipped_days())


def _check_count(count: int) -> None:
    if count < 0:
        raise ClockError(
            "calendar.negative",
            _("%(count)d days cannot be counted; give 0 or more."),
            count=count,
        )


def _too_far(start: date, count: int) -> ClockError:
    return ClockError(
        "calendar.beyond",
        _("%(count)d days after %(start)s lie beyond the year 9999; give fewer days."),
        count=count,
        start=start,
    )
