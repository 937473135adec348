import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from enterprises.registration.models import Enterprise
from tests.approvals.portal.conftest import signed_in
from tests.approvals.stage import Stage
from workflows.organisation.models import Person

pytestmark = pytest.mark.django_db


def test_anybody_may_read_what_can_be_applied_for(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = Client()
    client.get("/portal/")
    with django_assert_num_queries(2):  # the present, and every standard in force
        page = client.get("/portal/")
    assert page.status_code == 200
    assert "Registration of a limited liability company" in page.text
    assert "Promised on the day itself; the law allows 3 working days." in page.text
    assert "Promised within 2 working days; the law allows 3 working days." in page.text


def test_only_who_is_signed_in_begins(stage: Stage) -> None:
    assert Client().get("/portal/begin/registration/").status_code == 302


def test_a_founder_begins_in_their_own_name(client_of_founder: Client) -> None:
    begun = client_of_founder.post("/portal/begin/registration/", {"for": "self"})
    assert begun.status_code == 302
    assert client_of_founder.get(begun["Location"])["Location"].endswith("/pages/name/")


def test_an_enterprise_is_offered_to_whom_may_file_for_it(eyes: Person) -> None:
    enterprise = Enterprise.objects.get()
    client = signed_in(eyes)
    assert enterprise.name in client.get("/portal/begin/relocation/").text
    begun = client.post("/portal/begin/relocation/", {"for": str(enterprise.pk)})
    assert client.get(begun["Location"])["Location"].endswith("/pages/enterprise/")


def test_whoever_acts_for_no_enterprise_is_told_so(client_of_founder: Client) -> None:
    assert "you may not file for any" in client_of_founder.get("/portal/begin/relocation/").text
    refused = client_of_founder.post("/portal/begin/relocation/", {"for": "self"})
    assert refused.status_code == 422
    assert "choose the enterprise you act for first" in refused.text


@pytest.mark.parametrize("chosen", ["999999", "x" * 30, "9" * 40])
def test_an_enterprise_somebody_may_not_file_for_is_none(client_of_founder: Client, chosen: str) -> None:
    assert client_of_founder.post("/portal/begin/relocation/", {"for": chosen}).status_code == 422


def test_an_item_that_is_not_in_force_is_not_found(client_of_founder: Client) -> None:
    assert client_of_founder.get("/portal/begin/nothing/").status_code == 404


def test_anybody_may_read_how_districts_differ(stage: Stage) -> None:
    page = Client().get("/portal/differences/registration/")

    assert page.status_code == 200
    assert "No district differs: the same standard applies in all of them." in page.text
    assert Client().get("/portal/differences/moon/").status_code == 404
    assert "/portal/differences/registration/" in Client().get("/portal/").text
