"""Days of a clock's life: stretches of one calendar, either running or stopped, and what a limit makes of them.

Every day after the start belongs to exactly one span. A boundary day belongs to the span it ends: the day of a stop
still runs, the day of a resumption is still stopped, the day of a hand-over is still the old district's (domain.md
§1.2). Therefore a hand-over under an equal calendar moves no due date, and a stop moves it by the days stopped.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from workflows.clock.arithmetic import add_days, days_between, end_of
from workflows.clock.calendar import Calendar, Due
from workflows.clock.entries import Stop
from workflows.clock.enums import Unit


@dataclass(frozen=True, slots=True)
class Span:
    """The days later than ``after`` up to and including ``until`` (None: still open), stopped by ``stop`` or running."""

    after: date
    until: date | None
    calendar: Calendar
    zone: ZoneInfo
    stop: Stop | None = None

    def days(self, unit: Unit, until: date) -> int:
        """Count the days of this span up to and including ``until``."""
        last = until if self.until is None else min(until, self.until)
        return days_between(self.after, last, unit, self.calendar)


@dataclass(frozen=True, slots=True)
class Deadline:
    """Where a limit ends, and in whose time zone its last day ends."""

    due: Due
    zone: ZoneInfo

    @property
    def at(self) -> datetime:
        """24:00 of that day, in UTC."""
        return end_of(self.due.date, self.zone)


def consumed(spans: Iterable[Span], unit: Unit, until: date) -> int:
    """Count the running days of ``unit`` up to and including ``until``."""
    return sum(span.days(unit, until) for span in spans if span.stop is None)


def deadline(spans: Iterable[Span], unit: Unit, count: int) -> Deadline:
    """Return the day on which ``count`` running days are used up; ``spans`` end with an open, running one.

    A limit never ends while its clock is stopped: one that is stopped on its last day ends on the day of the
    resumption, or on the next working day when offices rest then.
    """
    left = count
    provisional = False
    for span in spans:
        if span.stop is not None:
            continue
        due = add_days(span.after, left, unit, span.calendar)
        if span.until is None or due.date < span.until:
            return Deadline(Due(due.date, provisional or due.provisional), span.zone)
        provisional |= unit is Unit.WORKING and span.calendar.is_provisional(span.after, span.until)
        left = max(0, left - span.days(unit, span.until))
    raise AssertionError("the last span must be open and running")


def announced_end(stopped: Span, stop: Stop) -> date:
    """Return the day by which the applicant was told the procedure ends; ``stopped`` is the first span of the stop."""
    return stopped.calendar.add_working_days(stopped.after, stop.announced_days).date


def expect_end(spans: tuple[Span, ...], today: date) -> tuple[Span, ...]:
    """Return ``spans`` ending with a running one: a stop that lasts ends as announced, or today when that has passed."""
    last = spans[-1]
    if last.stop is None:
        return spans
    began = next(span for span in spans if span.stop == last.stop)
    until = max(announced_end(began, last.stop), last.after, today)
    return (*spans[:-1], replace(last, until=until), replace(last, after=until, stop=None))
