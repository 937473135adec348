"""A browser in which Anna of the registration desk has signed in, at the instant the office's tests take place."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from tests.approvals.desks.office import NOW
from tests.workflows.engine.stage import Stage


@pytest.fixture
def client(stage: Stage, client: Client) -> Iterator[Client]:
    with time_machine.travel(NOW, tick=False):
        client.force_login(stage.people["anna"])
        yield client
