from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.standards.checks_form import form_defects
from workflows.standards.defects import Defect, DefectCode

pytestmark = pytest.mark.usefixtures("english")

NAMED = {"title": "名称", "x-title-en": "Name"}
KEYWORDS = st.sampled_from(
    [*("type", "properties", "required", "items", "enum", "pattern", "format", "minLength"), "title", "x-a", "$ref"]
)
SCHEMAS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.sampled_from(["object", "array", "string"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYWORDS, inner, max_size=5),
    max_leaves=12,
)


def a_form(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def invalid(place: str, rule: str) -> Defect:
    return Defect(DefectCode.FORM_INVALID, place, f"The form is not readable at {place}: {rule}. Mend it there.")


def test_a_form_of_the_subset_has_no_defects() -> None:
    shareholder = {
        "type": "object",
        "required": ["amount"],
        "properties": {
            "amount": {"type": "string", "format": "decimal", **NAMED},
            "method": {"type": "string", "enum": ["货币", "实物"], **NAMED},
        },
    }
    form = a_form(
        name={"type": "string", "minLength": 2, "maxLength": 60, "pattern": "^.+公司$", "description": "…", **NAMED},
        shareholders={"type": "array", "minItems": 1, "maxItems": 50, "items": shareholder, **NAMED},
        employees={"type": "integer", "minimum": 0, "maximum": 10**6, "x-unit": "人", **NAMED},
        consent={"type": "boolean", "const": True, **NAMED},
    )

    assert form_defects(form | {"$schema": "https://json-schema.org/draft/2020-12/schema"}) == []


def test_a_form_is_an_object() -> None:
    assert form_defects({"type": "string"}) == [invalid("form.type", "the form itself is of the type object")]


@pytest.mark.parametrize(
    ("schema", "place", "rule"),
    [
        ({"type": "money"}, ".type", "the type is one of array, boolean, integer, number, object, string"),
        ({"type": ["string", "null"]}, ".type", "the type is one of array, boolean, integer, number, object, string"),
        ({"type": "string", "$ref": "#/a"}, ".$ref", "the keyword $ref is not in the subset"),
        ({"type": "string", "pattern": "("}, ".pattern", "the value of pattern has another kind"),
        ({"type": "string", "maxLength": -1}, ".maxLength", "the value of maxLength has another kind"),
        ({"type": "string", "format": "phone"}, ".format", "the value of format has another kind"),
        ({"type": "integer", "minimum": "0"}, ".minimum", "the value of minimum has another kind"),
        ({"type": "string", "enum": []}, ".enum", "the value of enum has another kind"),
        ({"type": "array"}, ".items", "a list says what its items are"),
        ({"type": "object", "required": ["a"]}, ".required[a]", "what is required is one of the properties"),
    ],
)
def test_what_is_not_in_the_subset(schema: dict[str, Any], place: str, rule: str) -> None:
    assert form_defects(a_form(field=schema | NAMED)) == [invalid(f"form.properties.field{place}", rule)]


def test_a_form_is_at_most_six_levels_deep() -> None:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(6):
        schema = {"type": "array", "items": schema}

    assert form_defects(a_form(field=schema | NAMED)) == [
        invalid("form.properties.field" + ".items" * 5, "the form has at most 6 levels")
    ]


def test_every_property_has_its_name_in_both_languages() -> None:
    assert form_defects(a_form(one={"type": "string", "title": " "})) == [
        Defect(DefectCode.MISSING_TEXT, place, f"The text at {place} is empty; write it in both languages.")
        for place in ("form.properties.one.title", "form.properties.one.x-title-en")
    ]


@given(st.dictionaries(KEYWORDS, SCHEMAS, max_size=5))
def test_an_arbitrary_form_is_judged_and_never_raises(form: dict[str, Any]) -> None:
    assert all(defect.sentence.endswith(".") for defect in form_defects(form | {"type": "object"}))
