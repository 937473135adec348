"""Sentences about fields: which field, what is wrong, what to do; and the formats of amounts, days and addresses."""

from typing import Any

import pytest
from django.utils.translation import override

from approvals.filing.shapes import shape_errors, title_at
from tests.approvals.standards.shipped import standard

FORM = standard("registration").form


def codes(kind: dict[str, Any], value: Any) -> list[str]:
    form = {"type": "object", "properties": {"x": {"title": "某项", "x-title-en": "Thing", **kind}}}
    return [error.code for error in shape_errors(form, {"x": value})]


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("decimal", ["0", "500", "500.5", "0.300001", "-1"], ["", "5e3", "1,000", "٣", "0.1234567", " 1", "1" * 13]),
        ("date", ["2026-03-02", "2024-02-29"], ["2026-02-29", "2026-3-2", "20260302", "today", "2026-03-02T00:00"]),
        ("email", ["office@example.com"], ["office", "a@b", "甲@@example.com"]),
        ("date-time", ["2026-03-02T10:00:00+08:00", "2026-03-02T10:00:00Z"], ["2026-03-02T10:00:00", "2026-03-02"]),
        ("uri", ["https://example.com/a"], ["javascript:alert(1)", "example"]),
    ],
)
def test_a_format_takes_what_is_right_and_nothing_else(name: str, right: list[str], wrong: list[str]) -> None:
    kind = {"type": "string", "format": name}
    assert [text for text in right if codes(kind, text)] == []
    assert [text for text in wrong if not codes(kind, text)] == []


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ({"type": "integer", "minimum": 1}, 0, "form.minimum"),
        ({"type": "integer", "maximum": 3}, 4, "form.maximum"),
        ({"type": "integer"}, True, "form.type"),
        ({"type": "boolean", "const": True}, False, "form.const"),
        ({"type": "string", "maxLength": 1}, "甲乙", "form.maxLength"),
        ({"type": "string", "minLength": 1}, "", "form.required"),
        ({"type": "array", "items": {"type": "string"}, "maxItems": 1}, ["a", "b"], "form.maxItems"),
    ],
)
def test_each_rule_of_the_form_has_its_own_code(kind: dict[str, Any], value: Any, code: str) -> None:
    assert codes(kind, value) == [code]


def test_a_field_is_called_by_its_title_in_the_readers_language() -> None:
    with override("zh-hans"):
        assert title_at(FORM, "shareholders.0.due_date") == "股东 · 1 · 出资期限"
    with override("en"):
        assert title_at(FORM, "shareholders.0.due_date") == "Shareholders · 1 · Paid up by"
        assert title_at(FORM, "unknown.3.deep") == "unknown · 3 · deep"


def test_a_field_with_two_faults_is_told_once() -> None:
    found = shape_errors(FORM, {"name": 5})
    assert [error.path for error in found].count("name") == 1
