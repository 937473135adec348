"""A made-up application as fields, and back."""

import pytest
from django.utils.translation import override

from workflows.studio.answers import answered, answers_of

FORM = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "title": "名称", "x-title-en": "Name"},
        "votes": {"type": "number"},
        "terms": {"type": "integer"},
        "truthful": {"type": "boolean"},
        "address": {
            "type": "object",
            "title": "住所",
            "x-title-en": "Address",
            "properties": {"area": {"enum": ["LW"]}},
        },
        "owners": {"type": "array", "title": "人", "x-title-en": "Owner", "items": {"properties": {"name": {}}}},
    },
}
GIVEN = {"name": "甲", "owners": [{"name": "乙"}], "more": 1}


def test_every_leaf_has_a_field_with_its_name_and_kind() -> None:
    with override("en"):
        found = {each.name: (each.label, each.text, each.kind) for each in answers_of(FORM, GIVEN)}
    assert found["name"] == ("Name", "甲", "string")
    assert found["address/area"] == ("Address › area", "", "string")
    assert found["owners/0/name"] == ("Owner 1 › name", "乙", "string")
    assert found["more"] == ("more", "1", "integer")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"name": ""}, {"owners": [{"name": "乙"}], "more": 1}),
        ({"votes": "2.5", "terms": "3"}, {**GIVEN, "votes": 2.5, "terms": 3}),
        ({"terms": "three"}, {**GIVEN, "terms": "three"}),
        ({"truthful": "false"}, {**GIVEN, "truthful": False}),
        ({"address/area": "LW"}, {**GIVEN, "address": {"area": "LW"}}),
        ({"address/area": ""}, GIVEN),
        ({"owners/0/name": "丙"}, {**GIVEN, "owners": [{"name": "丙"}]}),
        ({"strange": "x"}, GIVEN),
    ],
)
def test_what_was_typed_is_written_where_it_belongs(typed: dict[str, str], expected: dict[str, object]) -> None:
    assert answered(FORM, GIVEN, typed) == expected


def test_the_answers_given_stay_as_they_were() -> None:
    answered(FORM, GIVEN, {"owners/0/name": "丙"})
    assert GIVEN["owners"] == [{"name": "乙"}]
