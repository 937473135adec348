"""“How we differ”: a district's terms, and those of all districts side by side, in sentences and cells a person can read."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from workflows.standards.chart_boxes import limit_words
from workflows.standards.enums import PlaceKind
from workflows.standards.layers import Leeway, leeways, place_words, said, sentence
from workflows.standards.schema import Limit, Standard, Text
from workflows.standards.terms.documents import Difference, OwnDesk, OwnText, ShorterLimit, Terms


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One difference in words: where, what the standard says, what the district has, and the whole as a sentence."""

    place: str
    words: str
    standard: str
    own: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Row:
    """One place over all districts: what the standard says, and what each district has of its own, empty for nothing."""

    place: str
    words: str
    standard: str
    own: Mapping[str, str]


def own_lines(standard: Standard, terms: Terms) -> list[OwnLine]:
    """Return how terms differ from the standard they rest on, in the order of the document."""
    own = terms.by_place
    return [_line(standard, leeway, own[place]) for place, leeway in leeways(standard).items() if place in own]


def comparison(standard: Standard, terms: Mapping[str, Terms]) -> list[Row]:
    """Return every place at which some district differs, with what each has: the list of unequal treatment."""
    return [row for row in _rows(standard, terms, frozenset(PlaceKind)) if any(row.own.values())]


def matrix(standard: Standard, terms: Mapping[str, Terms]) -> list[Row]:
    """Return every limit of the standard over the districts, whether or not one differs."""
    return _rows(standard, terms, frozenset({PlaceKind.LIMIT}))


def value_words(standard: Standard, leeway: Leeway, value: object) -> str:
    """Return a value that stands at a place in the reader's words."""
    if isinstance(value, Limit):
        return limit_words(value)
    if isinstance(value, Text):
        return said(value)
    if leeway.kind is PlaceKind.DESK:
        return {desk.key: said(desk.title) for desk in standard.desks}.get(str(value), str(value))
    return _("asked for") if leeway.kind is PlaceKind.MATERIAL else _("nothing")


def _rows(standard: Standard, terms: Mapping[str, Terms], kinds: frozenset[PlaceKind]) -> list[Row]:
    by_district = {code: own.by_place for code, own in terms.items()}
    return [
        Row(
            place,
            sentence(place_words(leeway)),
            value_words(standard, leeway, leeway.value),
            {code: _own(standard, leeway, own[place]) if place in own else "" for code, own in by_district.items()},
        )
        for place, leeway in leeways(standard).items()
        if leeway.kind in kinds
    ]


def _own(standard: Standard, leeway: Leeway, difference: Difference) -> str:
    match difference:
        case ShorterLimit(limit=value):
            return value_words(standard, leeway, value)
        case OwnDesk(desk=value):
            return value_words(standard, leeway, value)
        case OwnText(text=value):
            return value_words(standard, leeway, value)
    return _("not asked for")


def _line(standard: Standard, leeway: Leeway, difference: Difference) -> OwnLine:
    words, before = place_words(leeway), value_words(standard, leeway, leeway.value)
    own = _own(standard, leeway, difference)
    named = {"words": words, "own": own, "standard": before}
    if leeway.kind is PlaceKind.MATERIAL:
        told = _("%(words)s is not asked for.") % named
    elif leeway.value is None:
        told = _("%(words)s: %(own)s; the standard says nothing.") % named
    else:
        told = _("%(words)s is %(own)s; the standard says %(standard)s.") % named
    return OwnLine(leeway.place, sentence(words), before, own, sentence(told))
