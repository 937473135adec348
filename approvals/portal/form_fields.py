"""A standard's form as a tree of fields, made from its JSON Schema: what is asked, how, and under which name.

Nothing here knows an applicant or an answer. Names in HTML are paths: ``shareholders.0.name``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language

RADIO_UP_TO = 4
"""A closed list this long or shorter is shown whole; a longer one is a select."""

LONG_FROM = 300
"""A text that may be this long gets several lines."""


class Kind(StrEnum):
    """How a field is asked."""

    TEXT = "text"
    LONG = "long"
    EMAIL = "email"
    DATE = "date"
    DECIMAL = "decimal"
    INTEGER = "integer"
    NUMBER = "number"
    YES = "yes"
    SELECT = "select"
    RADIO = "radio"
    TICKS = "ticks"
    FIXED = "fixed"
    GROUP = "group"
    CARDS = "cards"
    LINES = "lines"


_ORDER = (
    *("uscc", "identifier", "title", "class"),
    *("area", "street", "road", "number", "building", "room", "standard_id"),
    *("name", "id_type", "id_no", "born_on", "phone", "phone_verified"),
    *("amount", "method", "due_date", "valuation_note"),
    *("term_years", "chair", "scope", "valid_until"),
    *("unlimited", "start", "end"),
    *("exempt", "owners", "truthful", "electronic_delivery"),
)
"""In which order people know the parts of an address, a person or a term: jsonb keeps no order of keys."""

MANY = frozenset({Kind.CARDS, Kind.LINES, Kind.TICKS})
"""Kinds whose answer is a list."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form, or a group of fields, or a list of either.

    ``parts`` are the fields of a group, or of one item of a list of groups; ``item`` is the schema of one item of a
    plain list. ``kept`` fields are not asked: their answer comes from the registers and a visitor cannot change it.
    """

    name: str
    kind: Kind
    title: Mapping[str, str]
    help: str
    required: bool
    schema: Mapping[str, Any]
    parts: tuple["Field", ...] = ()
    options: tuple[Any, ...] = ()
    kept: bool = False

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return self.title["zh-Hans" if (get_language() or "zh").startswith("zh") else "en"]

    @property
    def most(self) -> int | None:
        """How many items a list may have, None for no limit."""
        limit = self.schema.get("maxItems")
        return limit if isinstance(limit, int) else None

    @property
    def may_be_empty(self) -> bool:
        """Whether it is a list that says enough with nothing in it, so that nobody need be told to fill it in."""
        return self.kind in MANY and not self.schema.get("minItems")

    def leaves(self) -> int:
        """How many answers the field asks for at most once."""
        return sum(part.leaves() for part in self.parts) if self.parts else 1


def fields_of(form: Mapping[str, Any], kept: frozenset[str] = frozenset()) -> tuple[Field, ...]:
    """The fields of a form; pages of known items have an order of their own. ``kept`` names those that are not asked."""
    return tuple(_fields(form, kept))


def _fields(schema: Mapping[str, Any], kept: frozenset[str] = frozenset(), *, inside: bool = False) -> Iterator[Field]:
    required = schema.get("required", [])
    for name in sorted(schema.get("properties", {}), key=lambda name: _place(name, required)):
        field = _field(name, schema["properties"][name], required=name in required, kept=name in kept)
        # Inside a group a closed list takes one line, so that a card stays short.
        yield replace(field, kind=Kind.SELECT) if inside and field.kind is Kind.RADIO else field


def _place(name: str, required: list[str]) -> tuple[int, int]:
    """Known parts in their usual order, then what is required as the form lists it, then the rest."""
    if name in _ORDER:
        return 0, _ORDER.index(name)
    return (1, required.index(name)) if name in required else (2, 0)


def _field(name: str, schema: Mapping[str, Any], *, required: bool, kept: bool) -> Field:
    kind = _kind(schema)
    inside = schema.get("items", {}) if kind is Kind.CARDS else schema
    return Field(
        name=name,
        kind=kind,
        title={"zh-Hans": str(schema.get("title", name)), "en": str(schema.get("x-title-en", name))},
        help=str(schema.get("description", "")),
        required=required,
        schema=schema,
        parts=tuple(_fields(inside, inside=True)) if kind in {Kind.GROUP, Kind.CARDS} else (),
        options=tuple(schema.get("enum", schema.get("items", {}).get("enum", ()))),
        kept=kept,
    )


def _kind(schema: Mapping[str, Any]) -> Kind:
    match schema.get("type"):
        case "object":
            return Kind.GROUP
        case "array":
            return _kind_of_list(schema.get("items", {}))
        case "boolean":
            return Kind.YES
        case "integer" | "number" as number if "enum" not in schema and "const" not in schema:
            return Kind.INTEGER if number == "integer" else Kind.NUMBER
    return _kind_of_text(schema)


def _kind_of_list(item: Mapping[str, Any]) -> Kind:
    if item.get("type") == "object":
        return Kind.CARDS
    return Kind.TICKS if "enum" in item else Kind.LINES


def _kind_of_text(schema: Mapping[str, Any]) -> Kind:
    if "const" in schema:
        return Kind.FIXED
    if "enum" in schema:
        return Kind.RADIO if len(schema["enum"]) <= RADIO_UP_TO else Kind.SELECT
    formats = {"date": Kind.DATE, "decimal": Kind.DECIMAL, "email": Kind.EMAIL}
    if schema.get("format") in formats:
        return formats[schema["format"]]
    return Kind.LONG if schema.get("maxLength", 0) >= LONG_FROM else Kind.TEXT
