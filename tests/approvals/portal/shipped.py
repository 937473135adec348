"""The forms of the shipped standards, and valid answers to them."""

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from approvals.portal.form_fields import Field, fields_of
from approvals.portal.layout import layout_of

STANDARDS = Path(__file__).parents[3] / "approvals" / "standards"
KEYS = ("registration", "relocation")

_PATTERNS = {"^1[3-9][0-9]{9}$": "13812345678", "^[0-9]{4}$": "3491", "^[0-9]{6}$": "325024"}
_WORDS = st.characters(exclude_categories=("C", "Z"), exclude_characters="\r\n")


@cache
def document(key: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((STANDARDS / f"{key}.yaml").read_text())
    return loaded


def form_of(key: str) -> dict[str, Any]:
    form: dict[str, Any] = document(key)["form"]
    return form


def fields(key: str) -> tuple[Field, ...]:
    return fields_of(form_of(key), layout_of(key).kept)


def answers(key: str, test: int = 0) -> dict[str, Any]:
    """What the first embedded test of the standard answers."""
    found: dict[str, Any] = document(key)["tests"][test]["answers"]
    return found


def valid(schema: dict[str, Any]) -> SearchStrategy[Any]:
    """Any answer the schema allows and a page can ask for: texts are not empty, lists of a closed list are in its order."""
    if "const" in schema:
        return st.just(schema["const"])
    match schema["type"]:
        case "object":
            return _objects(schema)
        case "array":
            return _lists(schema)
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(schema.get("minimum", -(10**12)), schema.get("maximum", 10**12))
    return _texts(schema)


def _objects(schema: dict[str, Any]) -> SearchStrategy[dict[str, Any]]:
    required = schema.get("required", [])
    parts = schema["properties"]
    # What has only one value is not asked, so it always stands in the form.
    always = {name: valid(part) for name, part in parts.items() if name in required or "const" in part}
    rest = {name: valid(part) for name, part in parts.items() if name not in always}
    return st.fixed_dictionaries(always, optional=rest)


def _lists(schema: dict[str, Any]) -> SearchStrategy[list[Any]]:
    least = schema.get("minItems", 0)
    if "enum" in schema["items"]:
        listed = schema["items"]["enum"]
        return st.sets(st.sampled_from(listed), min_size=least).map(lambda chosen: [x for x in listed if x in chosen])
    return st.lists(valid(schema["items"]), min_size=least, max_size=least + 2)


def _texts(schema: dict[str, Any]) -> SearchStrategy[str]:
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "pattern" in schema:
        return st.just(_PATTERNS[schema["pattern"]])
    match schema.get("format"):
        case "date":
            return st.dates(date(1950, 1, 1), date(2050, 1, 1)).map(date.isoformat)
        case "decimal":
            return st.decimals(Decimal(0), Decimal(10**9), places=6).map(lambda amount: f"{amount:f}")
        case "email":
            return st.just("office@example.com")
    least = schema.get("minLength", 1)
    return st.text(_WORDS, min_size=least, max_size=min(schema.get("maxLength", 20), least + 20))
