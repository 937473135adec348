"""The cast, and people signed in."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests import cast
from tests.cast import Corridor
from workflows.organisation.models import Person

Enter = Callable[[Person], Client]


@pytest.fixture
def corridor(db: None) -> Corridor:
    return cast.corridor()


@pytest.fixture
def enter(corridor: Corridor) -> Enter:
    """A browser of a person of the cast, in English."""

    def entered(person: Person) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(person)
        return client

    return entered
