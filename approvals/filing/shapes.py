"""Whether a form has the shape its standard asks for, as sentences about its fields in the reader's language."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError as Fault

from approvals.filing.errors import FormError
from approvals.filing.forms import too_deep
from workflows.standards.errors import ExpressionError
from workflows.standards.expression_functions import MAX_DIGITS, scaled

FORMATS = FormatChecker(formats=())
"""The formats of the forms' subset, each as the standards' conditions read it."""

_SENTENCES: Final[dict[str, Promise]] = {
    "required": _("“%(title)s” is missing; fill it in."),
    "type": _("“%(title)s” is not filled in as it must be; enter it again."),
    "enum": _("“%(title)s” is not one of the choices; choose one from the list."),
    "const": _("“%(title)s” has to be confirmed."),
    "pattern": _("“%(title)s” is not written as it must be; compare it with the example and enter it again."),
    "minLength": _("“%(title)s” has %(count)s characters; at least %(limit)s are needed."),
    "maxLength": _("“%(title)s” has %(count)s characters; %(limit)s is the most."),
    "minItems": _("“%(title)s” has %(count)s entries; at least %(limit)s are needed."),
    "maxItems": _("“%(title)s” has %(count)s entries; %(limit)s is the most."),
    "minimum": _("“%(title)s” is too small; the least is %(limit)s."),
    "maximum": _("“%(title)s” is too large; the most is %(limit)s."),
    "format": _("“%(title)s” is not written as it must be; enter it again."),
    "date": _("“%(title)s” is no date that exists; enter year, month and day, as in 2026-03-02."),
    "decimal": _("“%(title)s” is no amount; enter digits with at most six decimals, as in 500.5."),
    "email": _("“%(title)s” is no e-mail address; enter one such as office@example.com."),
}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_is_url = URLValidator(schemes=["http", "https"])


def shape_errors(schema: Mapping[str, Any], form: Any) -> list[FormError]:
    """Every field that is missing or not as the schema has it, once each, in the order of the form; never raises."""
    if too_deep(form):
        return [
            FormError("", "form.too_deep", str(_("The form cannot be read: it is nested too deep. Begin it anew.")))
        ]
    validator = Draft202012Validator(schema, format_checker=FORMATS)
    found: dict[str, FormError] = {}
    for fault in validator.iter_errors(form):
        for error in _errors(schema, fault):
            found.setdefault(error.path, error)
    return sorted(found.values(), key=lambda error: _place(schema, error.path))


def title_at(schema: Mapping[str, Any], path: str) -> str:
    """What the field at a path is called, in the reader's language; an entry of a list is counted from one."""
    titles: list[str] = []
    node: Any = schema
    for part in path.split("."):
        if part.isdecimal() and isinstance(node.get("items"), Mapping):
            node = node["items"]
            titles.append(str(int(part) + 1))
            continue
        node = node.get("properties", {}).get(part, {})
        titles.append(str(node.get(_title_key()) or node.get("title") or part))
    return " · ".join(titles)


def _title_key() -> str:
    return "title" if (get_language() or "").startswith("zh") else "x-title-en"


def _errors(schema: Mapping[str, Any], fault: Fault) -> Iterator[FormError]:
    path = [str(part) for part in fault.absolute_path]
    keyword = str(fault.validator)
    if keyword == "required":
        # The package reports each missing field on its own, but names it in a sentence only.
        wanted: Any = fault.validator_value
        instance: Any = fault.instance
        missing = [name for name in wanted if name not in instance]
        yield from (_error(schema, ".".join([*path, name]), "required", {}) for name in missing)
        return
    blank = keyword in {"minLength", "pattern", "format", "enum"} and fault.instance == ""
    yield _error(schema, ".".join(path), "required" if blank else keyword, _figures(fault))


def _error(schema: Mapping[str, Any], path: str, keyword: str, figures: Mapping[str, Any]) -> FormError:
    name = str(figures.get("format", "")) if keyword == "format" else keyword
    template = _SENTENCES.get(name) or _SENTENCES.get(keyword) or _SENTENCES["type"]
    named = {"title": title_at(schema, path) if path else str(_("The form")), **figures}
    return FormError(path, f"form.{keyword}", str(template) % named)


def _figures(fault: Fault) -> dict[str, Any]:
    instance: Any = fault.instance
    counted = isinstance(instance, str | list)
    figures: dict[str, Any] = {"limit": fault.validator_value, "count": len(instance) if counted else 0}
    return figures | ({"format": fault.validator_value} if fault.validator == "format" else {})


def _place(schema: Mapping[str, Any], path: str) -> tuple[tuple[int, str], ...]:
    """Where a field stands in the form, so that errors come in the order people read it."""
    places: list[tuple[int, str]] = []
    node: Any = schema
    for part in path.split("."):
        if part.isdecimal():
            places.append((int(part), ""))
            node = node.get("items", {})
        else:
            names = list(node.get("properties", {}))
            places.append((names.index(part) if part in names else len(names), part))
            node = node.get("properties", {}).get(part, {})
    return tuple(places)


def _format(name: str, holds: Callable[[str], bool]) -> None:
    """Register a format; what is no text has another fault."""
    FORMATS.checks(name)(lambda value: not isinstance(value, str) or holds(value))


def _is_day(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def _is_amount(text: str) -> bool:
    try:
        scaled(text, MAX_DIGITS)
    except ExpressionError:
        return False
    return True


def _passes(validator: Callable[[Any], None]) -> Callable[[str], bool]:
    def holds(text: str) -> bool:
        try:
            validator(text)
        except (ValidationError, ValueError):
            return False
        return True

    return holds


_format("date", _is_day)
_format("date-time", _is_instant)
_format("decimal", _is_amount)
_format("email", _passes(validate_email))
_format("uri", _passes(_is_url))
