"""Makes a backup of the database and the files, and restores one: ``python -m config.backup make|restore``.

A backup is one folder: the database as ``pg_dump`` writes it, the files by their digest, and a manifest with the digest
of both. A restore goes into a database of its own, is verified there, journal and files, and only then takes the place
of the present one, which is kept under another name: restoring loses nothing.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from config import database, embedded
from config.environment import CHECKOUT, state_folder

DATABASE_FILE = "database.dump"
FILES_FILE = "files.tar"
MANIFEST = "manifest.json"
CHUNK = 1 << 20
LONGEST_NAME = 63
"""Characters of a PostgreSQL name."""


class BackupError(Exception):
    """The backup or the restore did not end well; the sentence says what to do."""


def make(folder: Path) -> Path:
    """Write a backup into a new folder and return it. Raise BackupError when the folder exists or the dump fails."""
    if folder.exists():
        raise BackupError(f"{folder} exists already; name another folder.")
    name = database.Server.configured().name
    database.admin_dsn()
    folder.mkdir(mode=0o700, parents=True)
    with (folder / DATABASE_FILE).open("wb") as target:
        _program("pg_dump", ["--format=custom", "--enable-row-security", _owner(name)], stdout=target.fileno())
    with tarfile.open(folder / FILES_FILE, "w") as archive:
        files = state_folder() / "files"
        if files.exists():
            archive.add(files, arcname="files")
    manifest = {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "database": name,
        "sha256": {part: _sha256(folder / part) for part in (DATABASE_FILE, FILES_FILE)},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n")
    for part in (DATABASE_FILE, FILES_FILE, MANIFEST):
        (folder / part).chmod(0o600)
    return folder


def restore(folder: Path) -> str:
    """Restore a backup in the place of the present database; return the name under which that one is kept.

    Raise BackupError when the backup was changed, when something still uses the database, or when the restored journal
    or files do not verify; then the present database stays as it is.
    """
    _verify_parts(folder)
    name = database.Server.configured().name
    # Asked first as well, so that nobody waits for a restore that cannot end.
    with psycopg.connect(database.admin_dsn(), autocommit=True) as connection:
        _refuse_when_in_use(connection, name)
    restoring = _beside(name, "_restoring")
    _drop(restoring)
    # Without the rights a new database begins with: tables made under them would keep what the migrations took away.
    database.create(restoring)
    arguments = ["--no-owner", "--exit-on-error", "--dbname", _owner(restoring), str(folder / DATABASE_FILE)]
    _program("pg_restore", arguments)
    with tarfile.open(folder / FILES_FILE) as archive:
        archive.extractall(state_folder(), filter="data")
    # This may be another server than the one the backup was made on: the worker reads the journal anew.
    _manage(restoring, "worker", "--take-over")
    for check in ("verify_journal", "verify_files"):
        _manage(restoring, check)
    return _take_the_place(name, restoring)


def _verify_parts(folder: Path) -> None:
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
    except FileNotFoundError as error:
        raise BackupError(f"{folder} is no backup: it has no {MANIFEST}.") from error
    for part, digest in manifest["sha256"].items():
        if _sha256(folder / part) != digest:
            raise BackupError(f"{folder / part} was changed since the backup was made; use another backup.")


def _beside(name: str, ending: str) -> str:
    """The name with an ending; PostgreSQL cuts a longer one in silence, and with it what tells the two apart."""
    return name[: LONGEST_NAME - len(ending)] + ending


def _take_the_place(name: str, restoring: str) -> str:
    kept = _beside(name, f"_before_{datetime.now(UTC):%Y%m%d%H%M%S}")
    with psycopg.connect(database.admin_dsn(), autocommit=True) as connection:
        _refuse_when_in_use(connection, name)
        for old, new in ((name, kept), (restoring, name)):
            statement = sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))
            connection.execute(statement)
    return kept


def _refuse_when_in_use(connection: psycopg.Connection[Any], name: str) -> None:
    busy = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [name]).fetchone()
    if busy and busy[0]:
        raise BackupError("The database is in use. Stop the site and the worker, then restore again.")


def _drop(name: str) -> None:
    with psycopg.connect(database.admin_dsn(), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _owner(name: str) -> str:
    return database.role_dsn(database.Role.OWNER, name)


def _program(program: str, arguments: Sequence[str], stdout: int | None = None) -> None:
    """Run one of PostgreSQL's own programs; the wheel's read every server we support."""
    path = embedded.program(program)
    done = subprocess.run([path, *arguments], stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603 - our own programs with our own arguments
    if done.returncode:
        raise BackupError(f"{program} failed: {done.stderr.strip()}")


def _manage(name: str, command: str, *options: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own commands
        [sys.executable, "manage.py", command, *options],
        cwd=CHECKOUT,
        env=os.environ | {"TONGBAN_DATABASE": name},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = (done.stdout + done.stderr).strip()
        raise BackupError(f"What was restored does not verify, so nothing was replaced. {command} says: {said}")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except FileNotFoundError as error:
        raise BackupError(f"{path} is missing; use another backup.") from error
    return digest.hexdigest()


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer the command line: 0 well, 1 refused, 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m config.backup", description=__doc__.split("\n", 1)[0])
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make", help="write a backup")
    making.add_argument("folder", nargs="?", type=Path, help="a new folder; var/backups/<time> by default")
    commands.add_parser("restore", help="restore a backup").add_argument("folder", type=Path)
    asked = parser.parse_args(arguments)
    try:
        if asked.command == "make":
            where = asked.folder or CHECKOUT / "var" / "backups" / f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
            print(f"The backup is in {make(where)}")  # noqa: T201 - a command line speaks
        else:
            kept = restore(asked.folder)
            print(f"Restored and verified. The database before is kept as {kept}.")  # noqa: T201 - as above
    except BackupError as error:
        print(error, file=sys.stderr)  # noqa: T201 - as above
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
