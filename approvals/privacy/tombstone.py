"""What stands in the place of erased values: a mark with their digest, and who erased them when and why."""

from collections.abc import Mapping
from typing import Any

MARK = "erased"

NO_NAME = "-"
"""What an erased file is called."""


def stone_of(value: Any) -> Mapping[str, Any] | None:
    """Return the mark that stands in the place of a value, None where the value itself is there."""
    if not isinstance(value, Mapping) or set(value) != {MARK} or not isinstance(value[MARK], Mapping):
        return None
    stone: Mapping[str, Any] = value[MARK]
    return stone if "erasure" in stone else None
