"""Sentences are compared in the language they are written in."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override


@pytest.fixture(scope="module")
def english() -> Iterator[None]:
    """Speak English for a whole module; asked for by name, so that modules on Chinese texts stay as they are."""
    with override("en"):
        yield
