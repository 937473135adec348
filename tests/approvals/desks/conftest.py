"""Tests of the desks' pages read rows as the signed-in person does."""

import pytest

from tests.approvals.desks import office
from tests.workflows.engine.stage import Stage


@pytest.fixture
def stage(db: None) -> Stage:
    return office.opened()
