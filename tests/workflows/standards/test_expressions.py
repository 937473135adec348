import re
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.standards.errors import ExpressionError
from workflows.standards.expression_functions import FUNCTIONS
from workflows.standards.expression_syntax import MACROS, METHODS
from workflows.standards.expressions import Answer, Data, answer, compiled, evaluate, holds, measure

pytestmark = pytest.mark.usefixtures("english")

DATA = {
    "form": {
        "name": "温州",
        "capital": "500.000000",
        "shareholders": [{"amount": "300", "due": "2030-01-01"}, {"amount": "150", "due": "2050-12-31"}],
        "phone": "13800000000",
        "votes": 66.67,
        "employees": 300.0,
        "nothing": None,
    },
    "case": {"today": date(2026, 3, 2), "district": "330303"},
}

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)
WORDS = st.sampled_from(
    [
        *("form", ".a", "[0]", "facts", "case.today", "materials", "x", "'a'", "1", "0", "true", "null", "-", "!"),
        *("==", "<", "&&", "||", "+", "*", "/", "%", "in", "?", ":", "(", ")", "[", "]", ",", ".all(x, ", ".filter(x,"),
        *("has(", "fen(", "sum_wan(", "date(", "length(", ".contains(", ".matches(r'a*')", "form.a", "form.a.b", " "),
    ]
)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("length(form.name) == 2", Answer.TRUE),
        ("sum_wan(form.shareholders, 'amount') == wan(form.capital)", Answer.FALSE),
        ("sum_wan(form.shareholders, 'amount') == fen('4500000.00')", Answer.TRUE),
        ("form.shareholders.all(s, date(s.due) <= add_years(case.today, 5))", Answer.FALSE),
        ("form.shareholders.filter(s, wan(s.amount) > wan('200')).all(s, date(s.due) > case.today)", Answer.TRUE),
        (r"form.phone.matches(r'^1[3-9]\d{9}$')", Answer.TRUE),
        ("form.votes >= 66 && form.employees == 300 && form.employees + 1 == 301", Answer.TRUE),
        ("form.nothing == null", Answer.TRUE),
        ("has(form.name) && !has(form.manager)", Answer.TRUE),
        ("'330303' in ['330303', '330304'] && case.district.startsWith('3303')", Answer.TRUE),
    ],
)
def test_conditions_are_answered_over_the_data(source: str, expected: Answer) -> None:
    assert answer(source, DATA) is expected


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("form.manager == 'x'", "expression.unknown"),
        ("!(form.manager == 'x')", "expression.unknown"),
        ("has(form.manager.name)", "expression.unknown"),
        ("facts.licence.valid", "expression.unknown"),
        ("form.shareholders[9].amount == '1'", "expression.unknown"),
        ("fen(form.name) > 0", "expression.unknown"),
        ("form.name > 1", "expression.unknown"),
        ("form.votes + 1 > 2", "expression.unknown"),
        ("form.name.all(x, true)", "expression.unknown"),
        ("1 / 0 == 1", "expression.unknown"),
        ("9223372036854775807 + 1 > 0", "expression.unknown"),
        ("'2026-01-01' < case.today", "expression.unknown"),
        ("form.shareholders", "expression.result"),
        ("form.nothing", "expression.result"),
        ("case.today", "expression.result"),
        ("", "expression.syntax"),
        ("form.name ==", "expression.syntax"),
        ("1 " * 300, "expression.length"),
        ("form.x.matches('[')", "expression.pattern"),
    ],
)
def test_what_the_data_does_not_say_is_unknown_with_its_reason_and_never_raised(source: str, code: str) -> None:
    result = evaluate(source, DATA)

    assert (result.answer, result.value) == (Answer.UNKNOWN, None)
    assert result.error is not None
    assert result.error.code == code
    assert str(result.error).endswith(".")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("form.manager == 'x' || true", Answer.TRUE),
        ("true || form.manager == 'x'", Answer.TRUE),
        ("form.manager == 'x' && false", Answer.FALSE),
        ("form.manager == 'x' && true", Answer.UNKNOWN),
    ],
)
def test_one_side_can_settle_a_condition_whose_other_side_is_unknown(source: str, expected: Answer) -> None:
    assert answer(source, DATA) is expected


