"""The cast, committed: hashes are proved on what other connections see."""

import pytest

from tests import cast
from tests.cast import Corridor


@pytest.fixture
def committed(own_database: str) -> Corridor:
    return cast.corridor()
