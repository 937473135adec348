"""The cast, in a transaction that rolls back or committed to a database of its own."""

import pytest

from tests import cast
from tests.cast import Corridor


@pytest.fixture
def corridor(db: None) -> Corridor:
    """Everybody, in a transaction that rolls back."""
    return cast.corridor()


@pytest.fixture
def committed(own_database: str) -> Corridor:
    """Everybody, committed."""
    return cast.corridor()
