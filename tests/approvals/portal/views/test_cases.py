import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals.portal.queries import PAGE
from enterprises.people.queries import own_key
from tests import cast
from tests.approvals.portal.conftest import filed, signed_in
from tests.approvals.stage import Stage
from workflows.engine.present import present
from workflows.organisation.models import Person

pytestmark = pytest.mark.django_db


def case_page(client: Client, case: int) -> str:
    answered = client.get(f"/portal/cases/{case}/")
    assert answered.status_code == 200
    return re.sub(r"\s+", " ", answered.text)


def returned(stage: Stage, case: int) -> None:
    items = [
        {"material": "articles", "defect": "章程缺少签名", "remedy": "补签", "basis": "公司法46"},
        {"field": "period", "defect": "期限不一致", "remedy": "统一期限", "basis": "细则12"},
    ]
    stage.walk(
        case, present(), ("LW", "receiver", "receipt", "accept"), ("LW", "reviewer", "review", "return"), items=items
    )


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_a_case_tells_where_it_stands_and_what_comes_next(client_of_founder: Client, founder: Person) -> None:
    page = case_page(client_of_founder, filed(founder))
    assert "Received, to be taken in" in page
    assert "Promised on the day itself" in page
    assert "Now: Receipt at the window, by General window, " in page
    assert "Then: Review, Decision, Licence, Joint tasks." in page
    assert "is working on this, until 12 February at the latest." in page
    assert "We have your application; the receipt is on its page." in page


def test_a_clerk_is_never_named(stage: Stage, client_of_founder: Client, founder: Person) -> None:
    case = filed(founder)
    stage.walk(case, present(), ("LW", "receiver", "receipt", "accept"))
    page = case_page(client_of_founder, case)
    assert "Take in: WINDOW." in page
    assert stage.clerk("LW", "receiver").name not in page


def test_an_application_can_be_taken_back_once(client_of_founder: Client, founder: Person) -> None:
    case = filed(founder)
    assert "This ends the handling of your application." in case_page(client_of_founder, case)
    sent = {"step": "withdrawal", "act": "withdraw", "key": str(uuid.uuid4())}
    for _click in range(2):
        assert client_of_founder.post(f"/portal/cases/{case}/act/", sent)["Location"] == f"/portal/cases/{case}/"
    page = case_page(client_of_founder, case)
    assert "Withdrawn by you" in page
    assert "Withdraw: by you." in page
    assert "You took the application back; you can file a new one at any time." in page


def test_a_refusal_is_a_message_on_the_page(client_of_founder: Client, founder: Person) -> None:
    case = filed(founder)
    sent = {"step": "receipt", "act": "accept", "key": "no key", "ordinal": "no number"}
    answered = client_of_founder.post(f"/portal/cases/{case}/act/", sent, follow=True)
    assert answered.status_code == 200
    assert 'class="note r"' in answered.text
    assert "Received, to be taken in" in answered.text


def test_a_returned_application_lists_its_defects_and_is_filed_again(
    stage: Stage, client_of_founder: Client, founder: Person
) -> None:
    case = filed(founder)
    returned(stage, case)
    page = case_page(client_of_founder, case)
    assert "2 points" in page
    assert "<h3>Articles of association</h3>" in page
    assert "<h3>Period of business</h3>" in page
    assert "章程缺少签名" in page
    again = client_of_founder.post(f"/portal/cases/{case}/again/")
    assert client_of_founder.post(f"/portal/cases/{case}/again/")["Location"] == again["Location"]
    assert "This mends application" in client_of_founder.get(again["Location"]).text
    assert "Go on with the corrected application" in case_page(client_of_founder, case)


def test_an_application_that_was_not_returned_is_not_filed_again(client_of_founder: Client, founder: Person) -> None:
    case = filed(founder)
    answered = client_of_founder.post(f"/portal/cases/{case}/again/", follow=True)
    assert "was not returned, so it cannot be sent again" in answered.text


def test_the_chart_marks_what_is_done_and_open(client_of_founder: Client, founder: Person) -> None:
    page = client_of_founder.get(f"/portal/cases/{filed(founder)}/chart/")
    assert page.status_code == 200
    assert "<svg" in page.text
    assert "In words" in page.text


def test_drafts_come_first_then_the_latest_cases(client_of_founder: Client, founder: Person) -> None:
    case = filed(founder)
    client_of_founder.post("/portal/begin/registration/", {"for": "self"})
    page = client_of_founder.get("/portal/cases/").text
    assert page.index("Drafts, not sent yet") < page.index(f"/portal/cases/{case}/")
    assert "12 February 2026" in page


def test_who_has_nothing_is_told_what_would_be_here(client_of_founder: Client) -> None:
    assert "Your applications appear here" in client_of_founder.get("/portal/cases/").text


def test_older_cases_follow_by_key(stage: Stage, client_of_founder: Client, founder: Person) -> None:
    keys = [stage.file("registration", founder, own_key(founder.pk), present()) for _each in range(PAGE + 1)]
    first = client_of_founder.get("/portal/cases/").text
    assert f"?before={keys[1]}" in first
    assert f"/portal/cases/{keys[0]}/" not in first
    second = client_of_founder.get(f"/portal/cases/?before={keys[1]}").text
    assert f"/portal/cases/{keys[0]}/" in second
    assert "The latest cases" in second


@pytest.mark.parametrize("before", ["x", "9" * 40])
def test_a_place_in_the_list_that_is_none_is_its_beginning(client_of_founder: Client, before: str) -> None:
    assert client_of_founder.get(f"/portal/cases/?before={before}").status_code == 200


def test_the_list_costs_the_same_for_one_case_and_for_many(
    stage: Stage, client_of_founder: Client, founder: Person
) -> None:
    stage.file("registration", founder, own_key(founder.pk), present())
    client_of_founder.get("/portal/cases/")
    one = queries(client_of_founder, "/portal/cases/")
    for _each in range(5):
        stage.file("registration", founder, own_key(founder.pk), present())
    assert queries(client_of_founder, "/portal/cases/") == one == LIST_QUERIES


def test_a_case_costs_the_same_however_much_was_done(stage: Stage, client_of_founder: Client, founder: Person) -> None:
    case = filed(founder)
    case_page(client_of_founder, case)
    one = queries(client_of_founder, f"/portal/cases/{case}/")
    stage.walk(case, present(), ("LW", "receiver", "receipt", "accept"), ("LW", "reviewer", "review", "pass"))
    assert queries(client_of_founder, f"/portal/cases/{case}/") == one == CASE_QUERIES


@pytest.mark.parametrize("who", ["stranger", "clerk"])
def test_somebody_elses_case_is_not_found(stage: Stage, founder: Person, who: str) -> None:
    case = filed(founder)
    other = signed_in(cast.person() if who == "stranger" else stage.clerk("LW", "receiver"))
    for path in ("", "chart/"):
        assert other.get(f"/portal/cases/{case}/{path}").status_code == 404
    for path in ("act/", "again/"):
        sent = {"step": "withdrawal", "act": "withdraw", "key": str(uuid.uuid4())}
        assert other.post(f"/portal/cases/{case}/{path}", sent).status_code == 404
    assert other.post(f"/portal/cases/{case}/read/", {"notice": "1"}).status_code == 404


def test_acting_is_no_link(client_of_founder: Client, founder: Person) -> None:
    case = filed(founder)
    for path in ("act/", "again/", "read/"):
        assert client_of_founder.get(f"/portal/cases/{case}/{path}").status_code == 405


LIST_QUERIES = 14
CASE_QUERIES = 28
