import pytest

from tests.workflows.studio.conftest import shipped
from workflows.standards.canonical import canonical_value
from workflows.studio.enums import FieldKind, Lock
from workflows.studio.fields import Field, at, days_field, text_fields, written

RAW = canonical_value(shipped())


def test_both_languages_of_a_text_are_fields() -> None:
    chinese, english = text_fields(RAW, ("title",), "Name")
    assert (chinese.path, chinese.value, chinese.label) == ("title.zh-Hans", "企业跨区迁移登记", "Name (Chinese)")
    assert (english.path, english.language, english.lock) == ("title.en", "en", Lock.OPEN)


def test_a_length_of_time_is_written_in_days_and_keeps_its_unit() -> None:
    field = days_field(RAW, ("limits", "promised"), "Promised")
    assert (field.path, field.value, field.shown, field.unit) == (
        "limits.promised",
        "2",
        "2 working days",
        "working days",
    )
    assert at(written(RAW, field, " 0.5 "), ("limits", "promised")) == {"days": "0.5", "unit": "WORKING"}


def test_writing_leaves_the_document_it_began_from() -> None:
    made = written(RAW, text_fields(RAW, ("title",), "Name")[1], "Moving")
    assert (made["title"]["en"], RAW["title"]["en"]) == ("Moving", "Relocation of an enterprise to another district")


def test_an_optional_length_of_time_may_go() -> None:
    location = ("steps", 0, "limit")
    field = days_field(RAW, location, "Limit", optional=True)
    assert (field.value, field.shown) == ("", "")
    given = written(RAW, field, "3")
    assert at(given, location) == {"days": "3", "unit": "WORKING"}
    assert at(written(given, days_field(given, location, "Limit", optional=True), ""), location) is None


@pytest.mark.parametrize("typed", ["soon", "", "-1", "NaN", "Infinity", "1e9", "0.25"])
def test_what_is_no_number_of_days_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"Promised|limits\.promised"):
        written(RAW, days_field(RAW, ("limits", "promised"), "Promised"), typed)


def test_a_choice_is_one_of_the_list() -> None:
    location = ("steps", 3, "handler", "role")
    field = Field(location, "x", "Post", "REVIEWER", FieldKind.CHOICE, choices=(("", "Any"), ("REVIEWER", "Reviewer")))
    assert field.shown == "Reviewer"
    assert at(written(RAW, field, ""), location) is None
    with pytest.raises(ValueError, match="Post: choose one of the list"):
        written(RAW, field, "EMPEROR")


def test_a_defect_is_about_a_field_at_its_place_above_it_or_below_it() -> None:
    field = days_field(RAW, ("limits", "promised"), "Promised")
    assert [field.covers(place) for place in ("limits.promised", "limits.promised.days", "limits", "limits.prom")] == [
        True,
        True,
        True,
        False,
    ]
    assert field.anchor == "f-limits-promised"
