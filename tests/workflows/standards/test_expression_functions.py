from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.standards.errors import ExpressionError
from workflows.standards.expression_functions import (
    FUNCTIONS,
    add_days,
    add_months,
    add_years,
    date,
    days_between,
    fen,
    in_wan,
    iso,
    length,
    scaled,
    sum_fen,
    sum_wan,
    wan,
)

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.datetimes(timezones=st.just(UTC)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("450.00", 45000), ("450", 45000), ("0.1", 10), ("-3.25", -325), ("999999999999.99", 99999999999999)],
)
def test_an_amount_in_yuan_is_an_integer_in_fen(text: str, expected: int) -> None:
    assert fen(text) == expected


@pytest.mark.parametrize("text", ["", "1.234", "1,000", "1e3", " 1", "１", "+1", ".5", "5.", "1" * 13, 1, 1.5, None])
def test_a_malformed_amount_is_refused(text: Any) -> None:
    with pytest.raises(ExpressionError):
        fen(text)


def test_an_amount_in_ten_thousand_yuan_keeps_all_six_decimals() -> None:
    assert wan("450.000001") == 450_000_001


def test_scaled_reads_a_percentage_without_a_float() -> None:
    assert scaled("66.67", 2) == 6667


def test_sums_add_exactly_what_floats_would_not() -> None:
    assert sum_fen([{"a": "0.10"}, {"a": "0.20"}], "a") == 30
    assert sum_wan([{"a": "300"}, {"a": "150.5"}], "a") == 450_500_000


def test_the_sum_of_an_empty_list_is_nothing() -> None:
    assert sum_fen([], "a") == 0


@pytest.mark.parametrize("rows", [[{"b": "1"}], [1], {"a": "1"}, None])
def test_a_sum_over_something_else_is_refused(rows: Any) -> None:
    with pytest.raises(ExpressionError):
        sum_fen(rows, "a")


def test_length_counts_characters_not_bytes() -> None:
    assert [length("温州"), length([1, 2, 3]), length({"a": 1})] == [2, 3, 1]


@pytest.mark.parametrize("text", ["2026-02-30", "2026-3-2", "20260302", "2026-W10-1", "", None])
def test_a_day_that_does_not_exist_is_refused(text: Any) -> None:
    with pytest.raises(ExpressionError):
        date(text)


def test_days_are_added_over_month_ends() -> None:
    assert add_days("2026-02-27", 2) == day("2026-03-01")


def test_a_month_without_the_day_gives_its_last_day() -> None:
    assert add_months("2026-01-31", 1) == day("2026-02-28")
    assert add_years("2024-02-29", 5) == day("2029-02-28")


def test_a_day_after_the_last_year_is_refused() -> None:
    with pytest.raises(ExpressionError):
        add_years("9999-01-01", 1)
    with pytest.raises(ExpressionError):
        add_days("9999-12-31", 1)


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1)), st.integers(-9999, 9999))  # noqa: DTZ001
def test_days_between_undoes_add_days(start: datetime, days: int) -> None:
    text = start.date().isoformat()

    assert add_days(text, days) == day(text) + timedelta(days=days)
    assert days_between(text, add_days(text, days)) == days


@pytest.mark.parametrize(
    ("amount", "text"),
    [(450_000_000, "450"), (450_500_000, "450.5"), (1, "0.000001"), (0, "0"), (-1_500_000, "-1.5")],
)
def test_an_amount_is_written_in_wan_without_needless_zeros(amount: int, text: str) -> None:
    assert in_wan(amount) == text


@pytest.mark.parametrize("amount", ["450", True, None])
def test_only_a_whole_number_is_an_amount(amount: Any) -> None:
    with pytest.raises(ExpressionError):
        in_wan(amount)


def test_a_day_is_written_as_its_iso_text() -> None:
    assert iso(date("2026-02-20")) == iso("2026-02-20") == "2026-02-20"
    with pytest.raises(ExpressionError):
        iso("2026-02-30")


@given(st.sampled_from(sorted(FUNCTIONS)), st.tuples(ANYTHING, ANYTHING))
def test_every_function_gives_a_value_or_our_own_error(name: str, arguments: tuple[Any, Any]) -> None:
    function = FUNCTIONS[name]
    with suppress(ExpressionError):
        assert isinstance(function.call(*arguments[: function.arguments]), int | str | datetime)
