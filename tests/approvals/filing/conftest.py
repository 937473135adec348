"""The stage, in a transaction that rolls back or committed to a database of its own."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from enterprises.registration.models import Enterprise
from tests.approvals.filing.stage import Stage
from workflows.engine import rulebook
from workflows.organisation.models import Person


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    yield Stage()
    rulebook.forget()


@pytest.fixture
def committed(own_database: str) -> Iterator[Stage]:
    rulebook.forget()
    yield Stage()
    rulebook.forget()


@pytest.fixture
def chinese() -> Iterator[None]:
    """Read by somebody who reads Chinese."""
    with override("zh-hans"):
        yield


@pytest.fixture
def eyes(stage: Stage) -> Enterprise:
    """温州睿视智能装备有限公司, in 瓯海."""
    return stage.registered("OH")


@pytest.fixture
def representative(stage: Stage, eyes: Enterprise) -> Person:
    """The legal representative of 温州睿视智能装备有限公司."""
    return stage.representative(eyes)
