"""The clock is a ledger: nothing is stored but what was done to it, and every figure is read out of that.

``Ledger`` folds its entries into spans of days; ``Ledger.at`` reads it at an instant. The same entries under a calendar
with one more year announced give the new figures, so nothing has to be corrected when a notice appears.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, reduce
from itertools import groupby
from typing import Self

from django.utils.translation import gettext_lazy as _

from workflows.clock.arithmetic import Limit, days_to_count, last_day_counted, to_local, zone_named
from workflows.clock.calendar import Calendar
from workflows.clock.entries import Carry, Entry, Extend, Finish, Resume, Start, Stop
from workflows.clock.enums import GROUNDS_OF_REGIME, Unit
from workflows.clock.errors import ClockError
from workflows.clock.explanation import Explanation
from workflows.clock.reading import Pause, Reading, Tally
from workflows.clock.spans import Deadline, Span, announced_end, consumed, deadline, expect_end


@dataclass(frozen=True, slots=True)
class _State:
    """What the entries so far amount to; the last span is open."""

    start: Start
    promised: Limit
    statutory: Limit | None
    spans: tuple[Span, ...]
    last: Entry
    extension: Extend | None = None

    @property
    def now(self) -> Span:
        return self.spans[-1]

    @property
    def extended_by(self) -> int:
        return self.extension.days if self.extension else 0


@dataclass(frozen=True)
class Ledger:
    """The entries of one clock in legal order, and the calendars they name, by code.

    Raise ClockError for an order of entries the law does not know: two starts, a stop on a ground the regime lacks, a
    second extension, anything after the end.
    """

    entries: tuple[Entry, ...]
    calendars: Mapping[str, Calendar]

    def __post_init__(self) -> None:
        """Refuse an unlawful history."""
        _ = self._state

    def append(self, entry: Entry) -> Self:
        """Return the ledger with ``entry`` added; raise ClockError when that is not lawful now."""
        return replace(self, entries=(*self.entries, entry))

    def at(self, instant: datetime) -> Reading:
        """Read the ledger as it stood by law at ``instant``; raise ClockError before its start."""
        entries = tuple(entry for entry in self.entries if entry.at <= instant)
        if not entries:
            raise ClockError(
                "ledger.not_started", _("The clock has not started at %(at)s; ask for a later time."), at=instant
            )
        state = self._state if len(entries) == len(self.entries) else self._fold(entries)
        is_finished = isinstance(state.last, Finish)
        return _read(state, state.last.at if is_finished else instant, is_finished=is_finished)

    def ends(self, instant: datetime) -> tuple[Deadline, Deadline | None] | None:
        """Return where the promised and the statutory limit end, as all of the ledger stands at ``instant``.

        None once it is finished. The same as ``at`` says, without the days used.
        """
        state = self._state
        if isinstance(state.last, Finish):
            return None
        spans = expect_end(state.spans, to_local(instant, state.now.zone).date())
        statutory = _deadline(state, state.statutory, spans) if state.statutory else None
        return _deadline(state, state.promised, spans), statutory

    def explain(self, instant: datetime, names: Mapping[str, str] | None = None) -> Explanation:
        """Explain the reading at ``instant``; ``names`` gives the reader's words for the keys waited for."""
        return Explanation(self.at(instant), names or {})

    @cached_property
    def _state(self) -> _State:
        return self._fold(self.entries)

    def _fold(self, entries: tuple[Entry, ...]) -> _State:
        start, *rest = entries or (None,)
        if not isinstance(start, Start):
            raise ClockError("ledger.no_start", _("A clock begins with its start; record that first."))
        return reduce(self._apply, rest, self._open(start))

    def _open(self, start: Start) -> _State:
        zone = zone_named(start.zone)
        span = Span(to_local(start.at, zone).date(), None, self._calendar(start.calendar), zone)
        return _State(start, start.promised, start.statutory, (span,), start)

    def _apply(self, state: _State, entry: Entry) -> _State:
        _check_order(state, entry)
        match entry:
            case Stop():
                _check_stop(state, entry)
                return replace(state, spans=_turn(state, entry, stop=entry), last=entry)
            case Resume():
                _check_resume(state)
                return replace(state, spans=_turn(state, entry, stop=None), last=entry)
            case Extend():
                _check_extension(state, entry)
                return replace(state, extension=entry, last=entry)
            case Carry():
                return self._carry(state, entry)
            case Finish():
                return replace(state, last=entry)
            case Start():
                raise ClockError("ledger.started", _("The clock has already started; open a new clock instead."))

    def _carry(self, state: _State, carry: Carry) -> _State:
        moved = {"calendar": self._calendar(carry.calendar), "zone": zone_named(carry.zone)}
        promised, statutory = carry.limits or (state.promised, state.statutory)
        return replace(state, promised=promised, statutory=statutory, spans=_turn(state, carry, **moved), last=carry)

    def _calendar(self, code: str) -> Calendar:
        try:
            return self.calendars[code]
        except KeyError as error:
            raise ClockError(
                "ledger.calendar", _("The calendar “%(code)s” was not given; load it and try again."), code=code
            ) from error


