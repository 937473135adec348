"""Which database this process talks to, as whom; and how a fresh server gets its roles and its database.

Four roles exist from the first day (design §4). None is a superuser or may bypass row-level security:

* ``tongban_owner`` owns tables and functions and migrates; nobody serves requests as it;
* ``tongban_app`` serves requests: it can neither update nor delete journal rows and sees what its context shows;
* ``tongban_worker`` works after commit and sees every district;
* ``tongban_audit`` reads everything and writes nothing.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from config import embedded
from config.environment import secret, text


class Role(StrEnum):
    """The database roles, by what they do."""

    OWNER = "tongban_owner"
    APP = "tongban_app"
    WORKER = "tongban_worker"
    AUDIT = "tongban_audit"


ALIASES = {"default": Role.APP, "owner": Role.OWNER, "worker": Role.WORKER, "audit": Role.AUDIT}
"""Django's connection names and the role each connects as."""

DEFAULT_NAME = "tongban"


@dataclass(frozen=True, slots=True)
class Server:
    """Where PostgreSQL answers. ``DATABASE_URL`` names one; without it the embedded server is meant.

    ``TONGBAN_DATABASE`` names another database on the same server.
    """

    host: str
    port: str
    name: str

    @classmethod
    def configured(cls) -> "Server":
        """The server this process is configured for; nothing is started or asked."""
        url = text("DATABASE_URL")
        if not url:
            return cls(embedded.socket_host(), "", text("TONGBAN_DATABASE") or DEFAULT_NAME)
        parts = conninfo_to_dict(url)
        name = text("TONGBAN_DATABASE") or str(parts.get("dbname") or DEFAULT_NAME)
        return cls(str(parts.get("host", "")), str(parts.get("port", "")), name)


def connections(*, pool: bool) -> dict[str, dict[str, Any]]:
    """Django's ``DATABASES``: one alias per role, all on one server and one database."""
    server = Server.configured()
    return {
        alias: {
            "ENGINE": "config.postgresql",
            "HOST": server.host,
            "PORT": server.port,
            "NAME": server.name,
            "USER": role.value,
            "PASSWORD": secret(f"database_{role.name.lower()}"),
            "CONN_MAX_AGE": 0,
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 10, "timeout": 10}} if pool else {},
        }
        for alias, role in ALIASES.items()
    }


def admin_dsn() -> str:
    """A connection string that may create roles and databases; starts the embedded server when it is the one.

    It names the database every server has, because the product's own may not exist yet.
    """
    url = text("DATABASE_URL")
    return make_conninfo(url, dbname="postgres") if url else embedded.start()


def prepare(name: str | None = None) -> None:
    """Create what is missing of the roles and of the database ``name``; safe to repeat and to run twice at once."""
    create(name)
    _ensure_privileges(name or Server.configured().name)


def create(name: str | None = None) -> None:
    """Create the roles and the database and grant nothing: a dump that is restored brings its own rights along."""
    with psycopg.connect(admin_dsn(), autocommit=True) as connection:
        # Roles belong to the whole server: two checkouts that prepare one server at once must take turns.
        connection.execute("SELECT pg_advisory_lock(hashtext('tongban.prepare'))")
        for role in Role:
            _ensure_role(connection, role)
        _ensure_database(connection, name or Server.configured().name)


def _ensure_role(connection: psycopg.Connection[Any], role: Role) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role.value]).fetchone()
    attributes = sql.SQL("LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD {password} {createdb}").format(
        password=sql.Literal(secret(f"database_{role.name.lower()}")),
        createdb=sql.SQL("CREATEDB" if role is Role.OWNER else "NOCREATEDB"),
    )
    statement = "ALTER ROLE {role} {attributes}" if known else "CREATE ROLE {role} {attributes}"
    connection.execute(sql.SQL(statement).format(role=sql.Identifier(role.value), attributes=attributes))


def _ensure_database(connection: psycopg.Connection[Any], name: str) -> None:
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    # A role that is no superuser may only give a database to a role it belongs to.
    connection.execute(sql.SQL("GRANT {role} TO CURRENT_USER").format(role=sql.Identifier(Role.OWNER.value)))
    connection.execute(
        sql.SQL("CREATE DATABASE {name} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8'").format(
            name=sql.Identifier(name), owner=sql.Identifier(Role.OWNER.value)
        )
    )


def _ensure_privileges(name: str) -> None:
    """What the owner makes, the others may use; the migrations take away what the journal and the cases forbid."""
    with psycopg.connect(role_dsn(Role.OWNER, name), autocommit=True) as connection:
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        connection.execute("GRANT USAGE ON SCHEMA public TO tongban_app, tongban_worker, tongban_audit")
        for grant in (
            "SELECT, INSERT, UPDATE, DELETE ON TABLES TO tongban_app, tongban_worker",
            "SELECT ON TABLES TO tongban_audit",
            "USAGE, SELECT ON SEQUENCES TO tongban_app, tongban_worker",
        ):
            connection.execute(sql.SQL("ALTER DEFAULT PRIVILEGES GRANT " + grant))


def role_dsn(role: Role, name: str) -> str:
    """A connection string as ``role`` to the database ``name`` of the configured server."""
    server = Server.configured()
    return make_conninfo(
        host=server.host or None,
        port=server.port or None,
        dbname=name,
        user=role.value,
        password=secret(f"database_{role.name.lower()}"),
    )
