"""The embedded PostgreSQL: its own cluster per state folder, safe to start twice, back after a kill."""

import os
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from config import embedded

pytestmark = pytest.mark.skipif("DATABASE_URL" in os.environ, reason="another PostgreSQL is configured")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A state folder of the test's own, which an unprivileged server can enter."""
    with tempfile.TemporaryDirectory(prefix="tongban-") as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setenv("TONGBAN_STATE", folder)
        yield Path(folder)


def ask(dsn: str, question: str) -> object:
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
        assert row
        return row[0]


def test_starts_once_however_many_ask_and_comes_back_after_a_kill(server: Path) -> None:
    try:
        with ThreadPoolExecutor(4) as threads:
            answers = set(threads.map(lambda _: embedded.start(), range(4)))
        assert len(answers) == 1
        dsn = answers.pop()
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept (n int)")
            connection.execute("INSERT INTO kept VALUES (1)")
        embedded.kill()
        time.sleep(0.1)
        assert ask(embedded.start(), "SELECT n FROM kept") == 1
    finally:
        embedded.stop()
    with pytest.raises(psycopg.OperationalError):
        ask(dsn, "SELECT 1")


def test_a_long_path_gets_an_abstract_socket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TONGBAN_STATE", str(tmp_path / ("x" * 90)))
    assert embedded.socket_host().startswith("@tongban-")