def _turn(state: _State, entry: Entry, **changes: object) -> tuple[Span, ...]:
    """Close the open span on the day of ``entry`` and open another that differs from it by ``changes``."""
    # In a zone further west the day of a later instant can be an earlier date; no day may be counted twice.
    day = max(state.now.after, to_local(entry.at, state.now.zone).date())
    opened = replace(state.now, after=day, **changes)  # type: ignore[arg-type]
    return (*state.spans[:-1], replace(state.now, until=day), opened)


def _check_order(state: _State, entry: Entry) -> None:
    if isinstance(state.last, Finish):
        raise ClockError("ledger.finished", _("The clock has ended; open a new clock instead."))
    if entry.at < state.last.at:
        raise ClockError(
            "ledger.backwards",
            _("An entry of %(at)s cannot follow one of %(last)s; check the instant."),
            at=entry.at,
            last=state.last.at,
        )


def _check_stop(state: _State, stop: Stop) -> None:
    if state.now.stop:
        raise ClockError("stop.twice", _("The clock is already stopped; resume it before it stops again."))
    if stop.ground not in GROUNDS_OF_REGIME[state.start.regime]:
        raise ClockError(
            "stop.ground",
            _("The ground %(ground)s does not stop a clock of the regime %(regime)s; the time counts."),
            ground=stop.ground,
            regime=state.start.regime,
        )


def _check_resume(state: _State) -> None:
    if not state.now.stop:
        raise ClockError("resume.running", _("The clock is running; only a stopped clock is resumed."))


def _check_extension(state: _State, extension: Extend) -> None:
    if state.extension:
        raise ClockError("extend.twice", _("The limit has been extended; the law allows one extension."))
    current = _read(state, extension.at, is_finished=False)
    if (current.statutory or current.promised).has_passed(extension.at):
        raise ClockError("extend.late", _("The limit has passed; it can be extended only while it runs."))


def _read(state: _State, at: datetime, *, is_finished: bool) -> Reading:
    today = to_local(at, state.now.zone).date()
    counted = last_day_counted(at, state.now.zone)
    spans = expect_end(state.spans, today)
    return Reading(
        at=at,
        day=today,
        started_on=state.spans[0].after,
        is_retroactive=state.start.is_retroactive,
        is_finished=is_finished,
        extended_by=state.extended_by,
        elapsed=sum(span.days(Unit.WORKING, counted) for span in state.spans),
        pauses=tuple(_pauses(state, spans, counted)),
        promised=_tally(state, state.promised, spans, counted),
        statutory=_tally(state, state.statutory, spans, counted) if state.statutory else None,
    )


def _pauses(state: _State, spans: tuple[Span, ...], counted: date) -> Iterator[Pause]:
    # A hand-over during a stop splits its span, not the stop.
    for stop, parts in groupby(spans, key=lambda span: span.stop):
        stopped = list(parts)
        if stop is None:
            continue
        until = stopped[-1].until
        assert until is not None, "expect_end closes every stop"  # noqa: S101 - tells mypy, and us
        yield Pause(
            ground=stop.ground,
            awaited=stop.awaited,
            since=stopped[0].after,
            until=until,
            announced_until=announced_end(stopped[0], stop),
            working_days=sum(span.days(Unit.WORKING, counted) for span in stopped),
            is_open=stop is state.now.stop,
        )


def _deadline(state: _State, limit: Limit, spans: tuple[Span, ...]) -> Deadline:
    return deadline(spans, limit.unit, _budget(state, limit, spans))


def _budget(state: _State, limit: Limit, spans: tuple[Span, ...]) -> int:
    return days_to_count(state.start.at, limit, spans[0].calendar, spans[0].zone) + state.extended_by


def _tally(state: _State, limit: Limit, spans: tuple[Span, ...], counted: date) -> Tally:
    budget = _budget(state, limit, spans)
    end = deadline(spans, limit.unit, budget)
    return Tally(limit, budget, consumed(spans, limit.unit, counted), end.due, end.at)
