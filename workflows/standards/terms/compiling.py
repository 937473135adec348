"""From a standard and the terms of the districts of a case to the standard that is in effect for it. Pure.

A step follows the terms of the district that handles it. What is of the whole case (the promised limit, materials, the
names and hours of desks, messages) follows the district in charge, which plays the first party of the standard.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from workflows.standards.canonical import canonical_value, parse
from workflows.standards.enums import PlaceKind
from workflows.standards.layers import Leeway, leeways
from workflows.standards.schema import Standard
from workflows.standards.terms.documents import Difference, OwnDesk, OwnText, ShorterLimit, Terms, Without
from workflows.standards.terms.judging import refusals


def compiled(standard: Standard, terms: Mapping[str, Terms]) -> Standard:
    """Return the effective standard where the district of each role has these terms; the standard itself without any.

    Raise ValueError for terms that were not judged or do not rest on this text: what is compiled can only take away.
    """
    for each in terms.values():
        for sentence in refusals(each, standard):
            raise ValueError(sentence)
    differences = list(_applying(standard, terms))
    if not differences:
        return standard
    raw = canonical_value(standard)
    # What districts may do is the standard's to say; from what is in effect nobody differs.
    raw.pop("layers", None)
    for leeway, difference in differences:
        _apply(raw, leeway, difference)
    if any(isinstance(difference, ShorterLimit) for _leeway, difference in differences):
        # The standard's own tests say when a case is due by the standard; sooner is what the terms are for.
        for test in raw["tests"]:
            test["expect"]["due"] = None
    return parse(raw)


def _applying(standard: Standard, terms: Mapping[str, Terms]) -> Iterator[tuple[Leeway, Difference]]:
    """The differences of each district at the places it decides on, in the order of the document."""
    in_charge = standard.parties[0].role if standard.parties else ""
    for leeway in leeways(standard).values():
        own = terms.get(_whose(leeway, in_charge))
        if own and leeway.place in own.by_place:
            yield leeway, own.by_place[leeway.place]


def _whose(leeway: Leeway, in_charge: str) -> str:
    """The role whose district decides at a place; a step's name is told in one voice, that of the district in charge."""
    return in_charge if leeway.party is None or leeway.kind is PlaceKind.TEXT else leeway.party


def _apply(raw: dict[str, Any], leeway: Leeway, difference: Difference) -> None:
    head, key, *path = leeway.location
    if isinstance(difference, Without):
        raw[head] = [entry for entry in raw[head] if entry["key"] != key]
        return
    here = raw[head] if head == "limits" else next(entry for entry in raw[head] if entry["key"] == key)
    *way, name = path or [key]
    for part in way:
        here = here[part]
    here[name] = _value(difference)


def _value(difference: Difference) -> Any:
    match difference:
        case ShorterLimit(limit=limit):
            return canonical_value(limit)
        case OwnText(text=text):
            return canonical_value(text)
        case OwnDesk(desk=desk):
            return desk
    return None
