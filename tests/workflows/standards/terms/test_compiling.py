"""What is compiled can only take away; hypothesis draws standards and differences to prove it."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.standards import factory
from tests.workflows.standards.terms.toy import MARKS, desk, own_text, shorter, terms, toy, without
from workflows.standards.canonical import canonical, canonical_value, digest
from workflows.standards.checks_limits import surely_within
from workflows.standards.enums import Layer, PlaceKind
from workflows.standards.layers import Leeway, leeways
from workflows.standards.schema import Limit, Standard, Text
from workflows.standards.terms.compiling import compiled
from workflows.standards.terms.documents import Difference, OwnDesk, OwnText, ShorterLimit, Terms, Without
from workflows.standards.terms.judging import refusals
from workflows.standards.terms.rebasing import rebase

pytestmark = pytest.mark.usefixtures("english")

BOTH = ("home", "origin")
DAYS = st.sampled_from(["0", "0.5", "1", "2", "3", "5", "10", "20"])
UNITS = st.sampled_from(["WORKING", "WORKING", "NATURAL"])
TEXTS = st.builds(
    lambda zh, en: Text.model_validate({"zh-Hans": zh, "en": en}), st.sampled_from(["甲", "乙"]), st.sampled_from("ab")
)


@st.composite
def standards(draw: st.DrawFn) -> Standard:
    """A standard of chance: limits, documents, desks and marks drawn for the toy's steps."""
    drawn = toy()
    steps = [
        step.model_copy(update={"limit": draw(st.none() | st.builds(limit, DAYS, UNITS))})
        if step.key != "end"
        else step
        for step in drawn.steps
    ]
    materials = [{"key": key, "title": factory.text(key)} for key in draw(st.sets(st.sampled_from("abcd"), max_size=4))]
    bare = toy(steps=steps, materials=sorted(materials, key=str), layers=[])
    marks = [{"place": f"materials[{m['key']}]", "layer": "bounded"} for m in materials if draw(st.booleans())]
    marks += [mark for mark in MARKS if mark["place"] in leeways(bare) and "at_least" not in mark]
    return toy(steps=steps, materials=bare.materials, layers=marks)


def limit(days: str, unit: str) -> Limit:
    return Limit.model_validate({"days": days, "unit": unit})


def _value(place: Leeway) -> st.SearchStrategy[Difference]:
    match place.kind:
        case PlaceKind.LIMIT:
            return st.builds(lambda of: ShorterLimit(place=place.place, limit=of), st.builds(limit, DAYS, UNITS))
        case PlaceKind.DESK:
            return st.builds(lambda of: OwnDesk(place=place.place, desk=of), st.sampled_from(["window", "office"]))
        case PlaceKind.MATERIAL:
            return st.just(Without(place=place.place, without=True))
        case PlaceKind.TEXT:
            return st.builds(lambda of: OwnText(place=place.place, text=of), TEXTS)


@st.composite
def savable(draw: st.DrawFn, standard: Standard) -> Terms:
    """Terms that can be saved: whatever is drawn, those differences the judge lets stand."""
    places = [place for place in leeways(standard).values() if place.layer is not Layer.FIXED]
    chosen = draw(st.lists(st.sampled_from(places), unique_by=lambda place: place.place)) if places else []
    drawn = [draw(_value(place)) for place in chosen]
    kept = [each for each in drawn if not refusals(terms(each, of=standard), standard)]
    return terms(*kept, of=standard)


PAIRS = standards().flatmap(lambda standard: st.tuples(st.just(standard), savable(standard), savable(standard)))


def same(standard: Standard) -> dict[str, Any]:
    """Everything no district may change."""
    raw = canonical_value(standard)
    del raw["materials"], raw["limits"]["promised"]
    raw.pop("layers", None)
    for step in raw["steps"]:
        del step["limit"], step["title"], step["handler"]["desk"]
    for entry in raw["desks"]:
        del entry["title"]
        entry.pop("hours", None)
    for notice in raw["notices"]:
        del notice["text"]
    for test in raw["tests"]:
        del test["expect"]["due"]
    return raw


