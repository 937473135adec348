"""A backup of a whole story: made, refused when it was changed, and restored in the place of what is there."""

import json
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from config import database, embedded
from config.backup import DATABASE_FILE, FILES_FILE, MANIFEST, BackupError, _beside, main, make, restore
from config.environment import CHECKOUT, state_folder
from tests.databases import clone, databases, drop
from tests.told import Told

pytestmark = [pytest.mark.xdist_group("told"), pytest.mark.timeout(240)]


@pytest.fixture
def installation(story: Told, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """An installation with the story in it, on the tests' server and with a state folder of its own; gives its name."""
    name = f"{story.database}_kept"
    drop_all(name)
    clone(name, of=story.database)
    server, before = database.admin_dsn(), state_folder()
    embedded.program("pg_dump")
    for folder in ("secrets", "programs"):
        if (before / folder).exists():
            (tmp_path / folder).symlink_to(before / folder)
    shutil.copytree(story.state / "files", tmp_path / "files")
    monkeypatch.setenv("DATABASE_URL", server)
    monkeypatch.setenv("TONGBAN_STATE", str(tmp_path))
    monkeypatch.setenv("TONGBAN_DATABASE", name)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings")
    yield name
    drop_all(name)


def drop_all(prefix: str) -> None:
    for name in databases(prefix):
        drop(name)


def ask(name: str, question: str) -> object:
    with psycopg.connect(database.role_dsn(database.Role.AUDIT, name)) as connection:
        row = connection.execute(sql.SQL(question)).fetchone()
        assert row
        return row[0]


def as_owner(name: str, *statements: str) -> None:
    with psycopg.connect(database.role_dsn(database.Role.OWNER, name)) as connection:
        for statement in statements:
            connection.execute(sql.SQL(statement))


GUARDS = {
    "rights on tables": """
        SELECT array_agg(relname || ' ' || array(SELECT unnest(relacl)::text ORDER BY 1)::text ORDER BY relname)
          FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S', 'v')""",
    "rights on columns": """
        SELECT array_agg(attrelid::regclass || '.' || attname || ' ' || attacl::text ORDER BY attrelid::regclass::text, attname)
          FROM pg_attribute WHERE attacl IS NOT NULL AND attrelid::regclass::text ~ '^(workflows|enterprises|approvals)_'""",
    "row-level security": """
        SELECT array_agg(relname || ' ' || relrowsecurity || ' ' || relforcerowsecurity ORDER BY relname)
          FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'""",
    "policies": "SELECT array_agg(tablename || ' ' || policyname || ' ' || qual ORDER BY policyname) FROM pg_policies",
    "triggers": """
        SELECT array_agg(tgname || ' ' || tgenabled::text ORDER BY tgname, tgrelid::regclass::text)
          FROM pg_trigger WHERE NOT tgisinternal""",
    "constraints": "SELECT array_agg(conname ORDER BY conname) FROM pg_constraint",
    "functions": """
        SELECT array_agg(proname || ' ' || prosecdef || ' ' || array(SELECT unnest(proacl)::text ORDER BY 1)::text
                         ORDER BY proname, pg_get_function_identity_arguments(oid))
          FROM pg_proc WHERE pronamespace = 'public'::regnamespace""",
    "rights of what will be made": """
        SELECT array_agg(defaclobjtype::text || ' ' || array(SELECT unnest(defaclacl)::text ORDER BY 1)::text
                         ORDER BY defaclobjtype::text)
          FROM pg_default_acl""",
    "rights on the schema": """
        SELECT array(SELECT unnest(nspacl)::text ORDER BY 1) FROM pg_namespace WHERE nspname = 'public'""",
}
"""What a database allows to whom: it has to come back as it was."""


def forged(name: str) -> None:
    """Let the owner of the database change a row of the journal, as nobody else can."""
    as_owner(
        name,
        "ALTER TABLE workflows_journalrow DISABLE TRIGGER USER",
        "UPDATE workflows_journalrow SET legal_at = legal_at + interval '1 second' WHERE seq = 2",
        "ALTER TABLE workflows_journalrow ENABLE TRIGGER USER",
    )


def test_what_is_backed_up_comes_back_and_what_was_there_is_kept(
    installation: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "backup"
    rows = ask(installation, "SELECT count(*) FROM workflows_journalrow")
    assert main(["make", str(folder)]) == 0
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    assert modes == {"backup": 0o700, DATABASE_FILE: 0o600, FILES_FILE: 0o600, MANIFEST: 0o600}
    as_owner(installation, "DELETE FROM approvals_notice")
    shutil.rmtree(tmp_path / "files")

    kept = restore(folder)

    assert kept[-22:].startswith("_before_")
    assert installation.startswith(kept[:-22])
    assert set(databases(kept[:-22])) >= {installation, kept}
    assert ask(installation, "SELECT count(*) FROM workflows_journalrow") == rows
    assert ask(installation, "SELECT count(*) > 0 FROM approvals_notice") is True
    assert ask(kept, "SELECT count(*) FROM approvals_notice") == 0
    assert {what: ask(installation, guard) for what, guard in GUARDS.items()} == {
        what: ask(kept, guard) for what, guard in GUARDS.items()
    }
    with psycopg.connect(database.role_dsn(database.Role.APP, installation)) as app:
        assert app.execute("SELECT count(*) FROM workflows_case").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("DELETE FROM workflows_journalrow")
    assert str(folder) in capsys.readouterr().out
    papers = ask(installation, "SELECT count(*) FROM approvals_paper")
    worked = subprocess.run([sys.executable, "manage.py", "worker", "--once"], cwd=CHECKOUT, check=False)
    assert worked.returncode == 0
    # The worker read the whole journal anew and made nothing twice.
    assert ask(installation, "SELECT count(*) FROM approvals_paper") == papers


def test_what_does_not_verify_replaces_nothing(installation: str, tmp_path: Path) -> None:
    forged(installation)
    folder = make(tmp_path / "backup")

    with pytest.raises(BackupError, match=r"does not verify, so nothing was replaced\. verify_journal") as refused:
        restore(folder)

    assert "第2行" in str(refused.value)
    assert ask(installation, "SELECT count(*) > 0 FROM workflows_case") is True
    assert sorted(databases(installation)) == sorted([installation, f"{installation}_restoring"])


def test_a_changed_backup_is_refused(installation: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make(tmp_path / "backup")
    for part in (DATABASE_FILE, FILES_FILE):
        data = (folder / part).read_bytes()
        (folder / part).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        with pytest.raises(BackupError, match=f"{part} was changed since the backup was made; use another backup"):
            restore(folder)
        (folder / part).write_bytes(data)
    (folder / FILES_FILE).unlink()

    assert main(["restore", str(folder)]) == 1
    assert "files.tar is missing; use another backup." in capsys.readouterr().err
    assert databases(installation) == [installation]


def test_a_folder_without_a_manifest_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"is no backup: it has no manifest\.json"):
        restore(tmp_path)


def test_a_backup_overwrites_no_folder(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="exists already; name another folder"):
        make(tmp_path)


def test_a_database_in_use_is_not_replaced(installation: str, tmp_path: Path) -> None:
    folder = make(tmp_path / "backup")

    with (
        psycopg.connect(database.role_dsn(database.Role.APP, installation)),
        pytest.raises(BackupError, match=r"The database is in use\. Stop the site and the worker, then restore again"),
    ):
        restore(folder)

    assert databases(installation) == [installation]


def test_the_manifest_names_what_is_in_it(installation: str, tmp_path: Path) -> None:
    manifest = json.loads((make(tmp_path / "backup") / MANIFEST).read_text())

    assert manifest["database"] == installation
    assert set(manifest["sha256"]) == {DATABASE_FILE, FILES_FILE}


def test_a_name_and_its_ending_fit_what_postgresql_keeps() -> None:
    assert _beside("tongban", "_restoring") == "tongban_restoring"
    assert _beside("t" * 63, "_restoring") == "t" * 53 + "_restoring"
