"""The shipped days against the notices they were taken from."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.law import law
from workflows.clock.calendar import shipped_calendar
from workflows.clock.days import Day, announced_years, read_days, shipped_days
from workflows.clock.enums import DayKind
from workflows.clock.errors import ClockError


def notices(shared_data: Path) -> dict[date, bool]:
    """Return every date the notices name, and whether it is off."""
    files = sorted((shared_data / "working-days" / "holiday-cn").glob("*.json"))
    named = [day for file in files for day in json.loads(file.read_text(encoding="utf-8"))["days"]]
    return {date.fromisoformat(day["date"]): day["isOffDay"] for day in named}


@law("许可法 82", "放假办法 2")
def test_every_day_from_2007_to_2026_is_as_the_notices_say(shared_data: Path) -> None:
    off = notices(shared_data)
    calendar = shipped_calendar()
    # The two make-up days of December 2006 come from the notice of 2007.
    days = [date(2006, 12, 1) + timedelta(days=n) for n in range((date(2026, 12, 31) - date(2006, 12, 1)).days + 1)]
    expected = [not off[day] if day in off else day.weekday() < 5 for day in days]
    assert [calendar.is_working_day(day) for day in days] == expected


def test_every_holiday_of_a_notice_has_its_row(shared_data: Path) -> None:
    assert {day.date for day in shipped_days() if day.kind is DayKind.OFF} == {
        day for day, is_off in notices(shared_data).items() if is_off
    }


def test_announced_are_2007_to_2026() -> None:
    assert announced_years(shipped_days()) == frozenset(range(2007, 2027))


def test_every_make_up_day_falls_on_a_weekend() -> None:
    assert {day.deviation for day in shipped_days() if day.kind is DayKind.WORK} == {1}


def test_a_notice_reaches_into_the_december_before() -> None:
    assert [str(day.date) for day in shipped_days() if day.date.year == 2006] == ["2006-12-30", "2006-12-31"]


@pytest.mark.parametrize(
    ("kind", "day", "deviation"),
    [
        (DayKind.OFF, date(2026, 1, 1), -1),
        (DayKind.OFF, date(2026, 1, 3), 0),
        (DayKind.WORK, date(2026, 1, 4), 1),
        (DayKind.WORK, date(2026, 1, 5), 0),
    ],
)
def test_deviation_is_measured_against_the_ordinary_week(kind: DayKind, day: date, deviation: int) -> None:
    assert Day(day, kind, "元旦").deviation == deviation


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "days.header"),
        ("day,kind\n", "days.header"),
        ("date,kind,name\n2026-02-30,OFF,春节\n", "days.line"),
        ("date,kind,name\n2026-02-14,HALF,春节\n", "days.line"),
        ("date,kind,name\n2026-02-14,WORK\n", "days.line"),
    ],
)
def test_a_file_that_is_not_one_of_days_is_refused(tmp_path: Path, content: str, code: str) -> None:
    file = tmp_path / "days.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ClockError) as refused:
        read_days(file)
    assert refused.value.code == code
