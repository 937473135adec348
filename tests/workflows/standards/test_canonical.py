import json
import random
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.standards.factory import a_standard
from workflows.standards.canonical import NotAStandardError, canonical, digest, load_yaml, parse
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.errors import DocumentError

pytestmark = pytest.mark.usefixtures("english")

# What YAML cannot print it also does not read: controls, surrogates, line separators.
PRINTED = st.characters(categories=("L", "N", "P", "S"))
SCALARS = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(PRINTED, max_size=8)
DOCUMENTS = st.dictionaries(
    st.text(PRINTED, max_size=6),
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(PRINTED, max_size=4), inner, max_size=3),
        max_leaves=8,
    ),
    max_size=4,
)


def shuffled(value: Any, order: random.Random) -> Any:
    if isinstance(value, dict):
        keys = list(value)
        order.shuffle(keys)
        return {key: shuffled(value[key], order) for key in keys}
    return [shuffled(item, order) for item in value] if isinstance(value, list) else value


def test_canonical_json_is_sorted_compact_utf8_with_defaults_and_decimals_as_text() -> None:
    body = canonical(a_standard())

    assert body == json.dumps(json.loads(body), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert b'"limits":{"extension":null,"promised":{"days":"10","unit":"WORKING"}' in body
    assert '"title":{"en":"Toy","zh-Hans":"玩具"}'.encode() in body
    assert b'"join":"each"' in body


def test_what_is_canonical_parses_to_the_same_standard() -> None:
    standard = a_standard()

    assert parse(json.loads(canonical(standard))) == standard


def test_equal_limits_have_equal_digests() -> None:
    one = a_standard(limits={"statutory": None, "promised": {"days": Decimal("10.0")}})
    other = a_standard(limits={"statutory": None, "promised": {"days": 10}})

    assert digest(one) == digest(other)


def test_the_digest_of_the_smallest_standard_stays_the_same() -> None:
    assert digest(a_standard()) == "cd234b669bbcebf627fec70b5d41b79aa87b20f93a785af73486623dabbb82ae"


@given(st.randoms(use_true_random=False), DOCUMENTS)
def test_the_order_of_keys_makes_no_difference(order: random.Random, hints: dict[str, Any]) -> None:
    raw = json.loads(canonical(a_standard(form={"type": "object", "x-hints": hints})))

    assert digest(parse(shuffled(raw, order))) == digest(parse(raw))


@pytest.mark.parametrize("value", [float("nan"), b"x", {1: 2}, "\ud800", object()])
def test_a_value_that_is_not_json_is_refused(value: Any) -> None:
    with pytest.raises(DocumentError) as refused:
        canonical(a_standard(form={"type": "object", "x-hint": value}))

    assert refused.value.code == "document.json"


def test_a_value_that_nests_too_deeply_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(100):
        deep = [deep]

    with pytest.raises(DocumentError):
        canonical(a_standard(form={"x-deep": deep}))


@given(DOCUMENTS)
def test_yaml_keeps_what_json_can_say(document: dict[str, Any]) -> None:
    assert load_yaml(json.dumps(document, ensure_ascii=False)) == document


def test_yaml_takes_codes_days_and_words_as_the_texts_they_are(tmp_path: Path) -> None:
    file = tmp_path / "standard.yaml"
    file.write_text("code: 000131901000\nday: 2026-03-02\nanswer: no\ntime: 12:30\nfen: 45000\nrate: 1.5\nempty:\n")

    assert load_yaml(file) == {
        "code": "000131901000",
        "day": "2026-03-02",
        "answer": "no",
        "time": "12:30",
        "fen": 45000,
        "rate": 1.5,
        "empty": None,
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: 1\nb:\n  c: 1\n  c: 2", "document.yaml"),
        ("a: &x 1\nb: *x", "document.yaml"),
        ("1: 2", "document.yaml"),
        ("? [a]\n: 1", "document.yaml"),
        ("a: !!python/object:os.system {}", "document.yaml"),
        ("a: !!timestamp x", "document.yaml"),
        ("a: [", "document.yaml"),
        ("\x00", "document.yaml"),
        ("a: 1\n---\nb: 2", "document.yaml"),
        ("- 1", "document.object"),
        ("", "document.object"),
        ("[" * 900, "document.depth"),
        ("[" * 5000, "document.yaml"),
        ("a: " + "x" * 2_000_000, "document.size"),
    ],
)
def test_yaml_that_is_not_one_plain_document_is_refused(text: str, code: str) -> None:
    with pytest.raises(DocumentError) as refused:
        load_yaml(text)

    assert refused.value.code == code


@given(st.text(max_size=60) | st.text("abc: {}[]-\n'\"!&*|>?#%@1~", max_size=60))
def test_arbitrary_text_is_a_document_or_refused_with_our_own_error(text: str) -> None:
    with suppress(DocumentError):
        assert yaml.safe_dump(load_yaml(text))


def test_what_is_not_a_standard_says_every_place_and_what_to_do() -> None:
    raw = json.loads(canonical(a_standard()))
    del raw["title"]["en"]
    raw["colour"] = "red"
    raw["item_code"] = "1"
    raw["steps"][1]["acts"][0]["outcome"] = ""
    raw["checks"] = [{"id": "c", "effect": "BLOCK", "condition": "true", "sentence": {"zh-Hans": "一", "en": "One"}}]
    raw["checks"] += [{"id": "d", "effect": "WARN", "sentence": {"zh-Hans": "一", "en": "One"}}]

    with pytest.raises(NotAStandardError) as refused:
        parse(raw)

    assert refused.value.defects == [
        Defect(
            DefectCode.BLOCK_WITHOUT_BASIS,
            "checks[c]",
            "checks[c] blocks without a legal basis; cite the article, or choose another effect.",
        ),
        Defect(
            DefectCode.CHECK_QUESTION,
            "checks[d]",
            "checks[d] asks nothing or two things; give it either a condition or a probe.",
        ),
        Defect(DefectCode.NOT_A_STANDARD, "colour", "colour is not part of a standard; take it out or mend its name."),
        Defect(DefectCode.NOT_A_STANDARD, "item_code", "item_code does not have the form ^[0-9A-Z]{12}$; mend it."),
        Defect(
            DefectCode.NOT_A_STANDARD,
            "steps[review].acts[pass].outcome",
            "steps[review].acts[pass].outcome is empty; write it.",
        ),
        Defect(DefectCode.NOT_A_STANDARD, "title.en", "title.en is missing; write it."),
    ]


@given(DOCUMENTS)
def test_an_arbitrary_document_is_a_standard_or_has_defects(document: dict[str, Any]) -> None:
    with pytest.raises(NotAStandardError) as refused:
        parse(document)

    assert refused.value.defects
