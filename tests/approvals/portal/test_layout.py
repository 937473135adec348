from decimal import Decimal

import pytest

from approvals.portal.form_fields import fields_of
from approvals.portal.layout import MOST_FIELDS, Adding, Sum, sections_of, sum_of
from tests.approvals.portal.shipped import KEYS, fields


@pytest.mark.parametrize("key", KEYS)
def test_every_field_stands_on_exactly_one_page(key: str) -> None:
    placed = [field.name for section in sections_of(key, fields(key)) for field in section.fields]
    assert sorted(placed) == sorted(field.name for field in fields(key))


def test_a_form_nobody_laid_out_is_laid_out_by_its_shape() -> None:
    short = {f"f{number}": {"type": "string", "title": "短", "x-title-en": "Short"} for number in range(10)}
    group = {"type": "object", "title": "组", "x-title-en": "Group", "properties": {}}
    sections = sections_of("unheard", fields_of({"properties": {**short, "group": group}}))
    assert [(section.key, len(section.fields)) for section in sections] == [
        ("f0", MOST_FIELDS),
        ("f8", 2),
        ("group", 1),
    ]


def test_a_field_a_later_version_adds_gets_a_page() -> None:
    added = fields_of({"properties": {"name": {"type": "string"}, "colour": {"type": "string"}}})
    assert [section.key for section in sections_of("registration", added)] == ["name", "colour"]


ADDING = Adding("shareholders", "amount", "capital")


def test_contributions_are_added_up_as_written() -> None:
    form = {"capital": "500", "shareholders": [{"amount": "300"}, {"amount": "150.5"}, {"amount": "some"}, {}, "x"]}
    total = sum_of(ADDING, form)
    assert (total.count, total.total, total.target, total.missing) == (
        4,
        Decimal("450.5"),
        Decimal(500),
        Decimal("49.5"),
    )
    assert total.percent == 90


def test_amounts_are_written_as_people_write_them() -> None:
    assert Sum(1, Decimal("600.500"), Decimal(500)).said == {"total": "600.5", "target": "500", "missing": "−100.5"}
    assert Sum(0, Decimal(0), None).said == {"total": "0", "target": "–", "missing": "–"}


@pytest.mark.parametrize("capital", [None, "", "much", "NaN", "1e9999999", "-5"])
def test_a_target_that_is_no_amount_fills_no_bar(capital: object) -> None:
    assert sum_of(ADDING, {"capital": capital, "shareholders": "none"}).percent == 0
