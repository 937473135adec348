"""Unified social credit codes, as people type them."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from workflows.organisation.codes import USCC_ALPHABET, Verdict, check_uscc, normalise

OK, WARN, REFUSE = Verdict.OK, Verdict.WARN, Verdict.REFUSE


def rows(folder: Path) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((folder / "codes" / "uscc.json").read_text())
    return loaded


def test_every_real_code_comes_out_as_the_standard_says(shared_data: Path) -> None:
    for row in rows(shared_data):
        found = check_uscc(row["code"])
        if row["gb32100"] == "ok":
            assert (found.verdict, found.sentence) == (OK, ""), row
        else:
            assert found.verdict is WARN, row
            assert row["gb32100"] == f"checksum expected {found.named['expected']}"


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",
        "91330304MAE1YH662B",
        "91330303MAE1LW8819",
        "91330303MAE0001250",  # the remainder is 0, which many programs get wrong
        "91110000101623741K",
        "911101066976941872",
        "11330303MB1LW0014C",
    ],
)
def test_worked_examples_are_right(code: str) -> None:
    assert check_uscc(code).verdict is OK


@pytest.mark.parametrize(
    "typed",
    [
        "  91330304mae1yh662b\n",
        "９１３３０３０４ＭＡＥ１ＹＨ６６２Ｂ",
        "　91330304ＭＡＥ1ｙｈ662ｂ　",
        "\ufeff91330304MAE1YH662B\u200b",
    ],
)
def test_what_is_typed_is_kept_in_one_form(typed: str) -> None:
    found = check_uscc(typed)
    assert (found.kind, found.code, found.normalised, found.verdict) == ("uscc", typed, "91330304MAE1YH662B", OK)


@pytest.mark.parametrize(
    ("code", "verdict", "sentence"),
    [
        ("", REFUSE, "A unified social credit code has 18 characters, this one has 0; type it again."),
        (
            "91330304MAE1YH662",
            REFUSE,
            "A unified social credit code has 18 characters, this one has 17; type it again.",
        ),
        (
            "91330304MAE1YH662BB",
            REFUSE,
            "A unified social credit code has 18 characters, this one has 19; type it again.",
        ),
        (
            "91330304MAE1YHI62B",
            REFUSE,
            "“I” at place 15 cannot stand there (I, O, S, V and Z never do); type it again.",
        ),
        (
            "9133O304MAE1YH662B",
            REFUSE,
            "“O” at place 5 cannot stand there (I, O, S, V and Z never do); type it again.",
        ),
        (
            "9133A304MAE1YH662B",
            REFUSE,
            "“A” at place 5 cannot stand there (I, O, S, V and Z never do); type it again.",
        ),
        ("٩1330304MAE1YH662B", REFUSE, "“٩” at place 1 cannot stand there (I, O, S, V and Z never do); type it again."),
        (
            "94330304MAE1YH662B",
            REFUSE,
            "No registering department issues codes that begin with 94; compare it with the licence.",
        ),
        (
            "B1330304MAE1YH662B",
            REFUSE,
            "No registering department issues codes that begin with B1; compare it with the licence.",
        ),
        (
            "91350211M0000XUF46",
            WARN,
            (
                "The check character is 6 and should be R. Compare the code with the licence; if it stands there so, "
                "file it with a scan, and a supervisor will decide."
            ),
        ),
    ],
)
def test_every_fault_has_a_sentence_of_its_own(code: str, verdict: Verdict, sentence: str) -> None:
    with override("en"):
        found = check_uscc(code)
        assert (found.verdict, found.sentence) == (verdict, sentence)


@pytest.mark.parametrize("code", ["N1330303MAE000125", "Y1330303MAE000125", "52330303MAE000125", "A1330303MAE000125"])
def test_bodies_other_departments_register_have_codes_too(code: str) -> None:
    verdicts = [check_uscc(code + last).verdict for last in USCC_ALPHABET]
    assert (verdicts.count(OK), verdicts.count(WARN)) == (1, 30)


@given(st.sampled_from(range(2, 17)), st.sampled_from(USCC_ALPHABET))
def test_one_wrong_character_never_passes(place: int, character: str) -> None:
    right = "91330304MAE1YH662B"
    wrong = right[:place] + character + right[place + 1 :]
    assert (check_uscc(wrong).verdict is OK) == (wrong == right)


@given(st.text())
def test_anything_at_all_gets_an_answer(text: str) -> None:
    found = check_uscc(text)
    assert found.verdict is OK or found.sentence
    assert normalise(found.normalised) == found.normalised


@pytest.mark.parametrize("letter", ["ß", "ı", "ſ", "ǆ"])
def test_foreign_small_letters_do_not_become_others(letter: str) -> None:
    assert normalise(letter) == letter
