"""The calendar tables, loaded under a code of their own, so that no test leans on what a migration loaded."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from workflows.clock import queries
from workflows.clock.loading import load_days
from workflows.clock.models import CalendarDay, CalendarYear

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., int]]:
    """Load a file into the calendar TEST; within the test every question looks at the tables."""

    def load_file(path: Path, now: datetime = NOW) -> int:
        return load_days(
            path,
            using="default",
            year_model=CalendarYear,
            day_model=CalendarDay,
            source="国务院办公厅",
            now=now,
            calendar="TEST",
        )

    monkeypatch.setattr(queries, "STAMP_SECONDS", 0.0)
    queries.forget()
    yield load_file
    queries.forget()


@pytest.fixture
def announce(load: Callable[..., int], tmp_path: Path) -> Callable[..., int]:
    """Load a file of the lines given."""

    def announce_lines(lines: str, now: datetime) -> int:
        file = tmp_path / "days.csv"
        file.write_text(f"date,kind,name\n{lines}", encoding="utf-8")
        return load(file, now)

    return announce_lines
