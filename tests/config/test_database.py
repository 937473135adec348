"""Roles, their rights and the databases they work on."""

import psycopg
import pytest
from django.db import DatabaseError, connections, transaction

from config import database
from config.database import Role

ALL = list(database.ALIASES)


@pytest.mark.django_db(databases=ALL)
@pytest.mark.parametrize(("alias", "role"), database.ALIASES.items())
def test_every_alias_connects_as_its_role(alias: str, role: Role) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        assert cursor.fetchone() == (role.value, role.value)


@pytest.mark.django_db(databases=ALL)
def test_no_role_is_a_superuser_or_bypasses_row_security() -> None:
    with connections["audit"].cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = ANY (%s) ORDER BY 1",
            [[role.value for role in Role]],
        )
        assert cursor.fetchall() == [(role.value, False, False, False) for role in sorted(Role)]


@pytest.mark.django_db(databases=ALL)
@pytest.mark.parametrize("alias", ["default", "worker", "audit"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE workflows_journalrow SET payload = '{}'",
        "DELETE FROM workflows_journalrow",
        "TRUNCATE workflows_journalrow",
        "DELETE FROM workflows_caseregisterrow",
        "UPDATE workflows_case SET phase = 'CLOSED'",
        "INSERT INTO workflows_lawfulmove VALUES ('LICENCE', 'DRAFT', 'x', 'GRANTED')",
        "INSERT INTO workflows_simulatedclock (id) VALUES (1)",
        "ALTER TABLE workflows_journalrow DISABLE TRIGGER ALL",
        "SET ROLE tongban_owner",
        "CREATE TABLE mine (id int)",
    ],
)
def test_nobody_but_the_owner_can_even_try(alias: str, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        transaction.atomic(using=alias),
        connections[alias].cursor() as cursor,
    ):
        cursor.execute(statement)


WRITERS = """
SELECT proname FROM pg_proc
 WHERE pronamespace = 'public'::regnamespace AND prosecdef AND prorettype <> 'trigger'::regtype
   AND has_function_privilege(%s, oid, 'EXECUTE') ORDER BY 1
"""


@pytest.mark.django_db(databases=ALL)
@pytest.mark.parametrize("role", [Role.APP, Role.WORKER, Role.AUDIT])
def test_only_the_app_and_the_worker_may_call_what_acts_as_the_owner(role: Role) -> None:
    with connections["audit"].cursor() as cursor:
        cursor.execute(WRITERS, [role.value])
        allowed = [name for (name,) in cursor.fetchall()]
    functions = ["engine_hands", "engine_new_case", "engine_open", "engine_read", "engine_write"]
    functions += ["licence_shown", "licence_versions", *(["privacy_decide"] if role is Role.APP else [])]
    functions += ["tongban_desk_is_waited_at", "tongban_enter"]
    assert allowed == ([] if role is Role.AUDIT else functions)


@pytest.mark.django_db(databases=ALL)
@pytest.mark.parametrize(
    "table", ["workflows_case", "workflows_casefile", "workflows_casestep", "workflows_journalrow"]
)
def test_row_security_is_forced_on_the_case_family(table: str) -> None:
    with connections["audit"].cursor() as cursor:
        cursor.execute("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s", [table])
        assert cursor.fetchone() == (True, True)


def test_preparing_twice_changes_nothing(own_database: str) -> None:
    database.prepare(own_database)
    database.prepare(own_database)
    with psycopg.connect(database.role_dsn(Role.APP, own_database)) as connection:
        assert connection.execute("SELECT count(*) FROM workflows_case").fetchone() == (0,)
