"""The calendars a process remembers, and when it looks again."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from workflows.clock import queries
from workflows.clock.arithmetic import Limit
from workflows.clock.calendar import Calendar
from workflows.clock.days import SHIPPED
from workflows.clock.entries import Carry, Start
from workflows.clock.queries import calendar_of, calendars_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("load")]
NOW = datetime(2026, 11, 1, tzinfo=UTC)
LATER = datetime(2026, 11, 2, tzinfo=UTC)
Load = Callable[..., int]


def test_a_year_loaded_elsewhere_is_seen_at_the_next_look(load: Load, announce: Load) -> None:
    load(SHIPPED)
    before = calendar_of("TEST")
    announce("2026-12-27,WORK,元旦\n2027-01-01,OFF,元旦\n", LATER)
    after = calendar_of("TEST")
    assert (before.missing_year(date(2026, 12, 1)), after.missing_year(date(2026, 12, 1))) == (2027, None)
    assert after.is_working_day(date(2026, 12, 27))


def test_an_unchanged_calendar_is_not_read_again(load: Load) -> None:
    load(SHIPPED)
    assert calendar_of("TEST") is calendar_of("TEST")


def test_between_two_looks_the_tables_are_not_asked(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(queries, "STAMP_SECONDS", 60.0)
    with django_assert_num_queries(3):
        calendar_of("TEST")
    with django_assert_num_queries(0):
        calendar_of("TEST")


def test_a_code_nothing_is_announced_for_is_the_ordinary_week() -> None:
    assert calendar_of("NOWHERE") == Calendar()


def test_a_ledger_gets_the_calendars_its_entries_name() -> None:
    limit = Limit.working(3)
    start = Start(
        at=NOW, recorded_at=NOW, regime="LICENCE", calendar="TEST", zone="UTC", promised=limit, statutory=limit
    )
    assert calendars_of([start, Carry(at=NOW, calendar="NL", zone="UTC")]) == {"TEST": Calendar(), "NL": Calendar()}
