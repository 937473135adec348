"""The story in a database of the test's own, where something may really be erased."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from config import database
from tests.databases import clone, drop
from tests.told import Told, use_story
from workflows.engine.models import Case


@pytest.fixture
def own_story(story: Told, tmp_path: Path, django_db_blocker: pytest.FixtureRequest) -> Iterator[Told]:
    name, state = f"{story.database}_own", tmp_path / "state"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        for alias in database.ALIASES:
            connections[alias].close()
        drop(name)
        clone(name, of=story.database)
        shutil.copytree(story.state, state)
        (state / "seal-keys" / story.database).rename(state / "seal-keys" / name)
        own = Told(name, state, story.said)
        with use_story(own):
            yield own
        drop(name)


@pytest.fixture
def case(own_story: Told) -> Case:
    """The relocation of the story, which has ended in 龙湾: materials, opinions, papers and a licence."""
    found: Case = Case.objects.using("audit").get(regime="RELOCATION", subject="温州睿视智能装备有限公司")
    return found
