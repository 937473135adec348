"""A form with its answers and what is wrong with them, ready for a page: one ``Shown`` for each thing on it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from approvals.filing.code_words import label_of
from approvals.portal.form_fields import MANY, Field, Kind
from approvals.portal.form_reading import NO, YES

WIDE = frozenset({Kind.LONG, Kind.RADIO, Kind.TICKS, Kind.LINES, Kind.CARDS, Kind.GROUP, Kind.YES})


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a closed list, with its label."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A field at its place in a form: its name in HTML, what is answered, and the sentences about it.

    ``items`` are the items of a list, each a ``Shown`` with its own parts; ``began`` says whether a list or a yes
    stands in the form at all, which an empty one could not tell.
    """

    field: Field
    name: str
    value: Any
    errors: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    parts: tuple["Shown", ...] = ()
    items: tuple["Shown", ...] = ()
    place: int = 0
    began: bool = False

    @property
    def id(self) -> str:
        """The element's id."""
        return "f-" + self.name.replace(".", "-")

    @property
    def text(self) -> str:
        """The answer as it is written into the field."""
        return as_text(self.value)

    @property
    def ticked(self) -> bool:
        """Whether a yes is said."""
        return self.value is True

    @property
    def is_full(self) -> bool:
        """Whether a list has as many items as it may have."""
        return self.field.most is not None and len(self.items) >= self.field.most

    @property
    def width(self) -> str:
        """The class of the grid for the field's width."""
        return "c12" if self.field.kind in WIDE else "c6"

    @property
    def described_by(self) -> str:
        """The ids of what describes the field to a screen reader."""
        helps = [f"{self.id}-h"] if self.field.help else []
        return " ".join([*helps, *([f"{self.id}-e"] if self.errors else [])])

    @property
    def said(self) -> str:
        """The answer in words, for reading it over; empty when nothing is answered."""
        return "、".join(option.label for option in self.options if option.chosen) if self.options else self.text


@dataclass(frozen=True, slots=True)
class Context:
    """What showing needs besides the form: the districts' names by code, and the sentences by path."""

    districts: Mapping[str, str]
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)


def show(fields: Iterable[Field], form: Mapping[str, Any], context: Context) -> tuple[Shown, ...]:
    """Each field with its answer."""
    return tuple(_show(each, each.name, form.get(each.name), each.name in form, context) for each in fields)


def sent_by(shown: Iterable[Shown]) -> Iterator[tuple[str, str]]:
    """What a browser would send for a page of these fields, in the order of the page."""
    for each in shown:
        if not each.field.kept:
            yield from _sent(each)


def as_text(value: Any) -> str:
    """An answer as text; a group or a list has none."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, str | int | float) else ""


def _show(each: Field, name: str, value: Any, stands: bool, context: Context) -> Shown:  # noqa: FBT001 - a fact, not a switch
    return Shown(
        field=each,
        name=name,
        value=value,
        errors=tuple(dict.fromkeys(context.errors.get(name, ()))),
        options=_options(each, value, context),
        parts=_parts(each, name, value, context) if each.kind is Kind.GROUP else (),
        items=tuple(_items(each, name, value, context)),
        began=stands or each.required,
    )


def _parts(each: Field, name: str, value: Any, context: Context) -> tuple[Shown, ...]:
    group = value if isinstance(value, Mapping) else {}
    return tuple(
        _show(part, f"{name}.{part.name}", group.get(part.name), part.name in group, context) for part in each.parts
    )


def _items(each: Field, name: str, value: Any, context: Context) -> Iterator[Shown]:
    if each.kind not in {Kind.CARDS, Kind.LINES} or not isinstance(value, list):
        return
    for place, item in enumerate(value):
        at = f"{name}.{place}"
        yield Shown(
            field=each,
            name=at,
            value=item,
            errors=tuple(dict.fromkeys(context.errors.get(at, ()))),
            parts=_parts(each, at, item, context) if each.kind is Kind.CARDS else (),
            place=place + 1,
            began=True,
        )


def _options(each: Field, value: Any, context: Context) -> tuple[Option, ...]:
    """The closed list; an answer that is not on it is shown too, so that nothing typed is lost."""
    if not each.options:
        return ()
    chosen = [as_text(one) for one in (value if isinstance(value, list) else [value])]
    listed = [str(option) for option in each.options]
    strange = [text for text in dict.fromkeys(chosen) if text and text not in listed]
    return tuple(
        Option(text, label_of(each.name, text, context.districts), text in chosen) for text in [*listed, *strange]
    )


def _sent(shown: Shown) -> Iterator[tuple[str, str]]:
    kind = shown.field.kind
    if kind in MANY:
        yield from _sent_list(shown)
    elif kind is Kind.YES:
        yield from [(shown.name, NO)] * shown.began + [(shown.name, YES)] * shown.ticked
    elif kind is Kind.GROUP:
        yield from (pair for part in shown.parts for pair in _sent(part))
    elif kind is Kind.RADIO:
        yield from ((shown.name, option.value) for option in shown.options if option.chosen)
    elif kind is not Kind.FIXED:
        yield shown.name, shown.text


def _sent_list(shown: Shown) -> Iterator[tuple[str, str]]:
    if shown.began:
        yield shown.name, ""
    for item in shown.items:
        yield item.name, item.text
        yield from (pair for part in item.parts for pair in _sent(part))
    if shown.field.kind is Kind.TICKS:
        yield from ((shown.name, option.value) for option in shown.options if option.chosen)
