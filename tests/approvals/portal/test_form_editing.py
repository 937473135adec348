from typing import Any

import pytest

from approvals.portal.form_editing import added, list_named, removed
from approvals.portal.form_fields import fields_of
from tests.approvals.portal.shipped import fields

FORM: dict[str, Any] = {"scope": ["甲", "乙"], "shareholders": [{"name": "甲"}], "beneficial_owner": {"exempt": False}}


def test_an_empty_item_is_added_at_the_end() -> None:
    assert added(fields("registration"), FORM, "scope")["scope"] == ["甲", "乙", ""]
    assert added(fields("registration"), FORM, "shareholders")["shareholders"] == [{"name": "甲"}, {}]


def test_a_list_inside_a_group_is_reached_by_its_path() -> None:
    form = added(fields("registration"), FORM, "beneficial_owner.owners")
    assert form["beneficial_owner"] == {"exempt": False, "owners": [{}]}
    assert removed(fields("registration"), form, "beneficial_owner.owners.0")["beneficial_owner"]["owners"] == []


def test_an_item_is_removed_by_its_place() -> None:
    assert removed(fields("registration"), FORM, "scope.0")["scope"] == ["乙"]
    assert FORM["scope"] == ["甲", "乙"]


@pytest.mark.parametrize("path", ["name", "colours", "prior_items", "address.area", "", "scope.0.x", "shareholders.0"])
def test_what_is_no_list_of_the_form_stays_as_it_is(path: str) -> None:
    assert added(fields("registration"), FORM, path) == FORM


@pytest.mark.parametrize("path", ["scope", "scope.9", "scope.x", "scope.-1", "prior_items.0", ""])
def test_what_is_no_item_stays_as_it_is(path: str) -> None:
    assert removed(fields("registration"), FORM, path) == FORM


def test_a_full_list_takes_no_more() -> None:
    lines = fields_of({"properties": {"it": {"type": "array", "maxItems": 1, "items": {"type": "string"}}}})
    assert added(lines, {"it": ["a"]}, "it") == {"it": ["a"]}
    assert list_named(lines, "it")
