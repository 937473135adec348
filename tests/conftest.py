"""A real PostgreSQL for every test: migrated once, cloned per worker, and once more for tests that commit."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from config import database
from config.environment import CHECKOUT, checkout_name


def template() -> str:
    """The database every test database of this run is a copy of; two runs at once have two.

    The workers of a run learn from their environment which it is.
    """
    run = os.environ.setdefault("TONGBAN_TEST_RUN", str(os.getpid()))
    return f"test_{checkout_name()}_{run}".replace("-", "_")


def shared_data_folder() -> Path:
    """Where the real data lie that nobody on this project wrote."""
    return Path(os.environ.get("TONGBAN_DATA", CHECKOUT.parent / "shared" / "data"))


def leads(session: pytest.Session) -> bool:
    """Tell the process that starts the workers, or runs the tests alone, from the workers."""
    return not hasattr(session.config, "workerinput") and not session.config.option.collectonly


def pytest_sessionstart(session: pytest.Session) -> None:
    """Migrate the template before any worker starts."""
    if leads(session):
        drop_leftovers()
        make_template()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Remove every database of this run."""
    if leads(session):
        for name in databases(template()):
            drop(name)


def drop_leftovers() -> None:
    """Remove what runs left behind that were killed: those of this checkout whose process is gone."""
    prefix = f"test_{checkout_name()}_".replace("-", "_")
    for name in databases(prefix):
        run = name.removeprefix(prefix).split("_")[0]
        if not (run.isdecimal() and Path(f"/proc/{run}").exists()):
            drop(name)


def databases(prefix: str) -> list[str]:
    """The databases whose name begins so."""
    with admin() as connection:
        rows = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        return [str(name) for (name,) in rows]


def make_template() -> None:
    """Create the database every test database is a copy of; marked as a simulation, so that tests may set dates."""
    database.prepare(template())
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"],
        cwd=CHECKOUT,
        env=os.environ | {"TONGBAN_DATABASE": template()},
        check=True,
    )
    with psycopg.connect(database.role_dsn(database.Role.OWNER, template())) as connection:
        connection.execute("INSERT INTO workflows_simulatedclock (id) VALUES (1)")


def admin() -> psycopg.Connection[tuple[object, ...]]:
    """A connection that may create and drop databases."""
    return psycopg.connect(database.admin_dsn(), autocommit=True)


def clone(name: str) -> None:
    """Copy the template."""
    with admin() as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER tongban_owner").format(
                sql.Identifier(name), sql.Identifier(template())
            )
        )


def drop(name: str) -> None:
    """Remove a test database and whoever still uses it."""
    with admin() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def point_connections_at(name: str) -> None:
    """Make every role's connection use the database ``name`` from its next statement on."""
    for alias in database.ALIASES:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(worker_id: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """One copy of the template per worker, for the tests that roll back."""
    name = f"{template()}_{worker_id}"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        drop(name)
        clone(name)
        point_connections_at(name)
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        point_connections_at(name)
        for alias in database.ALIASES:
            connections[alias].close()
        drop(name)


@pytest.fixture
def own_database(worker_id: str, django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """A database of the test's own, for what only commits can show; gives its name."""
    name = f"{template()}_{worker_id}_{uuid.uuid4().hex[:8]}"
    shared = connections["default"].settings_dict["NAME"]
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        clone(name)
        point_connections_at(name)
        yield name
        for alias in database.ALIASES:
            connections[alias].close()
        point_connections_at(shared)
        drop(name)


@pytest.fixture
def shared_data() -> Path:
    """The folder of real data; the test is skipped where it is missing."""
    folder = shared_data_folder()
    if not folder.is_dir():
        pytest.skip(f"no data at {folder}; set TONGBAN_DATA to run this test")
    return folder
