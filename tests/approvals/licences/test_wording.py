"""How a licence words what it says."""

from datetime import date

import pytest

from approvals.licences.wording import capital_in_fen, capital_text, day_text, scope_text, term_text, type_text
from tests.law import law


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (500_000_000, "伍佰万元整"),
        (100_000, "壹仟元整"),
        (1_005_000, "壹万零伍拾元整"),
        (10_000_100_000, "壹亿零壹仟元整"),
        (200_000_300_000, "贰拾亿零叁仟元整"),
        (12_345, "壹佰贰拾叁元肆角伍分"),
        (10_005, "壹佰元零伍分"),
        (1_000_000_000_000, "壹佰亿元整"),
        (1_010_000_000, "壹仟零壹拾万元整"),
    ],
)
def test_an_amount_is_written_in_capital_numerals(fen: int, said: str) -> None:
    assert capital_text(fen) == said


def test_capital_comes_in_ten_thousands_and_is_kept_to_the_fen() -> None:
    assert (capital_in_fen("500.000000"), capital_in_fen("0.000001")) == (500_000_000, 1)
    with pytest.raises(ValueError, match="no whole number"):
        capital_in_fen("0.0000001")


@law("细则 12")
def test_the_scope_is_printed_in_two_parts_each_with_its_sentence() -> None:
    assert scope_text(["软件开发", "危险化学品经营", "软件销售"], ["危险化学品经营"]) == (
        "一般项目：软件开发；软件销售（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）。"
        "许可项目：危险化学品经营（依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目以审批结果为准）。"
    )


def test_days_terms_and_types_are_in_chinese() -> None:
    day = date(2026, 2, 12)
    assert day_text(day) == "2026年02月12日"
    assert (term_text(day, None), term_text(day, date(2046, 2, 12))) == ("长期", "2026年02月12日至2046年02月12日")
    assert type_text("1130") == "有限责任公司（自然人投资或控股）"
