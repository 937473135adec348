"""The site as it is run: web process and worker over a database of the run's own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg

from config import bundle, database
from config.environment import CHECKOUT
from config.serve import free_port
from tests.databases import clone, drop, template


@dataclass(frozen=True)
class Site:
    """Where it answers, whose accounts it has, and the environment its processes run in."""

    address: str
    accounts: Mapping[str, Mapping[str, str]]
    environment: Mapping[str, str]

    def python(self, *arguments: str) -> str:
        """Run one of our commands beside the site, and return what it says."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=CHECKOUT,
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def case_of(self, subject: str) -> int:
        """The latest case of an enterprise."""
        return int(self.ask("SELECT max(id) FROM workflows_case WHERE subject = %s", subject))

    def licence_of(self, subject: str) -> str:
        """The identifier of the licence a case ended with."""
        of_case = "SELECT identifier FROM approvals_licence WHERE case_id = %s"
        return str(self.ask(of_case, self.case_of(subject)))

    def ask(self, question: LiteralString, about: object) -> Any:
        """One value of the database, as the auditor sees it."""
        dsn = database.role_dsn(database.Role.AUDIT, self.environment["TONGBAN_DATABASE"])
        with psycopg.connect(dsn) as connection:
            found = connection.execute(question, [about]).fetchone()
        assert found
        return found[0]


@contextmanager
def running(name: str, folder: Path) -> Iterator[Site]:
    """A site with the corridor set up, ended with its database."""
    if not (CHECKOUT / "frontend" / "dist" / "site.js").exists():
        assert bundle.main() == 0
    # The product's own settings, not the tests'.
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    environment |= {"TONGBAN_DATABASE": name}
    drop(name)
    clone(name)
    try:
        yield from _served(environment, folder)
    finally:
        drop(name)


def _served(environment: dict[str, str], folder: Path) -> Iterator[Site]:
    port = free_port(19000 + os.getpid() % 1000)
    site = Site(f"http://localhost:{port}", {}, environment)
    site.python("manage.py", "collectstatic", "--no-input", "-v0")
    site.python("-m", "tests.e2e.corridor", str(folder))
    accounts = json.loads((folder / "demo-accounts.json").read_text())
    command = [sys.executable, "-m", "config.serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, text=True) as served:
        try:
            assert served.stdout
            ready = served.stdout.readline().split()
            assert ready[:1] == ["ready"], "the site did not start; see what it printed"
            yield Site(ready[1].rstrip("/"), accounts, environment)
        finally:
            served.terminate()


def database_name(worker: str) -> str:
    """The database of the browser tests of this run, dropped with the others should the run be killed."""
    return f"{template()}_{worker}_browser"