def test_unknown_does_not_hold() -> None:
    assert [holds(source, DATA) for source in ("true", "false", "form.manager")] == [True, False, False]


def test_a_text_names_a_district() -> None:
    assert evaluate("case.district", DATA).value == "330303"
    assert answer("case.district", DATA) is Answer.UNKNOWN


def test_a_condition_is_compiled_once() -> None:
    assert compiled("form.a == 1") is compiled("form.a == 1")


def test_a_condition_that_does_not_compile_says_what_to_mend() -> None:
    with pytest.raises(ExpressionError, match="names name, which is not known"):
        compiled("name == 'x'")


@pytest.mark.parametrize(
    "value",
    [[0] * 10_001, "x" * 1_000_001 + "y", {1: 2}, 2**63, float("nan"), float("inf"), b"x", datetime.now(UTC), object()],
)
def test_data_that_is_too_much_or_not_json_is_refused(value: Any) -> None:
    with pytest.raises(ExpressionError):
        measure({"form": {"value": [value, 1]}})
    assert answer("true", {"form": {"value": [value, 1]}}) is Answer.UNKNOWN


def test_data_that_nests_too_deeply_is_refused() -> None:
    deep: dict[str, Any] = {}
    for _ in range(5000):
        deep = {"d": deep}

    assert answer("true", {"form": deep}) is Answer.UNKNOWN


def test_a_lone_surrogate_does_not_stop_the_others_from_being_answered() -> None:
    assert answer("form.b == 1", {"form": {"a": "\ud800", "b": 1}}) is Answer.TRUE


def test_measuring_once_gives_the_same_answers() -> None:
    measured = measure(DATA)

    assert isinstance(measured, Data)
    assert answer("length(form.shareholders) == 2", measured) is Answer.TRUE


def test_the_rounds_of_nested_macros_are_bounded_before_they_run() -> None:
    rows = {"form": {"a": list(range(3000))}}

    assert answer("form.a.all(x, x >= 0)", rows) is Answer.TRUE
    result = evaluate("form.a.all(x, form.a.exists(y, x == y))", rows)
    assert result.error is not None
    assert result.error.code == "expression.cost"


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("form.a.all(x, form.a.all(y, form.a == form.a && form.a == form.a && form.a == form.a))", 110),
        ("form.a.all(x, length(form) > 0 && length(form) > 0 && length(form) > 0)", 4000),
        (r"form.a.all(x, x.matches(r'^\w{32}$|') && x.matches(r'^[0-9]{64}$|'))", 50),
        (r"form.a.all(x, x.matches(r'^[0-9]{32}$|') || x.matches(r'^.{64}$|'))", 900),
        ("form.a.filter(x, true).filter(x, true).filter(x, true).all(x, x in form.a)", 2200),
    ],
)
def test_the_dearest_conditions_end_in_seconds(source: str, rows: int) -> None:
    started = time.thread_time()

    evaluate(source, {"form": {"a": ["温" * 20] * rows}})

    assert time.thread_time() - started < 10


def test_a_pattern_weighs_by_what_it_costs_to_build() -> None:
    counted = r"form.a.all(x, x.matches(r'^\w{64}$|'))"

    assert evaluate(counted, {"form": {"a": ["温"] * 20}}).value is True
    result = evaluate(counted, {"form": {"a": ["温"] * 60}})
    assert result.error is not None
    assert result.error.code == "expression.cost"


@given(st.text(max_size=60), JSON)
def test_arbitrary_text_never_raises(source: str, value: Any) -> None:
    assert evaluate(source, {"form": value, "facts": value}).answer in Answer


@settings(max_examples=400)
@given(st.lists(WORDS, max_size=12).map("".join), JSON)
def test_arbitrary_conditions_over_arbitrary_data_never_raise(source: str, value: Any) -> None:
    result = evaluate(source, {"form": value, "materials": value, "case": {"today": date(2026, 3, 2)}})

    assert (result.value is None) == (result.error is not None)


def test_every_function_and_macro_has_its_line_in_the_reference() -> None:
    reference = (Path(__file__).parents[3] / "docs" / "expressions.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| `(?:list\.|text\.)?(\w+)\(", reference, re.MULTILINE)

    assert sorted(lines) == sorted(["has", *MACROS, *METHODS, *FUNCTIONS])
