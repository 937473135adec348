"""The databases tests run in: a template that is migrated once per run, and its copies."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
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
    if "DATABASE_URL" not in os.environ:
        _hurry()
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "-v0"],
        cwd=CHECKOUT,
        env=os.environ | {"TONGBAN_DATABASE": template()},
        check=True,
    )
    with psycopg.connect(database.role_dsn(database.Role.OWNER, template())) as connection:
        connection.execute("INSERT INTO workflows_simulatedclock (id) VALUES (1)")


def _hurry() -> None:
    """Let the cluster of the tests trust the kernel with its writes: a killed server loses nothing, a power cut all."""
    with admin() as connection:
        for setting in ("fsync", "full_page_writes"):
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")


def admin() -> psycopg.Connection[tuple[object, ...]]:
    """A connection that may create and drop databases."""
    return psycopg.connect(database.admin_dsn(), autocommit=True)


def clone(name: str, of: str = "") -> None:
    """Copy the template, or another database that nobody uses."""
    with admin() as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER tongban_owner").format(
                sql.Identifier(name), sql.Identifier(of or template())
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
