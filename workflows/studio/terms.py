"""What the page of a district's terms is made of: each place with its value, its bound and what was typed there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from workflows.clock.enums import Unit
from workflows.standards.chart_boxes import limit_words
from workflows.standards.enums import Layer, PlaceKind
from workflows.standards.layers import Leeway, leeways, place_words, sentence
from workflows.standards.schema import Limit, Standard, Text
from workflows.standards.terms.documents import Difference, OwnDesk, OwnText, ShorterLimit, Terms, Without
from workflows.standards.terms.judging import refusal, says_the_same
from workflows.standards.terms.wording import value_words
from workflows.studio.enums import Lock

OWN = "own:"
"""What stands before a place in the form of the page."""

CHINESE, ENGLISH = "zh-Hans", "en"
TONGUES = {CHINESE: "中文", ENGLISH: "English"}
YES = "yes"
_LOCKS = {Layer.FIXED: Lock.FIXED, Layer.BOUNDED: Lock.BOUNDED, Layer.OPEN: Lock.OPEN}


@dataclass(frozen=True, slots=True)
class Place:
    """One place a district may change: what the standard says, how far one may go, and what was typed, by language."""

    leeway: Leeway
    words: str
    standard: str
    bound: str
    typed: Mapping[str, str]
    choices: tuple[tuple[str, str], ...] = ()
    error: str = ""

    @property
    def name(self) -> str:
        """Its name in the form."""
        return f"{OWN}{self.leeway.place}"

    @property
    def anchor(self) -> str:
        """Its name within the page."""
        return "t-" + re.sub(r"[^\w-]+", "-", self.leeway.place).strip("-")

    @property
    def lock(self) -> Lock:
        """How free the district is."""
        return _LOCKS[self.leeway.layer]

    @property
    def errors(self) -> list[str]:
        """What is wrong with what was typed."""
        return [self.error] if self.error else []

    @property
    def value(self) -> str:
        """What was typed where there is one value."""
        return self.typed.get("", "")

    @property
    def unit(self) -> str:
        """What a limit counts."""
        limit = self.leeway.value
        natural = isinstance(limit, Limit) and limit.unit is Unit.NATURAL
        return _("calendar days") if natural else _("working days")

    @property
    def texts(self) -> list[tuple[str, str, str, str]]:
        """Both languages of a text: the name in the form, the language and what it calls itself, what was typed."""
        return [(f"{self.name}:{each}", each, own, self.typed.get(each, "")) for each, own in TONGUES.items()]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed on the page, the differences it comes to, and a sentence for each place where it does not fit."""

    values: Mapping[str, Mapping[str, str]]
    differences: Sequence[Difference] = ()
    errors: Mapping[str, str] = field(default_factory=dict)


def groups(standard: Standard, typed: Typed) -> list[tuple[str, list[Place]]]:
    """Every place a district may change, in four groups; a group without places is left out."""
    titles = {
        PlaceKind.LIMIT: _("Limits"),
        PlaceKind.MATERIAL: _("Documents"),
        PlaceKind.DESK: _("Desks"),
        PlaceKind.TEXT: _("Names, hours and messages"),
    }
    places = list(_places(standard, typed))
    found = [(title, [each for each in places if each.leeway.kind is kind]) for kind, title in titles.items()]
    return [group for group in found if group[1]]


def fixed_words(standard: Standard) -> list[str]:
    """What could be left to districts and is fixed by this standard, in words."""
    return [sentence(place_words(each)) for each in leeways(standard).values() if each.layer is Layer.FIXED]


def written(terms: Terms) -> Typed:
    """The differences there are, as they would be typed."""
    return Typed({place: _values(each) for place, each in terms.by_place.items()}, terms.differences)


def read(standard: Standard, sent: Mapping[str, Any]) -> Typed:
    """What was sent from the page; what equals the standard is no difference, what does not fit has a sentence."""
    values: dict[str, Mapping[str, str]] = {}
    differences: list[Difference] = []
    errors: dict[str, str] = {}
    known = leeways(standard)
    for place, leeway in known.items():
        if leeway.layer is Layer.FIXED:
            continue
        values[place] = typed = _sent(leeway, sent)
        if not any(typed.values()):
            continue
        try:
            difference = _difference(leeway, typed)
        except (ValueError, InvalidOperation):
            errors[place] = _("“%(typed)s” is not what can stand here; write a number of days, or both languages.") % {
                "typed": " / ".join(typed.values())
            }
            continue
        if says_the_same(difference, leeway):
            continue
        differences.append(difference)
        if refused := refusal(difference, known, standard):
            errors[place] = refused
    return Typed(values, differences, errors)


def _places(standard: Standard, typed: Typed) -> Iterator[Place]:
    for place, leeway in leeways(standard).items():
        if leeway.layer is Layer.FIXED:
            continue
        yield Place(
            leeway,
            sentence(place_words(leeway)),
            value_words(standard, leeway, leeway.value),
            _bound(leeway),
            typed.values.get(place, {}),
            tuple(_choices(standard, leeway)),
            typed.errors.get(place, ""),
        )


def _bound(leeway: Leeway) -> str:
    if leeway.kind is PlaceKind.MATERIAL:
        return _("may be done without")
    if leeway.kind is not PlaceKind.LIMIT or not isinstance(leeway.value, Limit):
        return ""
    named = {"limit": limit_words(leeway.value)}
    if leeway.at_least:
        return _("at most %(limit)s, at least %(least)s") % (named | {"least": limit_words(leeway.at_least)})
    return _("at most %(limit)s") % named


def _choices(standard: Standard, leeway: Leeway) -> Iterator[tuple[str, str]]:
    if leeway.kind is PlaceKind.DESK:
        yield "", _("as the standard: %(desk)s") % {"desk": value_words(standard, leeway, leeway.value)}
        for desk in standard.desks:
            if desk.key != leeway.value and (leeway.layer is Layer.OPEN or desk.key in leeway.among):
                yield desk.key, value_words(standard, leeway, desk.key)


def _values(difference: Difference) -> dict[str, str]:
    match difference:
        case ShorterLimit(limit=limit):
            return {"": format(limit.days.normalize(), "f")}
        case OwnDesk(desk=desk):
            return {"": desk}
        case OwnText(text=text):
            return {CHINESE: text.zh, ENGLISH: text.en}
    return {"": YES}


def _sent(leeway: Leeway, sent: Mapping[str, Any]) -> dict[str, str]:
    name = f"{OWN}{leeway.place}"
    names = {each: f"{name}:{each}" for each in (CHINESE, ENGLISH)} if leeway.kind is PlaceKind.TEXT else {"": name}
    return {each: str(sent.get(key, "")).replace("\0", "").strip() for each, key in names.items()}


def _difference(leeway: Leeway, typed: Mapping[str, str]) -> Difference:
    """The difference that was typed; raise ValueError or InvalidOperation for what is none."""
    value = typed.get("", "")
    try:
        if leeway.kind is PlaceKind.LIMIT:
            unit = leeway.value.unit if isinstance(leeway.value, Limit) else Unit.WORKING
            return ShorterLimit(place=leeway.place, limit=Limit(days=Decimal(value), unit=unit))
        if leeway.kind is PlaceKind.DESK:
            return OwnDesk(place=leeway.place, desk=value)
        if leeway.kind is PlaceKind.MATERIAL:
            return Without(place=leeway.place, without=True)
        return OwnText(place=leeway.place, text=Text.model_validate(dict(typed)))
    except ValidationError as error:
        raise ValueError(leeway.place) from error
