"""Where the rules meet the clock: what an outcome enters in the ledger, and when a step is due."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from workflows.clock.arithmetic import Limit as ClockLimit
from workflows.clock.arithmetic import due_instant, zone_named
from workflows.clock.calendar import Calendar
from workflows.clock.entries import Carry, Entry, Extend, Finish, Resume, Start, Stop
from workflows.clock.enums import GROUNDS_OF_REGIME, Ground
from workflows.clock.ledger import Ledger
from workflows.engine.enums import Clocking
from workflows.engine.errors import NoExtension
from workflows.engine.state import CaseState, Dues, OpenStep
from workflows.standards.schema import Limit, Limits


@dataclass(frozen=True, slots=True)
class Place:
    """The calendar, by code, and the time zone of a district; ``is_open`` tells whether it may receive a case."""

    calendar: str
    zone: str
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Clock:
    """The calendars there are, by code, and the place of each district, by code."""

    calendars: Mapping[str, Calendar] = field(repr=False)
    places: Mapping[str, Place]

    def end(self, start: datetime, limit: Limit, district: str) -> datetime:
        """Return 24:00 of the day on which ``limit`` ends in ``district``; raises KeyError for an unknown district."""
        place = self.places[district]
        return due_instant(start, to_clock(limit), self.calendars[place.calendar], zone_named(place.zone))

    def dues(self, ledger: tuple[Entry, ...], now: datetime) -> Dues:
        """Return when both limits end as the ledger stands at ``now``; nothing when no clock runs.

        Raise ClockError when the ledger is no lawful history.
        """
        if not ledger:
            return Dues()
        found = Ledger(ledger, self.calendars).ends(now)
        if found is None:
            return Dues()
        promised, statutory = found
        provisional = promised.due.provisional or bool(statutory and statutory.due.provisional)
        return Dues(promised.at, statutory.at if statutory else None, provisional)


@dataclass(frozen=True, slots=True)
class Stroke:
    """All that an entry of the ledger may depend on.

    ``days`` is what a notice tells, ``post`` the approver's, ``procedure`` the special one that begins.
    """

    state: CaseState
    limits: Limits
    clock: Clock
    at: datetime
    step: OpenStep | None = None
    opened: tuple[OpenStep, ...] = ()
    days: int | None = None
    post: int | None = None
    procedure: Ground | None = None

    @property
    def district(self) -> str:
        """The district whose calendar counts: the step's, or the one that has the case."""
        return self.step.district if self.step else self.state.district


def is_running(ledger: tuple[Entry, ...]) -> bool:
    """Tell whether a clock has begun and not ended; it may be stopped."""
    return bool(ledger) and not isinstance(ledger[-1], Finish)


def is_stopped(ledger: tuple[Entry, ...]) -> bool:
    """Tell whether the clock is stopped."""
    turns = [entry for entry in ledger if isinstance(entry, Stop | Resume)]
    return bool(turns) and isinstance(turns[-1], Stop) and is_running(ledger)


def entries(clocking: Clocking | None, stroke: Stroke) -> tuple[Entry, ...]:
    """Return what ``clocking`` enters in the ledger as it stands: nothing where it can have no effect."""
    return tuple(_WRITERS[clocking](stroke)) if clocking else ()


def to_clock(limit: Limit) -> ClockLimit:
    """Return a standard's limit as the clock reckons it."""
    return ClockLimit(limit.days, limit.unit)


def _start(stroke: Stroke) -> Iterator[Entry]:
    yield from _start_from(stroke, stroke.at)


def _start_at_receipt(stroke: Stroke) -> Iterator[Entry]:
    # Silence accepts from the day the step's material came (许可法 32(四)), which is when the step opened.
    yield from _start_from(stroke, stroke.step.opened_at if stroke.step else stroke.at)


def _start_from(stroke: Stroke, start: datetime) -> Iterator[Entry]:
    if stroke.state.ledger:
        return
    place = stroke.clock.places[stroke.district]
    statutory = stroke.limits.statutory
    yield Start(
        at=start,
        recorded_at=stroke.at,
        regime=stroke.state.regime.value,
        calendar=place.calendar,
        zone=place.zone,
        promised=to_clock(stroke.limits.promised),
        statutory=to_clock(statutory) if statutory else None,
    )


def _stop(stroke: Stroke) -> Iterator[Entry]:
    ledger = stroke.state.ledger
    if Ground.CORRECTION in GROUNDS_OF_REGIME[stroke.state.regime] and is_running(ledger) and not is_stopped(ledger):
        yield Stop(at=stroke.at, ground=Ground.CORRECTION, announced_days=stroke.days or 1)


def _stop_for_procedure(stroke: Stroke) -> Iterator[Entry]:
    # Whether the clock can be stopped now, the ledger says: a procedure that does not stop it may not begin.
    if stroke.procedure is not None:
        yield Stop(at=stroke.at, ground=stroke.procedure, announced_days=stroke.days or 1)


def _resume(stroke: Stroke) -> Iterator[Entry]:
    if is_stopped(stroke.state.ledger):
        yield Resume(at=stroke.at)


def _extend(stroke: Stroke) -> Iterator[Entry]:
    if stroke.limits.extension is None:
        raise NoExtension
    yield Extend(at=stroke.at, days=int(stroke.limits.extension.days), approver=str(stroke.post))


def _carry(stroke: Stroke) -> Iterator[Entry]:
    districts = {step.district for step in stroke.opened}
    if len(districts) != 1 or not is_running(stroke.state.ledger):
        return
    place = stroke.clock.places[districts.pop()]
    last = [entry for entry in stroke.state.ledger if isinstance(entry, Start | Carry)][-1]
    if (place.calendar, place.zone) != (last.calendar, last.zone):
        yield Carry(at=stroke.at, calendar=place.calendar, zone=place.zone)


def _carry_to_custodian(stroke: Stroke) -> Iterator[Entry]:
    place = stroke.clock.places[stroke.state.district]
    starts = [entry for entry in stroke.state.ledger if isinstance(entry, Start | Carry)]
    if is_running(stroke.state.ledger) and (place.calendar, place.zone) != (starts[-1].calendar, starts[-1].zone):
        yield Carry(at=stroke.at, calendar=place.calendar, zone=place.zone)


def _finish(stroke: Stroke) -> Iterator[Entry]:
    if is_running(stroke.state.ledger):
        yield Finish(at=stroke.at)


_WRITERS: Mapping[Clocking, Callable[[Stroke], Iterator[Entry]]] = MappingProxyType(
    {
        Clocking.START: _start,
        Clocking.START_AT_RECEIPT: _start_at_receipt,
        Clocking.STOP: _stop,
        Clocking.STOP_FOR_PROCEDURE: _stop_for_procedure,
        Clocking.RESUME: _resume,
        Clocking.EXTEND: _extend,
        Clocking.CARRY: _carry,
        Clocking.CARRY_TO_CUSTODIAN: _carry_to_custodian,
        Clocking.FINISH: _finish,
    }
)
