"""One place of a standard as a drafter sees it: what it says, whether it is fixed, bounded or open, and how it is written.

Pure: works on the plain JSON value of a standard and knows nothing of requests or rows.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from workflows.clock.enums import Unit
from workflows.standards.canonical import NotAStandardError, canonical_value, parse
from workflows.standards.chart_boxes import limit_words
from workflows.standards.defects import element
from workflows.standards.schema import Limit
from workflows.studio.enums import FieldKind, Lock

Location = tuple[str | int, ...]
"""The way to a value in the document, by names and places."""

ASKED_AT_MOST = Decimal(3660)


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a standard.

    ``path`` names it by keys, as the publish check does. ``bound`` says within what it may move, ``law`` what fixes it.
    ``choices`` are the values that may be chosen, with their words; ``words`` say a value that is no text.
    """

    location: Location
    path: str
    label: str
    value: str
    kind: FieldKind = FieldKind.LINE
    lock: Lock = Lock.OPEN
    bound: str = ""
    law: str = ""
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    words: str = ""
    optional: bool = False
    language: str = ""

    @property
    def anchor(self) -> str:
        """Its name within a page."""
        return "f-" + re.sub(r"[^\w-]+", "-", self.path).strip("-")

    @property
    def changeable(self) -> bool:
        """Whether a draft may change it."""
        return self.lock != Lock.FIXED

    @property
    def shown(self) -> str:
        """The value in words."""
        return self.words or dict(self.choices).get(self.value, self.value)

    def covers(self, place: str) -> bool:
        """Whether a defect at that place is about this value."""
        return f"{self.path}.".startswith(f"{place}.") or place.startswith((f"{self.path}.", f"{self.path}["))


def text_fields(raw: Any, location: Location, label: str, *, long: bool = False) -> list[Field]:
    """Both languages of one text, open to the drafter."""
    kind = FieldKind.LINES if long else FieldKind.LINE
    text = at(raw, location)
    named = (("zh-Hans", _("%(label)s (Chinese)")), ("en", _("%(label)s (English)")))
    return [
        Field(
            location=(*location, language),
            path=element(raw, (*location, language)),
            label=words % {"label": label},
            value=text[language],
            kind=kind,
            language=language,
        )
        for language, words in named
    ]


def days_field(raw: Any, location: Location, label: str, **more: Any) -> Field:
    """A length of time; the unit stays what it is."""
    limit = at(raw, location)
    unit = Unit(limit["unit"]) if limit else Unit.WORKING
    return Field(
        location=location,
        path=element(raw, location),
        label=label,
        value=str(limit["days"]) if limit else "",
        kind=FieldKind.DAYS,
        unit=_("working days") if unit is Unit.WORKING else _("calendar days"),
        words=limit_words(Limit.model_validate(limit)) if limit else "",
        **more,
    )


def at(raw: Any, location: Sequence[str | int]) -> Any:
    """The value at a place, None where nothing stands."""
    here = raw
    for part in location:
        if here is None:
            return None
        here = here[part] if isinstance(part, int) else here.get(part)
    return here


def written(raw: dict[str, Any], field: Field, text: str) -> dict[str, Any]:
    """Return the document with ``text`` at the field's place; raise ValueError with a sentence when it does not fit."""
    text = text.strip().replace("\r\n", "\n")
    if "\0" in text:
        raise ValueError(_("%(label)s: take the character out that is no text.") % {"label": field.label})
    reader: Callable[[Field, str, Any], Any] = _READERS.get(field.kind, _line)
    value = reader(field, text, at(raw, field.location))
    made = deepcopy(raw)
    at(made, field.location[:-1])[field.location[-1]] = value
    try:
        return canonical_value(parse(made))
    except NotAStandardError as error:
        raise ValueError(error.defects[0].sentence) from error


def _line(field: Field, text: str, _before: Any) -> str | None:
    return text or (None if field.optional else "")


def _chosen(field: Field, text: str, _before: Any) -> str | None:
    if text not in dict(field.choices):
        raise ValueError(_("%(label)s: choose one of the list.") % {"label": field.label})
    return text or None


def _yes_or_no(field: Field, text: str, before: Any) -> bool:
    return _chosen(field, text, before) == "true"


def _several(field: Field, text: str, before: Any) -> list[str]:
    return [chosen for each in text.split() if (chosen := _chosen(field, each, before))]


def _number(field: Field, text: str, _before: Any) -> int | None:
    if not text and field.optional:
        return None
    if not (text.isdecimal() and 0 < int(text) <= ASKED_AT_MOST):
        raise ValueError(
            _("%(label)s: “%(typed)s” is not a whole number; write one such as 3.")
            % {"label": field.label, "typed": text}
        )
    return int(text)


def _days(field: Field, text: str, before: dict[str, Any] | None) -> dict[str, Any] | None:
    if not text and field.optional:
        return None
    try:
        days = Decimal(text)
    except InvalidOperation:
        days = Decimal("NaN")
    if not days.is_finite() or not 0 <= days <= ASKED_AT_MOST:
        raise ValueError(
            _("%(label)s: “%(typed)s” is not a number of days; write a number such as 3, or 0.5 for the same day.")
            % {"label": field.label, "typed": text}
        )
    return {"days": text, "unit": before["unit"] if before else Unit.WORKING.value}


_READERS: Mapping[FieldKind, Callable[[Field, str, Any], Any]] = {
    FieldKind.CHOICE: _chosen,
    FieldKind.DAYS: _days,
    FieldKind.SEVERAL: _several,
    FieldKind.YES_NO: _yes_or_no,
    FieldKind.NUMBER: _number,
}
