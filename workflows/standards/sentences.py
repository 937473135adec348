"""The sentence a check says, with the figures it names filled in.

A sentence names a value as ``{total}``; the check's ``values`` say how each is reckoned. A value that cannot be reckoned
from the data (a probe did not answer, a field is missing) leaves an ellipsis: the sentence stays true without it.
"""

import re
from calendar import month_name
from collections.abc import Mapping
from datetime import date
from typing import Any

from workflows.standards.expressions import Data, evaluate
from workflows.standards.schema import Check

UNKNOWN = "…"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def sentence(check: Check, data: Mapping[str, Any] | Data, language: str) -> str:
    """Return what the check says of the data in ``zh-Hans`` or ``en``; any other language reads English."""
    text = check.sentence.zh if language.lower().startswith("zh") else check.sentence.en
    return _PLACEHOLDER.sub(lambda found: _value(check, found[1], data, language), text)


def is_whole(said: str) -> bool:
    """Whether every value a sentence names could be reckoned."""
    return UNKNOWN not in said


def placeholders(text: str) -> set[str]:
    """Return the names a sentence leaves open."""
    return set(_PLACEHOLDER.findall(text))


def _value(check: Check, name: str, data: Mapping[str, Any] | Data, language: str) -> str:
    expression = check.values.get(name)
    value = evaluate(expression, data).value if expression else None
    if isinstance(value, str) and _DAY.fullmatch(value):
        return _day(date.fromisoformat(value), chinese=language.lower().startswith("zh"))
    return UNKNOWN if value is None or isinstance(value, bool) else str(value)


def _day(day: date, *, chinese: bool) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if chinese else f"{day.day} {month_name[day.month]} {day.year}"
