"""The ledger: what it refuses, and what it reads after stops, extensions and hand-over."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law import law
from workflows.clock.arithmetic import Limit
from workflows.clock.calendar import Calendar, Due, shipped_calendar
from workflows.clock.days import Day
from workflows.clock.entries import Carry, Entry, Extend, Finish, Resume, Start, Stop
from workflows.clock.enums import DayKind, Ground, Light
from workflows.clock.errors import ClockError
from workflows.clock.ledger import Ledger

SHANGHAI = ZoneInfo("Asia/Shanghai")
CN = shipped_calendar()
CALENDARS = {"CN": CN, "NL": Calendar()}


def on(day: str | date, hour: int = 10) -> datetime:
    return datetime.combine(date.fromisoformat(str(day)), datetime.min.time(), SHANGHAI) + timedelta(hours=hour)


def limit(days: Limit | int | str) -> Limit:
    return days if isinstance(days, Limit) else Limit.working(days)


def start(
    day: str | date,
    promised: Limit | int | str = 15,
    statutory: int | None = 20,
    *,
    hour: int = 10,
    **changes: Any,
) -> Start:
    usual = {
        "at": on(day, hour),
        "recorded_at": on(day, hour),
        "regime": "LICENCE",
        "calendar": "CN",
        "zone": "Asia/Shanghai",
        "promised": limit(promised),
        "statutory": None if statutory is None else limit(statutory),
    }
    return Start(**usual | changes)


def stop(day: str | date, announced: int = 5, ground: Ground = Ground.HEARING, *, hour: int = 10) -> Stop:
    return Stop(at=on(day, hour), ground=ground, announced_days=announced)


def resume(day: str | date, hour: int = 10) -> Resume:
    return Resume(at=on(day, hour))


def carry(day: str | date, calendar: str = "CN", zone: str = "Asia/Shanghai", **fields: Any) -> Carry:
    return Carry(at=on(day), calendar=calendar, zone=zone, **fields)


def ledger(*entries: Entry) -> Ledger:
    return Ledger(entries, CALENDARS)


def dues(made: Ledger, day: str | date) -> tuple[str, str]:
    reading = made.at(on(day))
    assert reading.statutory
    return str(reading.promised.due.date), str(reading.statutory.due.date)


@law("许可法 42", "许可法 82", "16号令 77")
def test_the_two_limits_of_a_running_clock() -> None:
    reading = ledger(start("2026-02-12", 3, 20)).at(on("2026-02-14"))
    assert dues(ledger(start("2026-02-12", 3, 20)), "2026-02-14") == ("2026-02-24", "2026-03-18")
    assert (reading.promised.consumed, reading.promised.remaining, reading.elapsed) == (1, 2, 1)
    assert reading.promised.ends_at == on("2026-02-25", 0)


def test_today_is_consumed_when_the_office_closes() -> None:
    made = ledger(start("2026-03-02"))
    closes = on("2026-03-04", 17) + timedelta(minutes=30)
    before, after = made.at(closes - timedelta(microseconds=1)), made.at(closes)
    assert (before.promised.consumed, after.promised.consumed) == (1, 2)


def test_a_day_ends_in_the_districts_zone() -> None:
    made = ledger(start("2026-03-02", 2, 20))
    midnight = on("2026-03-05", 0)
    assert made.at(midnight - timedelta(microseconds=1)).light == Light.YELLOW
    assert made.at(midnight.astimezone(ZoneInfo("Europe/Amsterdam"))).light == Light.RED


@pytest.mark.parametrize(("hour", "due", "light"), [(17, "2026-03-02", Light.YELLOW), (18, "2026-03-03", Light.YELLOW)])
def test_a_same_day_limit(hour: int, due: str, light: Light) -> None:
    made = ledger(start("2026-03-02", "0.5", 3, hour=hour))
    reading = made.at(on("2026-03-02", 20))
    assert (str(reading.promised.due.date), reading.light) == (due, light)


@law("许可法 32(四)")
def test_a_filing_nobody_answered_counts_from_its_receipt() -> None:
    receipt, deemed = on("2026-02-12"), on("2026-02-27", 0)
    reading = ledger(start("2026-02-12", at=receipt, recorded_at=deemed)).at(deemed)
    assert reading.is_retroactive
    assert (str(reading.started_on), reading.promised.consumed) == ("2026-02-12", 5)
    assert str(reading.promised.due.date) == "2026-03-11"


@law("许可法 45")
def test_the_time_of_a_special_procedure_is_not_counted() -> None:
    made = ledger(start("2026-04-20"), stop("2026-05-06"), resume("2026-05-09"))
    reading = made.at(on("2026-05-11"))
    assert (reading.paused, reading.promised.consumed, reading.elapsed) == (3, 9, 12)
    assert dues(ledger(start("2026-04-20")), "2026-05-11") == ("2026-05-13", "2026-05-20")
    assert dues(made, "2026-05-11") == ("2026-05-18", "2026-05-25")


def test_a_stop_within_one_day_costs_nothing() -> None:
    made = ledger(start("2026-03-02"), stop("2026-03-04", hour=9), resume("2026-03-04", 16))
    assert dues(made, "2026-03-05") == dues(ledger(start("2026-03-02")), "2026-03-05")


def test_a_clock_stopped_on_its_last_day_ends_on_the_day_it_resumes_or_the_next_working_day() -> None:
    stopped = ledger(start("2026-03-02", 5), stop("2026-03-09"))
    assert dues(stopped.append(resume("2026-03-12")), "2026-03-12")[0] == "2026-03-12"
    assert dues(stopped.append(resume("2026-03-14")), "2026-03-14")[0] == "2026-03-16"


def test_a_stopped_clock_shows_the_dates_it_will_have() -> None:
    made = ledger(start("2026-03-02"), stop("2026-03-04", announced=5))
    assert dues(made, "2026-03-06") == dues(made.append(resume("2026-03-11")), "2026-03-11")
    assert dues(made, "2026-03-13") == dues(made.append(resume("2026-03-13")), "2026-03-13")


@law("许可法 42")
def test_an_extension_lengthens_both_limits_once() -> None:
    made = ledger(start("2026-03-02"), Extend(at=on("2026-03-20"), days=10, approver="post-1"))
    assert dues(made, "2026-03-20") == ("2026-04-07", "2026-04-14")
    assert made.at(on("2026-03-20")).extended_by == 10


def test_a_hand_over_under_the_same_calendar_moves_no_date() -> None:
    made = ledger(start("2026-04-20"), carry("2026-04-28"))
    assert dues(made, "2026-05-06") == dues(ledger(start("2026-04-20")), "2026-05-06")


def test_another_calendar_counts_from_the_day_after_the_hand_over() -> None:
    reading = ledger(start("2026-04-27", 5), carry("2026-04-29", "NL")).at(on("2026-05-05", 20))
    assert (reading.promised.consumed, reading.promised.due) == (6, Due(date(2026, 5, 4), provisional=True))


def test_another_zone_ends_the_day_by_its_own_midnight() -> None:
    reading = ledger(start("2026-03-02", 5), carry("2026-03-04", zone="Europe/Amsterdam")).at(on("2026-03-05"))
    assert reading.promised.due.date == date(2026, 3, 9)
    assert reading.promised.ends_at == datetime(2026, 3, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))


def test_moving_west_over_midnight_counts_no_day_twice() -> None:
    made = ledger(
        start("2026-03-02", 5),
        Carry(at=on("2026-03-04", 2), calendar="CN", zone="Europe/Amsterdam"),
        stop("2026-03-04", hour=3),
        resume("2026-03-04", 4),
    )
    assert dues(made, "2026-03-05")[0] == "2026-03-09"


def test_a_new_version_brings_its_limits_and_keeps_the_days_used() -> None:
    made = ledger(start("2026-03-02"), carry("2026-03-04", limits=(Limit.working(5), Limit.working(10))))
    assert dues(made, "2026-03-05") == ("2026-03-09", "2026-03-16")
    assert made.at(on("2026-03-05")).promised.consumed == 2


def test_a_stop_survives_a_hand_over_as_one_stop() -> None:
    made = ledger(start("2026-03-02"), stop("2026-03-04"), carry("2026-03-06"), resume("2026-03-10"))
    pauses = made.at(on("2026-03-11")).pauses
    assert [(str(pause.since), str(pause.until), pause.working_days) for pause in pauses] == [
        ("2026-03-04", "2026-03-10", 4)
    ]


def test_a_notice_loaded_later_settles_the_date_without_any_entry() -> None:
    entries = (start("2026-12-28", 5),)
    known = {"CN": Calendar.of([*CN.days, Day(date(2027, 1, 1), DayKind.OFF, "元旦")])}
    assert Ledger(entries, CALENDARS).at(on("2026-12-28")).promised.due == Due(date(2027, 1, 4), provisional=True)
    assert Ledger(entries, known).at(on("2026-12-28")).promised.due == Due(date(2027, 1, 5), provisional=False)


def test_a_date_counted_through_an_unannounced_year_stays_provisional_behind_a_stop() -> None:
    gap = Calendar.of(day for day in CN.days if day.date.year != 2025)
    entries = (start("2025-12-29", 5), stop("2026-01-05"), resume("2026-01-07"))
    assert Ledger(entries, {"CN": gap}).at(on("2026-01-08")).promised.due.provisional


def test_a_service_no_law_limits_is_never_over() -> None:
    reading = ledger(start("2026-03-02", 3, None)).at(on("2027-03-02"))
    assert (reading.statutory, reading.light) == (None, Light.RED)


def test_natural_days_count_every_day() -> None:
    reading = ledger(start("2026-04-28", Limit.natural(10))).at(on("2026-05-04", 18))
    assert (reading.promised.consumed, reading.promised.due.date) == (6, date(2026, 5, 8))


@law("浙规 12")
@pytest.mark.parametrize(
    ("day", "hour", "light"),
    [
        ("2026-03-18", 10, Light.GREEN),
        ("2026-03-18", 18, Light.YELLOW),
        ("2026-03-23", 23, Light.YELLOW),
        ("2026-03-24", 0, Light.RED),
        ("2026-03-30", 23, Light.RED),
        ("2026-03-31", 0, Light.OVER),
    ],
)
def test_the_light_follows_the_two_limits(day: str, hour: int, light: Light) -> None:
    assert ledger(start("2026-03-02", 15, 20)).at(on(day, hour)).light == light


@law("许可法 45")
@pytest.mark.parametrize(
    ("day", "light"), [("2026-03-04", Light.BLUE), ("2026-03-11", Light.BLUE), ("2026-03-12", Light.YELLOW)]
)
def test_a_stopped_clock_is_blue_until_it_outlasts_what_was_announced(day: str, light: Light) -> None:
    assert ledger(start("2026-03-02"), stop("2026-03-04", announced=5)).at(on(day, 23)).light == light


def test_a_stop_begun_too_late_hides_nothing() -> None:
    made = ledger(start("2026-03-02", 3, 5), stop("2026-03-06"))
    assert made.at(on("2026-03-06")).light == Light.RED


@pytest.mark.parametrize(
    ("day", "light"), [("2026-03-23", Light.GREEN), ("2026-03-24", Light.RED), ("2026-03-31", Light.OVER)]
)
def test_a_finished_clock_keeps_the_light_it_ended_with(day: str, light: Light) -> None:
    made = ledger(start("2026-03-02", 15, 20), Finish(at=on(day)))
    assert made.at(on("2026-12-01")).light == light
    assert made.at(on("2026-12-01")) == made.at(on(day))


def test_the_past_is_read_as_it_stood() -> None:
    made = ledger(start("2026-03-02"), stop("2026-03-04"), resume("2026-03-10"))
    assert made.at(on("2026-03-03")) == ledger(start("2026-03-02")).at(on("2026-03-03"))


@law("许可法 42", "许可法 45")
@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ((), "ledger.no_start"),
        ((resume("2026-03-02"),), "ledger.no_start"),
        ((start("2026-03-02"), start("2026-03-03")), "ledger.started"),
        ((start("2026-03-02"), stop("2026-03-01")), "ledger.backwards"),
        ((start("2026-03-02"), Finish(at=on("2026-03-03")), stop("2026-03-04")), "ledger.finished"),
        ((start("2026-03-02"), resume("2026-03-03")), "resume.running"),
        ((start("2026-03-02"), stop("2026-03-03"), stop("2026-03-04")), "stop.twice"),
        ((start("2026-03-02", regime="REGISTRATION"), stop("2026-03-03")), "stop.ground"),
        ((start("2026-03-02"), *[Extend(at=on("2026-03-03"), days=10, approver="p")] * 2), "extend.twice"),
        ((start("2026-03-02", 3, 5), Extend(at=on("2026-03-10"), days=10, approver="p")), "extend.late"),
        ((start("2026-03-02", calendar="XX"),), "ledger.calendar"),
        ((start("2026-03-02"), carry("2026-03-03", "XX")), "ledger.calendar"),
    ],
)
def test_an_unlawful_history_is_refused(entries: tuple[Entry, ...], code: str) -> None:
    with pytest.raises(ClockError) as refused:
        Ledger(entries, CALENDARS)
    assert refused.value.code == code


def test_reading_before_the_start_is_refused() -> None:
    with pytest.raises(ClockError) as refused:
        ledger(start("2026-03-02")).at(on("2026-03-01"))
    assert refused.value.code == "ledger.not_started"


days_after = st.integers(0, 400).map(lambda days: date(2025, 1, 1) + timedelta(days=days))
moments = st.tuples(days_after, st.integers(0, 23))


@st.composite
def histories(draw: st.DrawFn) -> Ledger:
    """Draw a lawful life: a start, then stops and hand-overs in order."""
    times = sorted(on(*moment) for moment in draw(st.lists(moments, min_size=1, max_size=8)))
    promised, statutory = sorted(draw(st.tuples(st.integers(0, 40), st.integers(0, 40))))
    made = ledger(start(times[0].date(), promised, statutory, hour=times[0].hour))
    stopped = False
    for at in times[1:]:
        if draw(st.booleans()):
            made = made.append(carry(at.date(), draw(st.sampled_from(["CN", "NL"]))).model_copy(update={"at": at}))
        else:
            turn = (
                Resume(at=at)
                if stopped
                else Stop(at=at, ground=Ground.TESTING, announced_days=draw(st.integers(1, 30)))
            )
            made, stopped = made.append(turn), not stopped
    return made


@given(made=histories(), moment=moments)
def test_consumed_and_paused_days_are_together_the_elapsed_ones(made: Ledger, moment: tuple[date, int]) -> None:
    reading = made.at(max(made.entries[0].at, on(*moment)))
    assert reading.promised.consumed + reading.paused == reading.elapsed


@given(made=histories(), days=st.lists(moments, min_size=2, max_size=10))
def test_days_used_never_shrink(made: Ledger, days: list[tuple[date, int]]) -> None:
    readings = [made.at(at) for at in sorted(max(made.entries[0].at, on(*moment)) for moment in days)]
    for earlier, later in pairwise(readings):
        assert earlier.promised.consumed <= later.promised.consumed
        assert earlier.paused <= later.paused


@given(made=histories())
def test_the_promise_never_ends_after_the_law(made: Ledger) -> None:
    reading = made.at(on("2027-06-01"))
    assert reading.statutory
    assert reading.promised.due.date <= reading.statutory.due.date


@law("许可法 45")
@given(begun=days_after, until_stop=st.integers(0, 40), stopped=st.integers(0, 60), days=st.integers(1, 40))
def test_a_stop_moves_the_due_date_by_the_days_stopped(begun: date, until_stop: int, stopped: int, days: int) -> None:
    running = ledger(start(begun, days, 60))
    due = running.at(on(begun)).promised.due.date
    stop_day = min(begun + timedelta(days=until_stop), due - timedelta(days=1))
    made = running.append(stop(stop_day)).append(resume(stop_day + timedelta(days=stopped), 11))
    reading = made.at(on("2027-06-01"))
    assert reading.promised.due.date == CN.add_working_days(due, reading.paused).date if reading.paused else due


@given(begun=days_after, moved=st.integers(0, 60), days=st.integers(0, 40))
def test_a_hand_over_under_the_same_calendar_never_moves_the_due_date(begun: date, moved: int, days: int) -> None:
    running = ledger(start(begun, days, 60))
    made = running.append(carry(begun + timedelta(days=moved)))
    assert made.at(on("2027-06-01")).promised == running.at(on("2027-06-01")).promised
