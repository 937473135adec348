"""Keys of the tests lie in a folder of the test's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import override_settings

from tests import cast
from tests.cast import Corridor
from tests.workflows.journal.made_by_hand import Case, Connection, cases, raw


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[Path]:
    with override_settings(SEAL_KEYS=str(tmp_path / "keys")):
        yield tmp_path / "keys"


@pytest.fixture
def committed(own_database: str, keys: Path) -> Corridor:
    return cast.corridor()


@pytest.fixture
def three(committed: Corridor) -> list[Case]:
    """Three whole cases of 龙湾 opened on 2 March 2026, with three rows each."""
    return cases(raw("worker"), committed, 3, 3, 3)


@contextmanager
def tampering(*tables: str) -> Iterator[Connection]:
    """The owner's hands, with the triggers of the tables out of the way."""
    owner = raw("owner")
    for table in tables:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield owner
    for table in tables:
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
