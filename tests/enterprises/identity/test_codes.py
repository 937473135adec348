"""Identity numbers, as people type them."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from enterprises.identity.codes import check_id, check_identity
from tests.law import law
from workflows.organisation.codes import Verdict

OK, REFUSE = Verdict.OK, Verdict.REFUSE
SAMPLES = [
    "11010519491231002X",
    "330303198501029011",
    "330304199011239025",
    "330382197808089036",
    "330381199510119047",
    "330302198802299051",
    "330324199203179069",
]


@law("GB 11643")
@pytest.mark.parametrize("number", SAMPLES)
def test_worked_examples_are_right(number: str) -> None:
    found = check_id(number)
    assert (found.kind, found.normalised, found.verdict, found.sentence) == ("id", number, OK, "")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("11010519491231002x", "11010519491231002X"),
        (" 330303198501029011\n", "330303198501029011"),
        ("１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
    ],
)
def test_what_is_typed_is_kept_in_one_form(typed: str, kept: str) -> None:
    found = check_id(typed)
    assert (found.code, found.normalised, found.verdict) == (typed, kept, OK)


@law("GB 11643")
@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("", "An identity number has 18 characters, this one has 0; type it again."),
        ("330303850102901", "An identity number has 18 characters, this one has 15; type it again."),
        (
            "33030319850102901A",
            "“A” at place 18 cannot stand there: an identity number is 17 digits and a digit or X.",
        ),
        (
            "3303031985010X9011",
            "“X” at place 14 cannot stand there: an identity number is 17 digits and a digit or X.",
        ),
        (
            "٣30303198501029011",
            "“٣” at place 1 cannot stand there: an identity number is 17 digits and a digit or X.",
        ),
        (
            "3303\x0031985010290\x001",
            "“U+0000” at place 5 cannot stand there: an identity number is 17 digits and a digit or X.",
        ),
        (
            "990303198501029011",
            "No division of China begins with 99; compare the number with the identity card.",
        ),
        ("330303199002299011", "The date of birth in it, 19900229, does not exist; type it again."),
        ("330303000001019011", "The date of birth in it, 00000101, does not exist; type it again."),
        ("330303202603039011", "The date of birth in it, 20260303, is yet to come; type it again."),
        ("330303198501029012", "The check character of the identity number is wrong (it should be 1)."),
        ("110105194912310021", "The check character of the identity number is wrong (it should be X)."),
    ],
)
def test_every_fault_has_a_sentence_of_its_own(number: str, sentence: str) -> None:
    with override("en"):
        found = check_id(number, today=date(2026, 3, 2))
        assert (found.verdict, found.sentence) == (REFUSE, sentence)


@given(st.sampled_from(range(18)), st.sampled_from("0123456789X"))
def test_one_wrong_character_never_passes(place: int, character: str) -> None:
    right = SAMPLES[0]
    wrong = right[:place] + character + right[place + 1 :]
    assert (check_id(wrong).verdict is OK) == (wrong == right)


@given(st.sampled_from(range(16)))
def test_two_neighbours_that_changed_places_never_pass(place: int) -> None:
    right = SAMPLES[3]
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    assert (check_id(wrong).verdict is OK) == (wrong == right)


@given(st.one_of(st.text(), st.from_regex(r"[0-9]{17}[0-9xX]", fullmatch=True)))
def test_anything_at_all_gets_an_answer(text: str) -> None:
    for found in (check_id(text), check_identity("414", text)):
        assert (found.verdict is OK) == (found.sentence == "")


def test_naughty_strings_get_an_answer(shared_data: Path) -> None:
    for naughty in json.loads((shared_data / "bad-inputs" / "blns.json").read_text()):
        assert check_id(naughty).verdict is REFUSE
        assert check_id(naughty).sentence
        other = check_identity("414", naughty)
        assert (other.verdict is OK) == (other.sentence == "")


def test_other_documents_are_kept_as_they_were_given() -> None:
    found = check_identity("414", "e12345678 ")
    assert (found.kind, found.normalised, found.verdict) == ("414", "e12345678 ", OK)
    assert check_identity("111", "11010519491231002x").normalised == "11010519491231002X"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (" ", "The number of the identity document is missing; type it as it stands there."),
        ("E" * 65, "The number of an identity document has 64 characters at most, this one has 65."),
        ("E1\x002", "“U+0000” cannot stand in the number of an identity document; type it again."),
    ],
)
def test_what_no_document_can_carry_is_refused(number: str, sentence: str) -> None:
    with override("en"):
        found = check_identity("414", number)
        assert (found.verdict, found.sentence) == (REFUSE, sentence)
