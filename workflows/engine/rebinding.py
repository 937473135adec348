"""Which districts an embedded test is run for, and the same test with other districts in its place.

Pure: a district stands in the answers, facts and acts of a test as its code, so another one takes its place there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from workflows.standards.schema import Expectation, Standard, StandardTest

Value = Callable[[str, Mapping[str, Any]], Any]
"""Answers an expression that names a value, such as a party's district."""

PAIR = 2
"""Up to so many districts of a test are put in every order; more take turns, so that each plays each part once."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A test as it is run once: with a district for every role of the case."""

    test: StandardTest
    parties: Mapping[str, str]


def parties_of(standard: Standard, test: StandardTest, value: Value) -> dict[str, str]:
    """Return the district of each role as the answers of the test say; raise what the expressions raise."""
    data = {"form": test.answers, "facts": test.facts}
    return {party.role: value(party.district, data) for party in standard.parties}


def bound_tests(standard: Standard, test: StandardTest, value: Value, districts: Sequence[str]) -> Iterator[Bound]:
    """Give the test once for its own districts and, unless it names them, for all others that lead to other parties."""
    own = parties_of(standard, test, value)
    yield Bound(test, own)
    if test.parties:
        return
    seen = {tuple(own.items())}
    codes = [code for code in dict.fromkeys(own.values()) if code in districts]
    for others in _instead(codes, districts):
        moved = _moved(test, dict(zip(codes, others, strict=True)))
        parties = parties_of(standard, moved, value)
        if tuple(parties.items()) not in seen:
            seen.add(tuple(parties.items()))
            yield Bound(moved, parties)


def _instead(codes: Sequence[str], districts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    if not codes or len(codes) > len(districts):
        return
    if len(codes) <= PAIR:
        yield from permutations(districts, len(codes))
        return
    ring = [*districts, *districts]
    yield from (tuple(ring[start : start + len(codes)]) for start in range(len(districts)))


def _moved(test: StandardTest, districts: Mapping[str, str]) -> StandardTest:
    expect = test.expect.model_copy(update={"district": _with(test.expect.district, districts)})
    return test.model_copy(
        update={
            "answers": _with(test.answers, districts),
            "facts": _with(test.facts, districts),
            "acts": [act.model_copy(update={"payload": _with(act.payload, districts)}) for act in test.acts],
            "expect": expect,
        }
    )


def _with(value: Any, districts: Mapping[str, str]) -> Any:
    match value:
        case str():
            return districts.get(value, value)
        case list():
            return [_with(each, districts) for each in value]
        case dict():
            return {key: _with(each, districts) for key, each in value.items()}
    return value


def expected_district(expect: Expectation, parties: Mapping[str, str]) -> str | None:
    """Return the district a test expects: the one of the role it names, or the one whose code stands there."""
    return parties.get(expect.district, expect.district) if expect.district is not None else None
