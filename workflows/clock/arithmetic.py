"""Limits, and the instant at which one ends.

A limit ends at 24:00 of its due date in the district's time zone. All instants returned are UTC: two wall times of
one zone compare wrongly in the hour a clock is set back.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from pydantic import ConfigDict

from workflows.clock.calendar import Calendar, Due
from workflows.clock.enums import Unit
from workflows.clock.errors import ClockError

OFFICE_CLOSES = time(17, 30)
"""Wall time from which a working day no longer serves what has to be done on the day itself."""

_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Limit:
    """A length of time the law or a promise sets.

    Whole days of either unit, or half a working day; 0 and 0.5 working days both mean "the same working day".
    Raise ClockError for anything else: no law knows two and a half days.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    days: Decimal
    unit: Unit = Unit.WORKING

    def __post_init__(self) -> None:
        """Refuse what is no lawful limit, and write equal limits equally (15.0 is 15)."""
        days = Decimal(self.days)
        whole = days.is_finite() and days >= 0 and days == days.to_integral_value()
        if not whole and not (days == _HALF and self.unit is Unit.WORKING):
            raise ClockError(
                "limit.unlawful",
                _("A limit of %(days)s days does not exist; give 0, half a working day or a whole number of days."),
                days=self.days,
            )
        object.__setattr__(self, "days", Decimal(int(days)) if whole else _HALF)

    @classmethod
    def working(cls, days: Decimal | int | str) -> Self:
        """Make a limit in working days (工作日)."""
        return cls(Decimal(days), Unit.WORKING)

    @classmethod
    def natural(cls, days: Decimal | int | str) -> Self:
        """Make a limit in natural days (自然日)."""
        return cls(Decimal(days), Unit.NATURAL)

    @property
    def is_same_day(self) -> bool:
        """Tell whether the limit ends on the working day it starts on (即办件)."""
        return self.unit is Unit.WORKING and self.days < 1


def days_to_count(start: datetime, limit: Limit, calendar: Calendar, zone: ZoneInfo) -> int:
    """Return how many days after the start day ``limit`` takes when it starts at the instant ``start``.

    A same-day limit takes none on a working day before the office closes and one otherwise, whatever the day.
    """
    if not limit.is_same_day:
        return int(limit.days)
    local = to_local(start, zone)
    in_time = calendar.is_working_day(local.date()) and local.time() < OFFICE_CLOSES
    return 0 if in_time else 1


def add_days(start: date, count: int, unit: Unit, calendar: Calendar) -> Due:
    """Return the date ``count`` days of ``unit`` after ``start``, which is not counted."""
    return calendar.add_working_days(start, count) if unit is Unit.WORKING else calendar.add_natural_days(start, count)


def days_between(after: date, until: date, unit: Unit, calendar: Calendar) -> int:
    """Count the days of ``unit`` later than ``after`` up to and including ``until``; 0 when there are none."""
    if unit is Unit.WORKING:
        return calendar.working_days_between(after, until)
    return max(0, (until - after).days)


def due_date(start: datetime, limit: Limit, calendar: Calendar, zone: ZoneInfo) -> Due:
    """Return the date on which ``limit`` ends when it starts at the instant ``start``."""
    count = days_to_count(start, limit, calendar, zone)
    return add_days(to_local(start, zone).date(), count, limit.unit, calendar)


def due_instant(start: datetime, limit: Limit, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """Return the instant, in UTC, at which ``limit`` ends: 24:00 of its due date."""
    return end_of(due_date(start, limit, calendar, zone).date, zone)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """Return 24:00 of ``day`` in ``zone``, in UTC; the first moment that is too late."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)


def last_day_counted(at: datetime, zone: ZoneInfo) -> date:
    """Return the last day that is used up at the instant ``at``: today once the office has closed, else yesterday."""
    local = to_local(at, zone)
    return local.date() if local.time() >= OFFICE_CLOSES else local.date() - timedelta(days=1)


def to_local(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return ``instant`` as wall time of ``zone``; raise ClockError when it carries no time zone of its own."""
    if instant.tzinfo is None:
        raise ClockError(
            "instant.naive",
            _("The instant %(instant)s has no time zone; add its offset, such as +08:00."),
            instant=instant.isoformat(),
        )
    return instant.astimezone(zone)


def zone_named(name: str) -> ZoneInfo:
    """Return the time zone of that name in the IANA database; raise ClockError when there is none."""
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError) as error:
        raise ClockError(
            "zone.unknown",
            _("There is no time zone “%(name)s”; give a name such as Asia/Shanghai."),
            name=name,
        ) from error
