"""Loading a file of days into the tables."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from workflows.clock.calendar import shipped_calendar
from workflows.clock.days import SHIPPED
from workflows.clock.models import CalendarYear
from workflows.clock.queries import calendar_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, tzinfo=UTC)
LATER = datetime(2026, 11, 2, tzinfo=UTC)
Load = Callable[..., int]


def test_the_loaded_calendar_is_the_shipped_one(load: Load) -> None:
    load(SHIPPED)
    assert calendar_of("TEST") == shipped_calendar()


def test_loading_twice_changes_nothing(load: Load) -> None:
    first = load(SHIPPED)
    assert (first, load(SHIPPED, LATER)) == (len(shipped_calendar().days) + 20, 0)
    assert set(CalendarYear.objects.filter(calendar="TEST").values_list("loaded_at", flat=True)) == {NOW}


def test_a_corrected_day_replaces_the_old_one(load: Load, announce: Load) -> None:
    load(SHIPPED)
    assert announce("2026-02-14,OFF,春节\n", LATER) == 1
    assert not calendar_of("TEST").is_working_day(date(2026, 2, 14))
