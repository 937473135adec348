from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.standards.errors import ExpressionError
from workflows.standards.expression_syntax import MAX_NESTING, Shape, inspect


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("name == 'x'", "expression.name"),
        ("form.list.all(x, y == 1)", "expression.name"),
        ("form.list.all(x, true) && x", "expression.name"),
        ("form.list.all(form, true)", "expression.variable"),
        ("form.list.all(1, true)", "expression.variable"),
        ("size(form.name) == 2", "expression.function"),
        ("form.name.size() == 2", "expression.function"),
        ("form.list.map(x, x + x)", "expression.function"),
        ("form.fen('1')", "expression.function"),
        ("contains('a', 'b')", "expression.function"),
        ("timestamp('2026-01-01T00:00:00Z') == case.today", "expression.function"),
        ("fen('1', '2') == 1", "expression.arguments"),
        ("form.list.exists(a, b, true)", "expression.arguments"),
        ("form.rate > 0.5", "expression.float"),
        ("form.rate > 1e3", "expression.float"),
        ("form.count > 1u", "expression.character"),
        ("form.name == b'x'", "expression.character"),
        ("{'a': 1}.a == 1", "expression.character"),
        ("true // comment", "expression.form"),
        ("'''a''' == 'a'", "expression.form"),
        (".form.x == 1", "expression.form"),
        ("form.?x == 1", "expression.name"),
        ("(form.x", "expression.brackets"),
        ("(form.x]", "expression.brackets"),
        ("form.a.all(a, form.a.all(b, form.a.all(c, true)))", "expression.nesting"),
        ("(form.a + form.a).all(x, true)", "expression.range"),
        ("'text'.all(x, true)", "expression.range"),
        ("[form.a].all(x, true)", "expression.range"),
        ("form.name.matches(form.pattern)", "expression.pattern"),
        ("form.name.matches('(a{9}){9}')", "expression.pattern"),
        ("form.name.matches('a{65}')", "expression.pattern"),
        ("form.name.matches('a{40}b{1,40}')", "expression.pattern"),
        ("form.name.matches('a{9}{9}')", "expression.pattern"),
        (r"form.name.matches('a\x7b99\x7d')", "expression.pattern"),
        ("form.name.matches('(?x)a')", "expression.pattern"),
    ],
)
def test_what_the_language_does_not_have_is_refused(source: str, code: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        inspect(source)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        ("form.name == '(' || form['a b'].c[0] == \"it's\"", Shape(0, 1, (), 2)),
        ("form.a.filter(x, x.b > 1).exists(x, x.c == 'd')", Shape(1, 3, (), 1)),
        ("form.a.all(x, form.b.exists(y, x == y))", Shape(2, 3, (), 2)),
        ("form.a.all(x, x.items.exists(y, y))", Shape(2, 3, (), 1)),
        ("['a', 'b'].exists(x, x in form.a)", Shape(1, 3, (), 1)),
        (r"form.tel.matches(r'^1[3-9]\d{9}$')", Shape(0, 1, (r"r'^1[3-9]\d{9}$'",), 1)),
        ("has(form.a) && form.b.contains('x')", Shape(0, 1, (), 2)),
    ],
)
def test_the_shape_of_a_condition_is_what_bounds_its_cost(source: str, shape: Shape) -> None:
    assert inspect(source) == shape


@pytest.mark.parametrize(
    ("source", "places"),
    [("form.a == 1", 0), ("form.a.matches('^a{9}$')", 1), (r"form.a.matches(r'^\d{9}\w$') || form.a.matches('b')", 12)],
)
def test_a_pattern_with_a_class_counts_by_its_places(source: str, places: int) -> None:
    assert inspect(source).places == places


@given(st.text(max_size=80) | st.text("form.all(x,[]) '\"&|1<>{}?:!r\\\n", max_size=80))
def test_arbitrary_text_is_read_or_refused_with_our_own_error(source: str) -> None:
    with suppress(ExpressionError):
        assert inspect(source).nesting <= MAX_NESTING
