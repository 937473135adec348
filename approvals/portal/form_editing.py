"""Adding an item to a list of a form and taking one away; the form that is given stays as it was."""

from collections.abc import Iterable, Mapping
from typing import Any

from approvals.portal.form_fields import Field, Kind


def added(fields: Iterable[Field], form: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The form with an empty item at the end of the list ``path``; unchanged where there is no such list, or it is full."""
    field = list_named(fields, path)
    if field is None:
        return dict(form)
    empty: Any = {} if field.kind is Kind.CARDS else ""
    items = _items(form, path)
    if field.most is not None and len(items) >= field.most:
        return dict(form)
    return _with(form, path.split("."), [*items, empty])


def removed(fields: Iterable[Field], form: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The form without the item ``path`` leads to, such as ``shareholders.1``; unchanged where there is none."""
    name, _dot, place = path.rpartition(".")
    items = _items(form, name)
    if list_named(fields, name) is None or not (place.isdecimal() and int(place) < len(items)):
        return dict(form)
    return _with(form, name.split("."), [*items[: int(place)], *items[int(place) + 1 :]])


def list_named(fields: Iterable[Field], path: str) -> Field | None:
    """The list of the form a path names, such as ``shareholders`` or ``beneficial_owner.owners``."""
    name, _dot, rest = path.partition(".")
    field = next((each for each in fields if each.name == name and not each.kept), None)
    if field is None or not rest:
        return field if field and field.kind in {Kind.CARDS, Kind.LINES} else None
    return list_named(field.parts, rest) if field.kind is Kind.GROUP else None


def _items(form: Mapping[str, Any], path: str) -> list[Any]:
    value: Any = form
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, list) else []


def _with(form: Mapping[str, Any], names: list[str], items: list[Any]) -> dict[str, Any]:
    name, *rest = names
    if not rest:
        return {**form, name: items}
    inner = form.get(name)
    return {**form, name: _with(inner if isinstance(inner, Mapping) else {}, rest, items)}
