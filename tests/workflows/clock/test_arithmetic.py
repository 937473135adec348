"""Limits and the instants at which they end."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tests.law import law
from workflows.clock.arithmetic import (
    Limit,
    days_between,
    due_date,
    due_instant,
    end_of,
    last_day_counted,
    to_local,
    zone_named,
)
from workflows.clock.calendar import shipped_calendar
from workflows.clock.enums import Unit
from workflows.clock.errors import ClockError

CN = shipped_calendar()
SHANGHAI = ZoneInfo("Asia/Shanghai")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize("days", ["2.5", "0.25", "-1", "NaN", "Infinity", "0.50001"])
def test_an_unlawful_limit_is_refused(days: str) -> None:
    with pytest.raises(ClockError) as refused:
        Limit.working(days)
    assert refused.value.code == "limit.unlawful"


def test_half_a_natural_day_is_refused() -> None:
    with pytest.raises(ClockError) as refused:
        Limit.natural("0.5")
    assert refused.value.code == "limit.unlawful"


def test_equal_limits_are_written_equally() -> None:
    assert repr(Limit.working("15.0")) == repr(Limit(Decimal(15)))


@pytest.mark.parametrize("days", ["0", "0.5"])
@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-03T17:29:59.999999", "2026-03-03"),
        ("2026-03-03T17:30", "2026-03-04"),
        ("2026-03-06T17:30", "2026-03-09"),
        ("2026-02-14T09:00", "2026-02-14"),
        ("2026-02-14T18:00", "2026-02-24"),
        ("2026-02-15T09:00", "2026-02-24"),
        ("2026-03-07T18:00", "2026-03-09"),
    ],
)
def test_a_same_day_limit_ends_today_before_the_office_closes(days: str, start: str, due: str) -> None:
    assert due_date(shanghai(start), Limit.working(days), CN, SHANGHAI).date == date.fromisoformat(due)


@law("16号令 77")
def test_a_whole_day_does_not_ask_for_the_hour() -> None:
    late, early = shanghai("2026-02-12T23:59"), shanghai("2026-02-12T00:00")
    assert {due_date(start, Limit.working(3), CN, SHANGHAI).date for start in (early, late)} == {date(2026, 2, 24)}


def test_no_natural_days_end_today_whatever_the_hour() -> None:
    assert due_date(shanghai("2026-02-15T23:00"), Limit.natural(0), CN, SHANGHAI).date == date(2026, 2, 15)


def test_a_limit_ends_at_24_of_its_due_date_in_the_districts_zone() -> None:
    due = due_instant(shanghai("2026-02-12T10:00"), Limit.working(3), CN, SHANGHAI)
    assert due == datetime(2026, 2, 24, 16, tzinfo=UTC)


def test_the_start_day_is_the_districts_not_utcs() -> None:
    instant = datetime(2026, 3, 3, 16, 30, tzinfo=UTC)
    assert due_date(instant, Limit.working(1), CN, SHANGHAI).date == date(2026, 3, 5)
    assert due_date(instant, Limit.working(1), CN, AMSTERDAM).date == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("day", "zone", "end"),
    [
        ("2026-03-28", "Europe/Amsterdam", datetime(2026, 3, 28, 23, tzinfo=UTC)),
        ("2026-03-29", "Europe/Amsterdam", datetime(2026, 3, 29, 22, tzinfo=UTC)),
        ("2026-09-05", "America/Santiago", datetime(2026, 9, 6, 4, tzinfo=UTC)),
    ],
)
def test_a_day_ends_where_the_clock_is_moved(day: str, zone: str, end: datetime) -> None:
    assert end_of(date.fromisoformat(day), ZoneInfo(zone)) == end


@pytest.mark.parametrize(("time", "counted"), [("17:29", "2026-03-02"), ("17:30", "2026-03-03")])
def test_today_is_used_up_when_the_office_closes(time: str, counted: str) -> None:
    assert last_day_counted(shanghai(f"2026-03-03T{time}"), SHANGHAI) == date.fromisoformat(counted)


@pytest.mark.parametrize(("unit", "days"), [(Unit.WORKING, 1), (Unit.NATURAL, 4)])
def test_days_between_are_of_their_unit(unit: Unit, days: int) -> None:
    assert days_between(date(2026, 4, 3), date(2026, 4, 7), unit, CN) == days
    assert days_between(date(2026, 4, 7), date(2026, 4, 3), unit, CN) == 0


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ClockError) as refused:
        to_local(datetime(2026, 3, 3, 12), SHANGHAI)  # noqa: DTZ001 - the fault under test
    assert refused.value.code == "instant.naive"


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "../etc/passwd", "Asia"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(ClockError) as refused:
        zone_named(name)
    assert refused.value.code == "zone.unknown"
