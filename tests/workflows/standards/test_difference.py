import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.standards.factory import a_standard, a_step, an_act, steps
from workflows.standards.canonical import canonical_value
from workflows.standards.difference import Change, difference
from workflows.standards.schema import Limits, Route

pytestmark = pytest.mark.usefixtures("english")


def test_a_standard_does_not_differ_from_itself() -> None:
    assert difference(a_standard(), a_standard()) == []


def test_a_value_that_changes_is_named_by_keys() -> None:
    shorter = Limits.model_validate({"statutory": {"days": 20}, "promised": {"days": "0.5"}})

    assert difference(a_standard(), a_standard(limits=shorter)) == [
        Change("limits.promised.days", "10", "0.5", "limits.promised.days changes from 10 to 0.5.")
    ]


def test_a_step_that_is_added_removed_or_moved_is_one_change_each() -> None:
    before, after = steps(), steps()
    hearing = a_step("hearing", "hearing", "ACCEPTED", an_act("hear", "heard", "decision"))
    del after["issue"]
    after = {"end": after.pop("end")} | after | {"hearing": hearing}
    old, new = a_standard(steps=before), a_standard(steps=after)

    order = ["end", "receipt", "review", "decision"]
    assert difference(old, new) == [
        Change("steps[issue]", canonical_value(old)["steps"][3], None, "steps[issue] is gone; it was issue."),
        Change("steps[hearing]", None, canonical_value(new)["steps"][4], "steps[hearing] is new: hearing."),
        Change(
            "steps",
            ["receipt", "review", "decision", "end"],
            order,
            "steps has another order: end, receipt, review, decision.",
        ),
    ]


def test_an_entry_is_called_by_its_title_in_the_language_of_the_reader() -> None:
    block = {"key": "b", "title": {"zh-Hans": "审查", "en": "Review"}}

    with override("zh-hans"):
        (change,) = difference(a_standard(), a_standard(blocks=[block]))

    assert "审查" in change.sentence


def test_routes_are_counted_since_they_have_no_name() -> None:
    after = steps()
    after["review"] = a_step(
        "review",
        "review",
        "ACCEPTED",
        an_act("pass", "reviewed", routes=[Route(when="form.quick", to=["decision"]), Route(to=["decision"])]),
    )

    changes = difference(a_standard(), a_standard(steps=after))

    assert [(change.element, change.before) for change in changes] == [
        ("steps[review].acts[pass].routes[1].when", None),
        ("steps[review].acts[pass].routes[2]", None),
    ]
    assert changes[0].sentence == "steps[review].acts[pass].routes[1].when is new: form.quick."


def test_a_second_entry_of_one_key_is_not_lost() -> None:
    twice = [*steps().values(), a_step("end", "end", "CLOSED")]

    assert [change.element for change in difference(a_standard(), a_standard(steps=twice))] == ["steps[end#2]"]


@given(st.lists(st.sampled_from("abcd"), max_size=5), st.lists(st.sampled_from("abcd"), max_size=5))
def test_standards_without_changes_are_equal(one: list[str], other: list[str]) -> None:
    before, after = (
        a_standard(blocks=[{"key": key, "title": {"zh-Hans": "块", "en": key}} for key in keys])
        for keys in (one, other)
    )

    assert (difference(before, after) == []) == (before == after)


def test_a_place_is_said_in_the_readers_words_where_somebody_knows_them() -> None:
    shorter = Limits.model_validate({"statutory": {"days": 20}, "promised": {"days": "0.5"}})

    (change,) = difference(a_standard(), a_standard(limits=shorter), lambda place: f"<{place}>")

    assert (change.element, change.sentence) == (
        "limits.promised.days",
        "<limits.promised.days> changes from 10 to 0.5.",
    )


def test_a_length_of_time_and_an_empty_text_are_said_in_words() -> None:
    extended = Limits.model_validate(
        {"statutory": {"days": 20}, "promised": {"days": 10}, "extension": {"days": 5, "unit": "NATURAL"}}
    )
    unnamed = a_standard(title={"zh-Hans": "标准", "en": ""}, limits=extended)

    said = [change.sentence for change in difference(a_standard(title={"zh-Hans": "标准", "en": "a"}), unnamed)]

    assert said == ["title.en changes from a to nothing.", "limits.extension is new: 5 natural days."]
