from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from approvals.portal.form_fields import fields_of
from approvals.portal.form_reading import read
from approvals.portal.form_showing import Context, sent_by, show
from tests.approvals.portal.shipped import KEYS, answers, fields, form_of, valid

NOWHERE = Context({})


def query(*pairs: tuple[str, str]) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, value in pairs:
        sent.appendlist(name, value)
    return sent


def reread(key: str, form: dict[str, Any]) -> dict[str, Any]:
    """What comes back when a page with the form is sent unchanged."""
    return read(fields(key), query(*sent_by(show(fields(key), form, NOWHERE))), form)


@pytest.mark.parametrize("key", KEYS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_page_sent_unchanged_gives_the_form_it_showed(key: str, data: st.DataObject) -> None:
    form = data.draw(valid(form_of(key)))
    assert reread(key, form) == form


@pytest.mark.parametrize("key", KEYS)
def test_the_answers_of_the_shipped_tests_come_back(key: str) -> None:
    assert reread(key, answers(key)) == answers(key)


NAMES = st.text(max_size=30) | st.sampled_from(
    [
        "shareholders",
        "shareholders.0",
        "shareholders.0.name",
        "shareholders.9999.amount",
        "shareholders.x.name",
        "address",
        "address.area",
        "scope.0",
        "scope.",
        "agent.scope",
        "period.unlimited",
        "directors.0.term_years",
    ]
)


@settings(max_examples=150, deadline=None)
@given(pairs=st.lists(st.tuples(NAMES, st.text(max_size=20)), max_size=30))
def test_reading_never_fails_and_what_it_reads_can_be_shown(pairs: list[tuple[str, str]]) -> None:
    form = read(fields("registration"), query(*pairs), {})
    shown = show(fields("registration"), form, NOWHERE)
    assert read(fields("registration"), query(*sent_by(shown)), form) == form


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5), st.lists)


@settings(max_examples=60, deadline=None)
@given(form=st.dictionaries(st.sampled_from([f.name for f in fields("registration")]), JSON))
def test_any_stored_form_can_be_shown(form: dict[str, Any]) -> None:
    assert len(show(fields("registration"), form, NOWHERE)) == len(fields("registration"))


def ask(schema: dict[str, Any], *pairs: tuple[str, str], required: bool = False) -> Any:
    form = {"type": "object", "properties": {"it": schema}, "required": ["it"] if required else []}
    return read(fields_of(form), query(*pairs), {}).get("it")


@pytest.mark.parametrize(
    ("schema", "typed", "read_as"),
    [
        ({"type": "integer"}, " 3 ", 3),
        ({"type": "integer"}, "three", "three"),
        ({"type": "integer"}, "１２", "１２"),
        ({"type": "integer"}, "9" * 40, "9" * 40),
        ({"type": "number"}, "1.5", 1.5),
        ({"type": "number"}, "1e400", "1e400"),
        ({"type": "string", "format": "decimal"}, "500.10", "500.10"),
        ({"type": "string", "format": "decimal"}, "5 hundred", "5 hundred"),
        ({"type": "string", "format": "date"}, "31/12/2030", "31/12/2030"),
        ({"type": "string", "enum": ["A"]}, "B", "B"),
        ({"type": "string"}, "two\r\nlines\x00", "two\nlines"),
        ({"type": "string"}, "  ", None),
        ({"type": "boolean"}, "true", True),
        ({"type": "boolean"}, "perhaps", False),
        ({"type": "string", "const": "CNY"}, "USD", "CNY"),
    ],
)
def test_an_answer_is_typed_where_it_can_be_and_kept_as_written_elsewhere(
    schema: dict[str, Any], typed: str, read_as: object
) -> None:
    assert ask(schema, ("it", typed)) == read_as


def test_an_unticked_box_says_no_where_an_answer_is_wanted() -> None:
    assert ask({"type": "boolean"}, required=True) is False
    assert ask({"type": "boolean"}) is None
    assert ask({"type": "boolean"}, ("it", "false")) is False
    assert ask({"type": "boolean"}, ("it", "false"), ("it", "true")) is True


def test_the_gap_a_removed_item_leaves_closes() -> None:
    lines = {"type": "array", "items": {"type": "string"}}
    assert ask(lines, ("it.0", "a"), ("it.7", "b")) == ["a", "b"]


def test_an_optional_group_left_empty_stands_nowhere() -> None:
    group = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
    assert ask(group, ("it.name", "")) is None
    assert ask(group, ("it.name", ""), required=True) == {}


def test_what_is_not_asked_keeps_what_is_stored() -> None:
    form = {"type": "object", "properties": {"name": {"type": "string"}, "code": {"type": "string"}}}
    sent = query(("name", "new"), ("code", "forged"))
    assert read(fields_of(form, frozenset({"code"})), sent, {"code": "true", "other": 1}) == {
        "name": "new",
        "code": "true",
        "other": 1,
    }
