import pytest
from django.utils.translation import override

from approvals.filing.code_words import label_of
from approvals.portal.form_fields import Field
from tests.approvals.portal.shipped import KEYS, fields

DISTRICTS = {"LW": "龙湾区", "OH": "瓯海区", "RA": "瑞安市", "YQ": "乐清市", "ZN": "浙南产业集聚区", "GJ": "高教园区"}


def lists(found: tuple[Field, ...]) -> list[Field]:
    return [field for top in found for field in (top, *lists(top.parts)) if field.options]


@pytest.mark.parametrize("key", KEYS)
def test_every_code_of_the_shipped_forms_has_a_label(key: str) -> None:
    with override("en"):
        bare = [
            (field.name, option)
            for field in lists(fields(key))
            for option in field.options
            if label_of(field.name, option, DISTRICTS) == option
        ]
    assert bare == []


def test_an_authority_is_named_after_its_district() -> None:
    with override("en"):
        assert label_of("old_authority", "LW", {"LW": "Longwan"}) == "Longwan Administration for Market Regulation"
        assert label_of("old_authority", "WZ", {}) == "Wenzhou Administration for Market Regulation"


def test_a_value_nobody_named_is_shown_as_it_is() -> None:
    assert label_of("method", "LABOUR", DISTRICTS) == "LABOUR"
    assert label_of("colour", "green", DISTRICTS) == "green"
    assert label_of("old_authority", "XX", DISTRICTS) == "XX"
