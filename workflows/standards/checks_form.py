"""Whether a form is of the JSON Schema 2020-12 subset the portal, the API and the desks all read.

A closed list of keywords, no references, at most six levels. Every property has its name in both languages: ``title``
in Chinese, ``x-title-en`` in English. Other ``x-`` keywords are hints to the pages and not looked at here.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from workflows.standards.checks_texts import missing_text
from workflows.standards.defects import Defect, DefectCode

MAX_DEPTH = 6
TYPES = frozenset({"object", "array", "string", "integer", "number", "boolean"})
FORMATS = frozenset({"date", "date-time", "email", "uri", "decimal"})
"""``decimal`` is ours: an amount as text, reckoned as an integer by the functions of conditions."""


def form_defects(form: Mapping[str, Any]) -> list[Defect]:
    """Return where the form leaves the subset, and titles that are missing."""
    if form.get("type") != "object":
        return [_invalid("form.type", _("the form itself is of the type object"))]
    return list(_schema(form, "form", 1))


def _schema(schema: Any, place: str, depth: int) -> Iterator[Defect]:
    if not isinstance(schema, Mapping):
        yield _invalid(place, _("a part of the form is an object of keywords"))
        return
    if depth > MAX_DEPTH:
        yield _invalid(place, _("the form has at most %(levels)s levels") % {"levels": MAX_DEPTH})
        return
    if not isinstance(schema.get("type"), str) or schema["type"] not in TYPES:
        yield _invalid(f"{place}.type", _("the type is one of %(types)s") % {"types": ", ".join(sorted(TYPES))})
    for keyword, value in schema.items():
        if not isinstance(keyword, str) or keyword.startswith("x-"):
            continue
        rule = _RULES.get(keyword)
        if rule is None:
            yield _invalid(
                f"{place}.{keyword}", _("the keyword %(keyword)s is not in the subset") % {"keyword": keyword}
            )
        elif not rule(value):
            yield _invalid(f"{place}.{keyword}", _("the value of %(keyword)s has another kind") % {"keyword": keyword})
    yield from _children(schema, place, depth)


def _children(schema: Mapping[str, Any], place: str, depth: int) -> Iterator[Defect]:
    properties = schema.get("properties")
    known = properties if isinstance(properties, Mapping) else {}
    required: Any = schema.get("required")
    for name in required if _is_names(required) else []:
        if name not in known:
            yield _invalid(f"{place}.required[{name}]", _("what is required is one of the properties"))
    for name, child in known.items():
        where = f"{place}.properties.{name}"
        if isinstance(child, Mapping):
            yield from (
                missing_text(f"{where}.{keyword}")
                for keyword in ("title", "x-title-en")
                if not str(child.get(keyword, "")).strip()
            )
        yield from _schema(child, where, depth + 1)
    if "items" in schema:
        yield from _schema(schema["items"], f"{place}.items", depth + 1)
    elif schema.get("type") == "array":
        yield _invalid(f"{place}.items", _("a list says what its items are"))


def _invalid(place: str, rule: str) -> Defect:
    sentence = _("The form is not readable at %(place)s: %(rule)s. Mend it there.")
    return Defect(DefectCode.FORM_INVALID, place, sentence % {"place": place, "rule": rule})


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_pattern(value: Any) -> bool:
    try:
        re.compile(value)
    except (re.error, TypeError, RecursionError, OverflowError):
        return False
    return isinstance(value, str)


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value)) and len(set(value)) == len(value)


_RULES: dict[str, Callable[[Any], bool]] = {
    "$schema": _is_text,
    "type": lambda value: True,  # noqa: ARG005 - told apart before
    "properties": lambda value: isinstance(value, Mapping),
    "required": _is_names,
    "items": lambda value: isinstance(value, Mapping),
    "minItems": _is_count,
    "maxItems": _is_count,
    "enum": lambda value: isinstance(value, list) and bool(value),
    "const": lambda value: True,  # noqa: ARG005 - any value
    "pattern": _is_pattern,
    "minLength": _is_count,
    "maxLength": _is_count,
    "minimum": _is_number,
    "maximum": _is_number,
    "format": lambda value: isinstance(value, str) and value in FORMATS,
    "title": _is_text,
    "description": _is_text,
}
