"""Marks a test with the articles it proves; ``docs/law.md`` is generated from these marks."""

from collections.abc import Callable
from typing import Any, TypeVar

import pytest

F = TypeVar("F", bound=Callable[..., Any])


def law(*cites: str) -> Callable[[F], F]:
    """Say which articles the test proves, for example ``@law("许可法 32(四)")``."""

    def mark(test: F) -> F:
        marked: F = pytest.mark.law(*cites)(test)
        return marked

    return mark
