"""Licence types are data, and data that contradicts itself is refused."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from approvals.licences.types import LicenceType, licence_types, type_of_code, years_after
from tests.law import law

FOOD = licence_types()["food_licence"].model_dump(by_alias=True)


def test_the_shipped_types_are_whole_and_the_settings_name_the_real_code(settings: Any) -> None:
    assert set(licence_types()) == {"business_licence", "food_licence"}
    settings.BUSINESS_LICENCE_TYPE = "11100000000013338W011"
    assert licence_types()["business_licence"].code == "11100000000013338W011"
    assert type_of_code("11330300MB1WN0058P001") == licence_types()["food_licence"]
    assert type_of_code("nothing") is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"term": {"kind": "years"}}, "how many"),
        ({"term": {"kind": "unlimited"}}, "is renewed"),
        ({"registered": True}, "registration"),
        ({"code": "1"}, "match"),
        ({"colour": "red"}, "Extra"),
    ],
)
def test_a_type_that_contradicts_itself_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        LicenceType.model_validate(FOOD | changes)


@law("16号令 27")
def test_a_term_of_years_ends_on_the_same_day() -> None:
    food = licence_types()["food_licence"]
    assert food.ends(date(2026, 3, 2), None) == date(2031, 3, 2)
    assert years_after(date(2024, 2, 29), 5) == date(2029, 3, 1)
    assert licence_types()["business_licence"].ends(date(2026, 3, 2), date(2046, 1, 1)) == date(2046, 1, 1)
