"""The story of the demonstration, told once per run in a database of its own, for tests that read what came of it.

Whoever commits in it leaves it as it was. Tests that use it belong to the group ``told``, so that one worker tells it.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import override_settings

from config import database
from tests.databases import clone, drop, point_connections_at
from workflows.engine import present, rulebook


@dataclass(frozen=True, slots=True)
class Told:
    """Where the story was told: the database, the folder of its state, and what was printed meanwhile."""

    database: str
    state: Path
    said: str


def tell(name: str) -> Told:
    """Tell the story in a new copy of the template."""
    drop(name)
    clone(name)
    told = Told(name, Path(tempfile.mkdtemp(prefix="tongban-told-")), "")
    with use_story(told):
        return Told(name, told.state, tell_again(told))


def tell_again(told: Told, *arguments: str) -> str:
    """Tell it, or go on with it, in the database it belongs to; gives what was printed."""
    said = StringIO()
    call_command("demo", *(arguments or ("--no-artefacts",)), stdout=said)
    return said.getvalue()


@contextmanager
def use_story(told: Told) -> Iterator[None]:
    """Let every connection and the store be the story's."""
    before = str(connections["default"].settings_dict["NAME"])
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": told.state / "files"}}
    point_connections_at(told.database)
    _forget()
    try:
        with override_settings(STATE_FOLDER=told.state, STORAGES=settings.STORAGES | {"files": files}):
            yield
    finally:
        for alias in database.ALIASES:
            connections[alias].close()
        point_connections_at(before)
        _forget()


def drop_story(told: Told) -> None:
    """Remove the database and the folder."""
    drop(told.database)
    shutil.rmtree(told.state)


def _forget() -> None:
    """Forget what was remembered of the database that was used before."""
    present.forget()
    rulebook.forget()
