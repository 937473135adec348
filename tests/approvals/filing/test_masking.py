"""What lists and pages show of a form."""

from typing import Any

from approvals.filing.masking import shown_form
from tests.approvals.filing.stage import answers
from tests.approvals.standards.shipped import standard
from workflows.standards.schema import Standard

REGISTRATION = standard("registration")


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [value] if isinstance(value, str) else []


def test_no_identity_number_and_no_telephone_is_shown() -> None:
    form = answers("registration")
    shown = shown_form(form, REGISTRATION)
    assert shown["legal_rep"]["id_no"] == "330303********9011"
    assert shown["contact"]["phone"] == "138****0004"
    assert shown["beneficial_owner"]["owners"][0]["id_no"] == "330303********9011"
    hidden = {text for text in texts(form) if len(text) in {11, 18} and text[:-1].isdigit()}
    assert hidden
    assert hidden & set(texts(shown)) == set()
    assert form == answers("registration")


def test_a_desk_reads_what_it_needs_and_a_credit_code_is_public() -> None:
    company = {"name": "甲公司", "id_type": "001", "id_no": "91330304MAE1YH662B"}
    person = {"name": "乙", "id_type": "111", "id_no": "330304199011239025"}
    form = answers("registration", shareholders=[company, person])
    assert [row["id_no"] for row in shown_form(form, REGISTRATION)["shareholders"]] == [
        "91330304MAE1YH662B",
        "330304********9025",
    ]
    needed = shown_form(form, REGISTRATION, unmasked=["shareholders.id_no"])
    assert needed["shareholders"][1]["id_no"] == "330304199011239025"
    assert needed["legal_rep"]["id_no"] == "330303********9011"


def test_a_standard_says_of_a_field_whether_it_is_masked() -> None:
    account = {"type": "string", "title": "账号", "x-title-en": "Account", "x-mask": "id"}
    phone = {"type": "string", "title": "电话", "x-title-en": "Telephone", "x-mask": "none"}
    form = {"type": "object", "properties": {"account": account, "phone": phone}}
    own: Standard = REGISTRATION.model_copy(update={"form": form})
    shown = shown_form({"account": "622200001111222233", "phone": "057788880000"}, own)
    assert shown == {"account": "622200********2233", "phone": "057788880000"}
    assert shown_form({"account": 5, "phone": None}, own) == {"account": 5, "phone": None}
