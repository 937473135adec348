"""A real PostgreSQL for every test: migrated once, cloned per worker, and once more for tests that commit."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.utils import translation

from config import database
from config.environment import CHECKOUT
from tests.databases import clone, databases, drop, drop_leftovers, make_template, point_connections_at, template
from tests.told import Told, drop_story, tell, use_story


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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The story takes long to tell, so one worker of pytest-xdist runs every test that wants it.

    First, because pytest-xdist reads the groups in the same hook.
    """
    for item in items:
        if "story" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("told"))


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


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What the product remembers of one database is not true of the next test's."""
    from workflows.clock import queries  # noqa: PLC0415 - models are there only now
    from workflows.engine import present, rulebook  # noqa: PLC0415 - as above
    from workflows.studio import verdicts  # noqa: PLC0415 - as above

    for each in (queries, present, rulebook, verdicts):
        each.forget()


@pytest.fixture(autouse=True)
def language_of_the_code() -> None:
    """A page leaves its reader's language active in the thread; the next test starts in the code's own."""
    translation.deactivate()


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


@pytest.fixture(scope="session")
def story(worker_id: str, django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Told]:
    """The demonstration's story, told once; tests ask for ``told``."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        told = tell(f"{template()}_{worker_id}_told")
    yield told
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        drop_story(told)


@pytest.fixture
def told(story: Told, django_db_blocker: pytest.FixtureRequest) -> Iterator[Told]:
    """The database the story was told in, for a test that commits nothing of its own or takes it away again."""
    with django_db_blocker.unblock(), use_story(story):  # type: ignore[attr-defined]
        yield story
