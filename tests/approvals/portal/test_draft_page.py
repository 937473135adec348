from types import SimpleNamespace
from typing import Any

from approvals.filing.errors import FormError
from approvals.portal.draft_page import DraftPage, read_over
from tests.approvals.portal.shipped import answers, document
from workflows.standards.schema import Standard

DISTRICTS = {"LW": "Longwan"}
STANDARD = Standard.model_validate(document("registration"))


def page(typed: dict[str, Any], *errors: FormError) -> DraftPage:
    draft: Any = SimpleNamespace(pk=7)
    return DraftPage(draft, STANDARD, typed, errors, DISTRICTS)


def test_the_rail_knows_what_is_done_and_where_one_is() -> None:
    steps = page(answers("registration"), FormError("capital", "x", "Mend it.")).steps("name")
    assert [(step.number, step.state) for step in steps] == [
        (1, "now"),
        (2, "done"),
        (3, "done"),
        (4, ""),
        *((number, "done") for number in range(5, 10)),
        (10, ""),
    ]


def test_nothing_is_done_before_something_is_answered() -> None:
    missing = FormError("materials.articles", "material.missing", "Add it.")
    assert {step.state for step in page({}, missing).steps("")} == {""}


def test_an_error_leads_to_the_page_where_it_is_mended_in_the_order_of_the_pages() -> None:
    errors = [FormError(path, "x", "s") for path in ("shareholders.1.id_no", "materials.articles", "", "colours")]
    assert [link.address for link in page({}, *errors).links] == [
        "/portal/drafts/7/pages/name/",
        "/portal/drafts/7/pages/name/",
        "/portal/drafts/7/pages/shareholders/?check=1#f-shareholders-1-id_no",
        "/portal/drafts/7/materials/#materials-articles",
    ]


def test_the_first_page_has_none_before_it_and_the_last_none_after() -> None:
    draft = page({})
    assert draft.beside("name", -1) == draft.address("name")
    assert draft.beside("closing", 1) == "/portal/drafts/7/materials/"
    assert draft.beside("review", 1) == "/portal/drafts/7/review/"


def test_a_form_is_read_over_in_words() -> None:
    said = {
        answer.title: answer.said
        for _section, found in read_over(STANDARD, answers("registration"), DISTRICTS)
        for answer in found
    }
    assert said["District of filing"] == "Longwan"
    assert said["Shareholders 2: Kind of contribution"] == "Money"
    assert said["Business scope"] == "工业机器人制造; 软件开发"
    assert said["Period of business: Unlimited"] == "Yes"
    assert said["Beneficial owners: Exempt"] == "No"
    assert "Currency" not in said
    assert "Leased until" not in said


def test_what_follows_from_other_pages_is_mended_there() -> None:
    draft: Any = SimpleNamespace(pk=7)
    standard = Standard.model_validate(document("relocation"))
    errors = [FormError("new_address.area", "x", "Mend it."), FormError("new_authority", "x", "It follows.")]
    shown = DraftPage(draft, standard, {}, errors, DISTRICTS)
    address = shown.section("address")
    assert address
    assert shown.errors_of(address) == errors[:1]
