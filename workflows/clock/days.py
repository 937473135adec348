"""The days on which the State Council's yearly notices depart from, or put a name to, the ordinary week.

``days.csv`` holds 2007 to 2026, one row per date: ``date,kind,name``. It is keyed by date and not by notice because a
notice may also change the last days of the year before it (those of 2007, 2008, 2012, 2019 and 2023 do).
Source: 全国年节及纪念日放假办法 and the yearly notice of the State Council's General Office (国务院办公厅).
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from workflows.clock.enums import DayKind
from workflows.clock.errors import ClockError

SHIPPED = Path(__file__).with_name("days.csv")

_COLUMNS = ["date", "kind", "name"]
_SATURDAY = 5


@dataclass(frozen=True, slots=True, order=True)
class Day:
    """One date a notice names: off, or worked; ``name`` is the holiday it belongs to."""

    date: date
    kind: DayKind
    name: str

    @property
    def deviation(self) -> int:
        """Working days this date adds to an ordinary week: +1 a Saturday worked, -1 a weekday off, 0 a Sunday off."""
        ordinary = self.date.weekday() < _SATURDAY
        return (self.kind is DayKind.WORK) - ordinary


def read_days(path: Path) -> tuple[Day, ...]:
    """Read a file of days in date order; raise ClockError naming the first line that is not one."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        if next(rows, None) != _COLUMNS:
            raise ClockError(
                "days.header",
                _("%(path)s must begin with the line “%(header)s”; add it and load the file again."),
                path=path,
                header=",".join(_COLUMNS),
            )
        return tuple(sorted(_day(row, rows.line_num, path) for row in rows))


def announced_years(days: Iterable[Day]) -> frozenset[int]:
    """Return the years whose notice is among ``days``.

    Every notice fixes the New Year's Day of its own year (放假办法 2) and of no other, so that one date tells, while
    any other date may come from the notice of the year after.
    """
    return frozenset(day.date.year for day in days if (day.date.month, day.date.day) == (1, 1))


@cache
def shipped_days() -> tuple[Day, ...]:
    """Return the days that come with the product, read once per process."""
    return read_days(SHIPPED)


def _day(row: list[str], line: int, path: Path) -> Day:
    try:
        when, kind, name = row
        return Day(date.fromisoformat(when), DayKind(kind), name)
    except ValueError as error:
        raise ClockError(
            "days.line",
            _("Line %(line)d of %(path)s is not a day: write it as 2026-02-14,WORK,春节 and load the file again."),
            line=line,
            path=path,
        ) from error
