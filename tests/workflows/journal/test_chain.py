"""What is hashed before it is written is what is hashed again when it is read."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.utils.translation import override
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from workflows.journal.chain import DEEPEST, LONGEST_NUMBER, ORIGIN, Entry, canonical, instant
from workflows.journal.enums import Verb
from workflows.journal.errors import NotRecordableError

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
FRACTIONS = st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: abs(x) < 1e16 and str(x) != "-0.0")
PLAIN = st.none() | st.booleans() | st.integers(-(10**40), 10**40) | FRACTIONS | TEXTS
JSON = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=12)


def through_jsonb(value: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (%s::jsonb)::text", [json.dumps(value)])
        return json.loads(cursor.fetchone()[0])


@pytest.mark.django_db
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JSON)
@example({"b": 1, "a": {"z": [1.0, 0.1, 1e-7, 5e-324, 9999999999999998.0], "ä": "é", "": None}})
@example({"é": "e\u0301", "\U0001f600": "\u2028", "￿": "𐀀"})
@example(10**3999)
def test_what_comes_back_from_jsonb_gives_the_same_bytes(value: Any) -> None:
    assert canonical(through_jsonb(value)) == canonical(value)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1e16, "journal.fraction"),
        (-1e300, "journal.fraction"),
        (-0.0, "journal.fraction"),
        (float("nan"), "journal.fraction"),
        (float("inf"), "journal.fraction"),
        (LONGEST_NUMBER, "journal.number"),
        ("a\0b", "journal.text"),
        ("\ud800", "journal.text"),
        ({"\0": 1}, "journal.text"),
        ({1: "a", "1": "b"}, "journal.key"),
        ({None: 1}, "journal.key"),
        (Decimal("1.10"), "journal.not_json"),
        (b"bytes", "journal.not_json"),
        ({1, 2}, "journal.not_json"),
    ],
)
def test_what_jsonb_would_change_is_refused(value: Any, code: str) -> None:
    with pytest.raises(NotRecordableError) as refusal:
        canonical({"deep": [value]})
    assert refusal.value.code == code


def test_a_payload_nested_too_deeply_is_refused_and_not_a_crash() -> None:
    value: Any = "leaf"
    for _ in range(DEEPEST):
        value = [value]
    assert canonical(value)
    with pytest.raises(NotRecordableError):
        canonical([value])


def test_a_refusal_is_a_sentence() -> None:
    with (
        override("en"),
        pytest.raises(NotRecordableError, match=r"^1e\+16 cannot be recorded as a fraction; send it as"),
    ):
        canonical(1e16)


def test_keys_are_ordered_and_lists_and_tuples_are_one() -> None:
    assert canonical({"b": (1, 2), "a": "龙湾"}) == '{"a":"龙湾","b":[1,2]}'.encode()


def test_an_instant_is_hashed_the_same_from_every_time_zone() -> None:
    moment = datetime(2026, 3, 2, 4, 0, 0, 7, tzinfo=UTC)
    assert instant(moment.astimezone(timezone(timedelta(hours=8)))) == instant(moment) == "2026-03-02T04:00:00.000007Z"


@pytest.mark.parametrize(
    "change",
    [
        {"case": 2},
        {"seq": 2},
        {"verb": Verb.CLAIM},
        {"actor": None},
        {"desk": 3},
        {"on_behalf_of": 3},
        {"legal_at": datetime(2026, 3, 2, 0, 0, 0, 1, tzinfo=UTC)},
        {"payload": {"a": "1"}},
    ],
)
def test_everything_a_row_says_is_in_its_hash(change: dict[str, Any]) -> None:
    said = {
        "case": 1,
        "seq": 1,
        "verb": Verb.OPEN,
        "actor": 1,
        "desk": None,
        "on_behalf_of": None,
        "legal_at": datetime(2026, 3, 2, tzinfo=UTC),
        "payload": {"a": 1},
    }
    entry = Entry(**said)  # type: ignore[arg-type]
    assert Entry(**(said | change)).digest(ORIGIN) != entry.digest(ORIGIN)  # type: ignore[arg-type]
    assert entry.digest(b"\1" * 32) != entry.digest(ORIGIN)
