"""The identifiers of electronic licences."""

import json
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from approvals.licences.identifier import ROOT, build, check_licence_identifier, parse
from tests.law import law
from workflows.organisation.codes import Verdict

OK, WARN, REFUSE = Verdict.OK, Verdict.WARN, Verdict.REFUSE
DECISION = f"{ROOT}.11330300MB1WN0058P001.11330304MB1QH00254.2026033000001.001.M"
RIGHT = [
    f"{ROOT}.11100000000013338W011.11430000006122244L.20230000403.001.U",
    f"{ROOT}.11100000000013338W009.11330105002500287C.2025052201.002.0",
    DECISION,
    f"{ROOT}.11330300MB1WN0058P002.11330303MB1LW0014C.2026040100007.001.Q",
]
OF_A_DIVISION = f"{ROOT}.11100000MB03271699022.340100.000000016.001.9"


@law("GB/T 36904")
@pytest.mark.parametrize("text", RIGHT)
def test_identifiers_that_were_issued_are_right(text: str) -> None:
    found = check_licence_identifier(text)
    assert (found.kind, found.normalised, found.verdict, found.sentence) == ("licence", text, OK, "")
    assert str(parse(text)) == text


def test_an_issuer_that_is_a_division_is_taken_and_flagged() -> None:
    parts = parse(OF_A_DIVISION)
    assert parts
    assert (parts.issuer, parts.names_a_division, parts.check, parts.expected) == ("340100", True, "9", "9")
    with override("en"):
        found = check_licence_identifier(OF_A_DIVISION)
    assert found.verdict is WARN
    assert found.sentence.startswith("The issuer in this licence identifier, 340100, is a division code")


def test_a_doubtful_credit_code_is_flagged() -> None:
    made = build(type_code="11330300MB1WN0058P001", issuer="11330304MB1QH0025X", serial="1", version=1)
    with override("en"):
        found = check_licence_identifier(str(made))
    assert found.verdict is WARN
    assert found.sentence.startswith("11330304MB1QH0025X in this licence identifier is no unified social credit code")


def test_the_parts_are_read_and_put_together_again() -> None:
    parts = parse(f"  {DECISION.lower()}\n")
    assert parts
    assert (parts.type_code, parts.definer) == ("11330300MB1WN0058P001", "11330300MB1WN0058P")
    assert (parts.issuer, parts.serial, parts.version) == ("11330304MB1QH00254", "2026033000001", "001")
    again = build(type_code=parts.type_code, issuer=parts.issuer, serial=parts.serial, version=1)
    assert (again, str(again)) == (parts, DECISION)


@law("GB/T 36904")
@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            DECISION[:-1] + "K",
            "The check character of the licence identifier does not match (it should be M); type it again.",
        ),
        (
            "1.2.156.3005.3" + DECISION.removeprefix(ROOT),
            f"A licence identifier is {ROOT} and five parts after it, set apart by full stops; copy it from the licence.",
        ),
        (
            DECISION + ".1",
            f"A licence identifier is {ROOT} and five parts after it, set apart by full stops; copy it from the licence.",
        ),
        (
            DECISION.replace("58P001", "58P01"),
            (
                "The licence type code (a unified social credit code and three digits) in this licence identifier is not "
                "written as one; copy it from the licence."
            ),
        ),
        (
            DECISION.replace("11330304MB1QH00254", "3301"),
            (
                "The issuer (a unified social credit code) in this licence identifier is not written as one; copy it from "
                "the licence."
            ),
        ),
        (
            DECISION.replace(".2026033000001.", ".."),
            (
                "The serial number (digits and letters) in this licence identifier is not written as one; copy it from the "
                "licence."
            ),
        ),
        (
            DECISION.replace(".001.M", ".000.M"),
            (
                "The version (three digits from 001) in this licence identifier is not written as one; copy it from the "
                "licence."
            ),
        ),
        (
            DECISION.replace(".001.M", ".001.MM"),
            "The check character in this licence identifier is not written as one; copy it from the licence.",
        ),
    ],
)
def test_every_fault_has_a_sentence_of_its_own(text: str, sentence: str) -> None:
    with override("en"):
        found = check_licence_identifier(text)
        assert (found.verdict, found.sentence) == (REFUSE, sentence)


@pytest.mark.parametrize(
    "wrong",
    [{"type_code": "1"}, {"issuer": "33030a"}, {"serial": ""}, {"serial": "1.2"}, {"version": 0}, {"version": 1000}],
)
def test_nothing_is_built_of_wrong_parts(wrong: dict[str, object]) -> None:
    right: dict[str, object] = {"type_code": "11330300MB1WN0058P001", "issuer": "330304", "serial": "1", "version": 1}
    with pytest.raises(ValueError, match=f"cannot be the {next(iter(wrong))} of a licence identifier"):
        build(**(right | wrong))  # type: ignore[arg-type]  # wrong on purpose


@given(
    st.from_regex(r"[0-9A-Z]{18}[0-9]{3}", fullmatch=True),
    st.from_regex(r"[0-9A-Z]{18}|[0-9]{6}", fullmatch=True),
    st.from_regex(r"[0-9A-Z]{1,32}", fullmatch=True),
    st.integers(1, 999),
)
def test_what_is_built_is_read_back_and_never_refused(type_code: str, issuer: str, serial: str, version: int) -> None:
    made = build(type_code=type_code, issuer=issuer, serial=serial, version=version)
    assert parse(str(made)) == made
    assert check_licence_identifier(str(made)).verdict is not REFUSE


@given(st.sampled_from(range(len(ROOT) + 1, len(DECISION))), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_one_wrong_character_never_passes(place: int, character: str) -> None:
    wrong = DECISION[:place] + character + DECISION[place + 1 :]
    assert (check_licence_identifier(wrong).verdict is OK) == (wrong == DECISION)


@given(
    st.one_of(st.text(), st.text().map(lambda text: f"{ROOT}.{text}"), st.from_regex(r"1\.2\.156\.3005\.2(\..*){5}"))
)
def test_anything_at_all_gets_an_answer(text: str) -> None:
    found = check_licence_identifier(text)
    assert (found.verdict is OK) == (found.sentence == "")
    assert found.verdict is REFUSE or parse(text)


def test_naughty_strings_get_a_sentence(shared_data: Path) -> None:
    for naughty in json.loads((shared_data / "bad-inputs" / "blns.json").read_text()):
        assert check_licence_identifier(naughty).sentence
        assert parse(naughty) is None
