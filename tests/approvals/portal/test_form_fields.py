import json
from typing import Any

from django.utils.translation import override

from approvals.portal.form_fields import Kind, fields_of
from tests.approvals.portal.shipped import fields, form_of


def one(schema: dict[str, Any], **form: Any) -> Any:
    (field,) = fields_of({"properties": {"it": {"title": "它", "x-title-en": "It", **schema}}, **form})
    return field


def test_a_field_is_asked_as_its_schema_says() -> None:
    kinds: dict[Kind, dict[str, Any]] = {
        Kind.TEXT: {"type": "string"},
        Kind.LONG: {"type": "string", "maxLength": 500},
        Kind.EMAIL: {"type": "string", "format": "email"},
        Kind.DATE: {"type": "string", "format": "date"},
        Kind.DECIMAL: {"type": "string", "format": "decimal"},
        Kind.INTEGER: {"type": "integer"},
        Kind.NUMBER: {"type": "number"},
        Kind.YES: {"type": "boolean", "const": True},
        Kind.RADIO: {"type": "string", "enum": ["a", "b"]},
        Kind.SELECT: {"type": "string", "enum": list("abcde")},
        Kind.TICKS: {"type": "array", "items": {"type": "string", "enum": ["a"]}},
        Kind.LINES: {"type": "array", "items": {"type": "string"}},
        Kind.CARDS: {"type": "array", "items": {"type": "object", "properties": {}}},
        Kind.GROUP: {"type": "object", "properties": {}},
        Kind.FIXED: {"type": "string", "const": "CNY"},
    }
    assert {kind: one(schema).kind for kind, schema in kinds.items()} == {kind: kind for kind in kinds}


def test_a_field_has_its_title_in_both_languages() -> None:
    field = one({"type": "string"})
    with override("zh-hans"):
        assert field.label == "它"
    with override("en"):
        assert field.label == "It"


def test_a_field_is_required_where_its_object_says_so() -> None:
    assert one({"type": "string"}, required=["it"]).required
    assert not one({"type": "string"}).required


def test_a_list_of_groups_knows_the_parts_of_one() -> None:
    shareholders = next(field for field in fields("registration") if field.name == "shareholders")
    assert [part.name for part in shareholders.parts if part.required] == [
        "name",
        "id_type",
        "id_no",
        "amount",
        "method",
        "due_date",
    ]
    assert shareholders.most == 50


def test_what_the_registers_say_is_not_asked() -> None:
    assert [field.name for field in fields("relocation") if field.kept] == [
        "uscc",
        "name",
        "old_area",
        "old_authority",
        "new_authority",
        "licences",
        "branches",
    ]


def test_the_parts_of_a_card_keep_the_order_people_know() -> None:
    # jsonb, in which a published standard is kept, sorts the keys of an object.
    kept = json.loads(json.dumps(form_of("registration"), sort_keys=True))
    found = {field.name: [part.name for part in field.parts] for field in fields_of(kept)}
    assert found["address"] == ["area", "street", "road", "number", "building", "room", "standard_id"]
    assert found["shareholders"] == ["name", "id_type", "id_no", "amount", "method", "due_date", "valuation_note"]
    assert found["period"] == ["unlimited", "start", "end"]


def test_parts_nobody_knows_follow_the_list_of_what_is_required() -> None:
    inner = {"type": "object", "required": ["z", "a"], "properties": {"a": {}, "b": {}, "z": {}}}
    (group,) = fields_of({"properties": {"it": inner}})
    assert [part.name for part in group.parts] == ["z", "a", "b"]


def test_inside_a_card_a_closed_list_takes_one_line() -> None:
    known = {field.name: field for field in fields("registration")}
    assert known["address_basis"].kind is Kind.RADIO
    assert next(part for part in known["shareholders"].parts if part.name == "id_type").kind is Kind.SELECT
