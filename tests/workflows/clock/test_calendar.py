"""Counting working days, by the worked dates of the law's readers and by inversion."""

import csv
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law import law
from workflows.clock.calendar import Calendar, Due, shipped_calendar
from workflows.clock.days import Day
from workflows.clock.enums import DayKind
from workflows.clock.errors import ClockError

CN = shipped_calendar()

dates = st.dates(date(2000, 1, 1), date(2035, 12, 31))
counts = st.integers(0, 3000)


def day(text: str) -> date:
    return date.fromisoformat(text)


@law("许可法 82", "16号令 77")
@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-02-12", 1, "2026-02-13"),
        ("2026-02-12", 2, "2026-02-14"),
        ("2026-02-12", 3, "2026-02-24"),
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-02-12", 20, "2026-03-18"),
        ("2026-04-29", 3, "2026-05-07"),
        ("2026-04-29", 5, "2026-05-09"),
        ("2026-09-18", 3, "2026-09-22"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-03-02", 20, "2026-03-30"),
        ("2026-03-02", 30, "2026-04-14"),
    ],
)
def test_the_worked_dates_of_2026(start: str, count: int, due: str) -> None:
    assert CN.add_working_days(day(start), count) == Due(day(due), provisional=False)


@law("许可法 82")
def test_2026_has_248_working_days() -> None:
    firsts = [date(2026, month, 1) for month in range(1, 13)] + [date(2027, 1, 1)]
    eves = [first - timedelta(days=1) for first in firsts]
    months = [CN.working_days_between(after, until) for after, until in pairwise(eves)]
    assert (months, sum(months)) == ([21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23], 248)


def between(first: str, last: str) -> set[date]:
    return {day(first) + timedelta(days=n) for n in range((day(last) - day(first)).days + 1)}


@law("放假办法 2")
@pytest.mark.parametrize(
    ("year", "off", "work"),
    [
        (
            2025,
            "01-01..01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08",
            "01-26 02-08 04-27 09-28 10-11",
        ),
        (
            2026,
            "01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07",
            "01-04 02-14 02-28 05-09 09-20 10-10",
        ),
    ],
)
def test_the_notices_of_2025_and_2026(year: int, off: str, work: str) -> None:
    named = {named.date: named.kind for named in CN.days if named.date.year == year}
    stretches = [span.split("..") for span in off.split()]
    rest = set[date]().union(*(between(f"{year}-{first}", f"{year}-{last}") for first, last in stretches))
    assert {when for when, kind in named.items() if kind is DayKind.OFF} == rest
    assert {when for when, kind in named.items() if kind is DayKind.WORK} == {day(f"{year}-{w}") for w in work.split()}


@law("许可法 82")
def test_every_shared_vector(shared_data: Path) -> None:
    with (shared_data / "working-days" / "vectors.csv").open(encoding="utf-8") as lines:
        vectors = list(csv.DictReader(lines))
    assert len(vectors) > 1500
    wrong = [v for v in vectors if CN.add_working_days(day(v["start"]), int(v["n"])) != Due(day(v["due"]), False)]  # noqa: FBT003
    assert wrong == []
    assert [CN.is_working_day(day(v["start"])) for v in vectors] == [v["start_is_workday"] == "1" for v in vectors]


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-12-28", 3, Due(date(2026, 12, 31), provisional=False)),
        ("2026-12-28", 4, Due(date(2027, 1, 1), provisional=True)),
        ("2026-12-28", 10, Due(date(2027, 1, 11), provisional=True)),
        ("2026-12-31", 0, Due(date(2026, 12, 31), provisional=False)),
        ("2027-03-05", 1, Due(date(2027, 3, 8), provisional=True)),
        ("2006-12-31", 1, Due(date(2007, 1, 4), provisional=False)),
        ("2006-12-28", 2, Due(date(2006, 12, 30), provisional=True)),
    ],
)
def test_a_due_date_is_provisional_when_counted_through_an_unannounced_year(start: str, count: int, due: Due) -> None:
    assert CN.add_working_days(day(start), count) == due


def test_announcing_a_year_settles_its_dates() -> None:
    announced = Calendar.of([*CN.days, Day(date(2027, 1, 1), DayKind.OFF, "元旦")])
    assert announced.add_working_days(date(2026, 12, 28), 4) == Due(date(2027, 1, 4), provisional=False)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-02-14", "2026-02-14"),
        ("2026-02-15", "2026-02-24"),
        ("2026-02-28", "2026-02-28"),
        ("2026-03-01", "2026-03-02"),
    ],
)
def test_no_days_end_on_the_start_or_at_rest_on_the_next_working_day(start: str, due: str) -> None:
    assert CN.add_working_days(day(start), 0).date == day(due)


def test_natural_days_are_every_day_and_never_provisional() -> None:
    assert CN.add_natural_days(date(2026, 12, 28), 10) == Due(date(2027, 1, 7), provisional=False)


@pytest.mark.parametrize("count", [-1, 10_000_000])
@pytest.mark.parametrize("add", [CN.add_working_days, CN.add_natural_days], ids=["working", "natural"])
def test_a_count_that_leads_nowhere_is_refused(add: object, count: int) -> None:
    with pytest.raises(ClockError) as refused:
        add(date(2026, 1, 5), count)  # type: ignore[operator]
    assert refused.value.code == ("calendar.negative" if count < 0 else "calendar.beyond")


def test_the_ends_of_time_are_dates_like_others() -> None:
    assert CN.add_working_days(date.min, 0).date == date.min
    assert CN.add_working_days(date(9999, 12, 30), 1).date == date.max


@law("16号令 77")
@given(start=dates, count=st.integers(1, 3000))
def test_adding_and_counting_are_inverse(start: date, count: int) -> None:
    due = CN.add_working_days(start, count).date
    assert CN.is_working_day(due)
    assert CN.working_days_between(start, due) == count


@given(after=dates, until=dates)
def test_counting_agrees_with_looking_at_every_day(after: date, until: date) -> None:
    until = min(until, after + timedelta(days=500))
    days = [after + timedelta(days=n) for n in range(1, (until - after).days + 1)]
    assert CN.working_days_between(after, until) == sum(map(CN.is_working_day, days))


@given(start=dates, later=dates, count=counts, more=counts)
def test_a_later_start_or_more_days_never_end_earlier(start: date, later: date, count: int, more: int) -> None:
    start, later = sorted((start, later))
    assert CN.add_working_days(start, count).date <= CN.add_working_days(later, count + more).date


@given(start=dates, count=counts, more=counts)
def test_more_days_never_turn_a_provisional_date_final(start: date, count: int, more: int) -> None:
    assert CN.add_working_days(start, count).provisional <= CN.add_working_days(start, count + more).provisional


@pytest.mark.parametrize(
    ("when", "name"), [("2026-02-14", "春节"), ("2026-02-17", "春节"), ("2026-03-03", ""), ("2030-01-01", "")]
)
def test_a_named_day_knows_its_holiday(when: str, name: str) -> None:
    assert CN.name_of(day(when)) == name


@pytest.mark.parametrize(("today", "missing"), [("2026-11-30", None), ("2026-12-01", 2027), ("2027-01-01", 2027)])
def test_next_year_is_missed_from_december_on(today: str, missing: int | None) -> None:
    assert CN.missing_year(day(today)) == missing


def test_two_meanings_of_a_date_are_refused() -> None:
    twice = [Day(date(2026, 1, 1), kind, "元旦") for kind in DayKind]
    with pytest.raises(ClockError) as refused:
        Calendar.of(twice)
    assert refused.value.code == "calendar.order"
