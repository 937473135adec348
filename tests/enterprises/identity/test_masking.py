"""How much a list shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterprises.identity.masking import mask_id, mask_name, mask_phone
from tests.law import law


@law("个保法 28")
@pytest.mark.parametrize(
    ("name", "masked"),
    [("张三丰", "张**"), ("张三", "张**"), (" 欧阳修文 ", "欧**"), ("John Smith", "J**"), ("张", "**"), ("", "")],
)
def test_a_name_shows_its_first_character(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@law("个保法 28")
@pytest.mark.parametrize(
    ("number", "masked"),
    [("330303198501029011", "330303********9011"), ("E12345678", "E1*****78"), ("123", "***"), ("", "")],
)
def test_an_identity_number_hides_the_birth_date(number: str, masked: str) -> None:
    assert mask_id(number) == masked


@law("个保法 28")
@pytest.mark.parametrize(
    ("number", "masked"),
    [("13812341234", "138****1234"), ("0577-88881234", "057******1234"), ("88881234", "88****34"), ("110", "***")],
)
def test_a_phone_number_hides_its_middle(number: str, masked: str) -> None:
    assert mask_phone(number) == masked


@given(st.text())
def test_at_least_a_third_of_anything_is_hidden(text: str) -> None:
    for mask in (mask_id, mask_phone):
        assert len(mask(text)) == len(text)
        assert mask(text).count("*") - text.count("*") <= len(text)
        assert sum(a == b for a, b in zip(mask(text), text, strict=True) if b != "*") <= len(text) * 2 / 3
