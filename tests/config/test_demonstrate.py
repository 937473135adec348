"""When the demonstration is served, and that it begins anew only when nobody uses it."""

from collections.abc import Iterator

import psycopg
import pytest

from config import database, demonstrate
from tests.databases import databases, drop, template


@pytest.fixture
def name(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Another database than a developer's own demonstration."""
    made = f"{template()}_demonstration"
    monkeypatch.setattr(demonstrate, "NAME", made)
    yield made
    drop(made)


@pytest.mark.parametrize(
    ("wish", "ci", "terminal", "expected"),
    [
        ("", "", True, True),
        ("", "", False, False),
        ("", "true", True, False),
        ("1", "true", False, True),
        ("0", "", True, False),
    ],
)
def test_it_is_served_to_whoever_watches(
    monkeypatch: pytest.MonkeyPatch, wish: str, ci: str, *, terminal: bool, expected: bool
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.delenv("DEMO_SERVE", raising=False)
    if wish:
        monkeypatch.setenv("DEMO_SERVE", wish)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)

    assert demonstrate.serves() is expected


def test_it_begins_with_an_empty_database(name: str) -> None:
    demonstrate.begin_anew()
    with psycopg.connect(database.role_dsn(database.Role.OWNER, name)) as connection:
        connection.execute("CREATE TABLE left_over (n int)")

    demonstrate.begin_anew()

    with psycopg.connect(database.role_dsn(database.Role.OWNER, name)) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE tablename = 'left_over'").fetchone() == (0,)


def test_it_does_not_begin_anew_while_it_is_served(name: str) -> None:
    demonstrate.begin_anew()

    with (
        psycopg.connect(database.role_dsn(database.Role.APP, name)),
        pytest.raises(demonstrate.DemonstrationError, match=r"served already\. End it with Ctrl C, then begin again"),
    ):
        demonstrate.begin_anew()

    assert databases(name) == [name]