@given(PAIRS)
def test_what_is_compiled_only_takes_away(drawn: tuple[Standard, Terms, Terms]) -> None:
    standard, home, origin = drawn

    made = compiled(standard, {"home": home, "origin": origin})

    assert same(made) == same(standard)
    assert surely_within(made.limits.promised, standard.limits.promised)
    for own, bound in zip(made.steps, standard.steps, strict=True):
        assert (own.limit is None) == (bound.limit is None)
        assert own.limit is None or bound.limit is None or surely_within(own.limit, bound.limit)
    assert [material for material in standard.materials if material in made.materials] == made.materials


@given(PAIRS)
def test_compiling_is_deterministic_and_equal_differences_share_one_digest(
    drawn: tuple[Standard, Terms, Terms],
) -> None:
    standard, one, _other = drawn
    again = Terms(standard=one.standard, base=one.base, differences=one.differences[::-1])

    assert digest(again) == digest(one)
    assert canonical(compiled(standard, dict.fromkeys(BOTH, one))) == canonical(
        compiled(standard, dict.fromkeys(BOTH, again))
    )


@given(PAIRS, standards())
def test_re_basing_what_is_re_based_changes_nothing(drawn: tuple[Standard, Terms, Terms], new: Standard) -> None:
    _standard, own, _other = drawn

    once = rebase(own, new)
    twice = rebase(once.terms, new)

    assert (twice.terms, twice.fallen, twice.conflicts) == (once.terms, (), ())
    assert refusals(once.terms, new) == []
    places = [each.place for each in [*once.terms.differences, *once.fallen, *(c.difference for c in once.conflicts)]]
    assert sorted(places) == [each.place for each in own.differences]


def test_a_district_without_differences_is_in_effect_the_standard() -> None:
    standard = toy()

    assert compiled(standard, {}) is standard
    assert compiled(standard, dict.fromkeys(BOTH, terms())) is standard


def test_a_step_follows_its_own_district_and_the_case_the_one_in_charge() -> None:
    standard = toy()
    home = terms(
        shorter("limits.promised", "8"),
        shorter("steps[review].limit", "4"),
        shorter("steps[decision].limit", "2"),
        without("old_licence"),
        own_text("desks[window].title"),
    )
    origin = terms(
        shorter("limits.promised", "7"),
        shorter("steps[review].limit", "1"),
        shorter("steps[decision].limit", "1"),
        desk("review", "window"),
        own_text("desks[office].title"),
    )

    made = compiled(standard, {"home": home, "origin": origin})

    assert made.limits.promised.days == Decimal(8)
    assert made.step("review").limit == limit("1", "WORKING")
    assert made.step("review").handler.desk == "window"
    assert made.step("decision").limit == limit("2", "WORKING")
    assert [material.key for material in made.materials] == ["application"]
    assert [each.title.en for each in made.desks] == ["Own words", "Office"]


def test_the_standards_own_tests_no_longer_say_a_day_where_limits_are_shorter() -> None:
    expect = {"steps": ["receipt"], "phase": "SUBMITTED", "due": "2026-03-02"}
    standard = toy(tests=[{"name": "t", "answers": {}, "received": "2026-03-02T09:00:00+08:00", "expect": expect}])

    by_desk = compiled(standard, {"home": terms(desk("issue", "window"), of=standard)})
    by_limit = compiled(standard, {"home": terms(shorter("limits.promised", "1"), of=standard)})

    assert [made.tests[0].expect.due for made in (by_desk, by_limit)] == ["2026-03-02", None]


def test_what_was_not_judged_is_not_compiled() -> None:
    with pytest.raises(ValueError, match="terms can only shorten"):
        compiled(toy(), {"home": terms(shorter("limits.promised", "30"))})
