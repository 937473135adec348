"""What a standard calls the fields of its form, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, pgettext

from workflows.standards.schema import Standard

_ENGLISH = "x-title-en"


def label_of(path: str, standard: Standard) -> str:
    """Return what a field of the form is called, its own name where the standard does not say."""
    return _labels(path, standard)[-1]


def full_label(path: str, standard: Standard) -> str:
    """Return what a field is called, after what it stands in."""
    return pgettext("between a title and its part", ": ").join(_labels(path, standard))


def title_in(name: str, schema: Mapping[str, Any]) -> str:
    """Return a schema's title in the reader's language, the field's own name without one."""
    chinese = (get_language() or "zh").startswith("zh")
    return str(schema.get("title" if chinese else _ENGLISH) or schema.get("title") or name)


def _labels(path: str, standard: Standard) -> list[str]:
    """The label of each part of a path; an entry of a list has none of its own, and its number may be left out."""
    schema: Mapping[str, Any] = standard.form
    found = [path]
    for place, part in enumerate(path.split(".")):
        if part.isdecimal():
            schema = schema.get("items", schema)
            continue
        held = schema if "properties" in schema else schema.get("items", {})
        schema = held.get("properties", {}).get(part, {})
        found = [*(found if place else []), title_in(part, schema)]
    return found
