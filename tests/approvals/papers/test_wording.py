"""How papers write what they say."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from approvals.papers import wording
from tests.approvals.standards.shipped import at
from workflows.clock.enums import Unit
from workflows.standards.schema import Basis, Limit


def test_instants_are_written_by_the_clock_on_the_wall() -> None:
    assert wording.minute_of(datetime(2026, 3, 1, 18, 5, tzinfo=UTC)) == "2026年3月2日02时05分"


def test_a_limit_that_ends_at_midnight_ends_on_the_day_before() -> None:
    assert wording.due_day(at("2026-05-01", "00:00")) == "2026年4月30日"
    assert wording.due_day(at("2026-05-01", "00:01")) == "2026年5月1日"


def test_days_of_a_form_are_written_and_other_words_left() -> None:
    assert (wording.written_day("2030-12-31"), wording.written_day("长期")) == ("2030年12月31日", "长期")


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        (None, "–"),
        (Limit(days=Decimal("0.5")), "当日办结"),
        (Limit(days=Decimal(20)), "20个工作日"),
        (Limit(days=Decimal(90), unit=Unit.NATURAL), "90日"),
    ],
)
def test_limits(limit: Limit | None, text: str) -> None:
    assert wording.limit_text(limit) == text


@pytest.mark.parametrize(
    ("article", "text"),
    [
        ("20", "第二十条"),
        ("17, 40", "第十七条、第四十条"),
        ("29–33", "第二十九条至第三十三条"),
        ("32(四)", "第三十二条第四项"),
        ("附件一", "附件一"),
    ],
)
def test_articles(article: str, text: str) -> None:
    assert wording.clause([Basis(law="许可法", article=article)]) == f"《许可法》{text}"


@pytest.mark.parametrize(
    ("number", "text"), [(5, "五"), (10, "十"), (19, "十九"), (40, "四十"), (103, "一百零三"), (110, "一百一十")]
)
def test_numerals(number: int, text: str) -> None:
    assert wording.numeral(number) == text
