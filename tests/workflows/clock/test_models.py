"""What the calendar tables themselves refuse."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from workflows.clock.models import CalendarDay, CalendarYear

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(("kind", "name"), [("HALF", "春节"), ("OFF", "")])
def test_the_database_refuses_what_is_no_day(kind: str, name: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(calendar="TEST", date=date(2027, 1, 1), kind=kind, name=name)


def test_the_database_refuses_what_is_no_year() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarYear.objects.create(calendar="TEST", year=7, source="x", loaded_at=NOW)


def test_rows_name_themselves() -> None:
    assert str(CalendarDay(calendar="CN", date=date(2026, 2, 14), kind="WORK", name="春节")) == "2026-02-14 WORK 春节"
    assert str(CalendarYear(calendar="CN", year=2026)) == "CN 2026"
