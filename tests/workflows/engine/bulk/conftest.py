"""The office of the desks' tests, whose cases many are handled at once."""

import pytest

from tests.approvals.desks import office
from tests.workflows.engine.stage import Stage


@pytest.fixture
def stage(db: None) -> Stage:
    return office.opened()
