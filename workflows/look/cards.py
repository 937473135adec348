"""What a clock and a timeline show, as plain data: a page fills them, ``look/clock.html`` and ``timeline.html`` draw them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from workflows.clock.calendar import Calendar
from workflows.clock.enums import Light, Unit
from workflows.clock.labels import GROUNDS
from workflows.clock.reading import Pause, Reading

_WARN_AT_ONE_OF = 5
"""A light turns yellow when one of five days is left, as ``Tally.is_nearly_used`` has it."""


class Cell(StrEnum):
    """One day in the bar of a clock; the value is the class its cell is drawn with."""

    USED = "u"
    STOPPED = "s"
    LEFT = "l"
    BEYOND = "t"


@dataclass(frozen=True, slots=True)
class Stop:
    """A time that is not counted, first and last day included, and what it waits for in words."""

    since: date
    until: date
    reason: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class ClockCard:
    """A clock on a page.

    ``used``, ``promised`` and ``statutory`` are whole days of ``unit``: used so far, promised in all, allowed by law
    in all (None where the law sets no limit). ``cells`` are drawn from left to right, one for each day. The due dates
    are the last days in time. ``sentence`` replaces the sentence made of the numbers, for a clock that counts nothing.
    """

    light: Light
    used: int = 0
    promised: int = 0
    statutory: int | None = None
    unit: Unit = Unit.WORKING
    cells: tuple[Cell, ...] = ()
    promised_due: date | None = None
    statutory_due: date | None = None
    stops: tuple[Stop, ...] = ()
    sentence: str = ""
    is_finished: bool = False

    def count(self, cell: Cell) -> int:
        """How many days are drawn so."""
        return self.cells.count(cell)

    @property
    def counts_working_days(self) -> bool:
        """Whether the days are working days."""
        return self.unit is Unit.WORKING

    @property
    def stopped(self) -> int:
        """Days not counted."""
        return self.count(Cell.STOPPED)

    @property
    def left(self) -> int:
        """Days left to the promised limit."""
        return self.count(Cell.LEFT)

    @property
    def beyond(self) -> int:
        """Days from the promised limit to the statutory one."""
        return self.count(Cell.BEYOND)

    @property
    def over(self) -> int:
        """Days used beyond the promised ones."""
        return max(0, self.used - self.promised)


class EntryState(StrEnum):
    """Where an entry of a timeline stands; the value is its class."""

    DONE = "done"
    STOPPED = "done stop"
    NOW = "now"
    TO_COME = "to-come"


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One entry of a timeline, oldest first and the future included; ``time`` is text, as exact as is known."""

    state: EntryState
    title: str
    time: str = ""
    sentence: str = ""


def clock_of(reading: Reading, calendar: Calendar, names: Mapping[str, str] | None = None) -> ClockCard:
    """The card of a reading; ``names`` are words for the keys of what a stop waits for."""
    promised, statutory = reading.promised, reading.statutory
    same_unit = statutory is not None and statutory.limit.unit is promised.limit.unit
    beyond = max(0, statutory.budget - max(promised.budget, promised.consumed)) if statutory and same_unit else 0
    cells = [*_gone(reading, calendar), *[Cell.LEFT] * max(0, promised.remaining), *[Cell.BEYOND] * beyond]
    return ClockCard(
        light=reading.light,
        used=promised.consumed,
        promised=promised.budget,
        statutory=statutory.budget if statutory else None,
        unit=promised.limit.unit,
        cells=tuple(cells),
        promised_due=promised.due.date,
        statutory_due=statutory.due.date if statutory else None,
        stops=tuple(_stop(pause, names or {}) for pause in reading.pauses),
        is_finished=reading.is_finished,
    )


def _gone(reading: Reading, calendar: Calendar) -> list[Cell]:
    """One cell for each day gone by, in their order; used ones are as many as the reading says, whatever today counts."""
    working = reading.promised.limit.unit is Unit.WORKING
    later = (reading.started_on + timedelta(days=n) for n in range(1, (reading.day - reading.started_on).days + 1))
    cells = [_cell(day, reading.pauses) for day in later if not working or calendar.is_working_day(day)]
    while cells.count(Cell.USED) > reading.promised.consumed:
        del cells[len(cells) - 1 - cells[::-1].index(Cell.USED)]
    return cells + [Cell.USED] * (reading.promised.consumed - cells.count(Cell.USED))


def _cell(day: date, pauses: tuple[Pause, ...]) -> Cell:
    return Cell.STOPPED if any(pause.since < day <= pause.until for pause in pauses) else Cell.USED


def _stop(pause: Pause, names: Mapping[str, str]) -> Stop:
    reason = names.get(pause.awaited, pause.awaited) if pause.awaited else str(GROUNDS[pause.ground])
    return Stop(pause.since + timedelta(days=1), pause.until, reason, pause.is_open)


def light_of(
    now: datetime,
    promised_ends: datetime,
    statutory_ends: datetime | None = None,
    *,
    stopped: bool = False,
    remaining: int | None = None,
    budget: int | None = None,
) -> Light:
    """The light of a row that keeps the ends of its limits and not the whole ledger; ``Reading.light`` is the model.

    The ends are instants, 24:00 of the last day. Yellow needs the whole days ``remaining`` of ``budget``: one day, or
    a fifth, is near. Without them nothing is near and the light stays green until the promise has passed.
    """
    if statutory_ends and now >= statutory_ends:
        return Light.OVER
    if now >= promised_ends:
        return Light.RED
    if stopped:
        return Light.BLUE
    if remaining is not None and remaining <= max(1, (budget or 0) / _WARN_AT_ONE_OF):
        return Light.YELLOW
    return Light.GREEN
