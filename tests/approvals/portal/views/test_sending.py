import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from approvals.filing.models import FilingDraft, Material
from approvals.filing.queries import filings_of, materials_of
from approvals.filing.verbs import begin_draft, save_draft
from enterprises.people.queries import applicants_of
from tests.approvals.portal.conftest import PDF, TODAY, filled
from tests.approvals.portal.shipped import answers
from workflows.engine.present import present
from workflows.organisation.models import Person
from workflows.organisation.scoping import seen_by

pytestmark = pytest.mark.django_db


def begun(person: Person) -> FilingDraft:
    return begin_draft(actor=person, standard="registration", enterprise=None, now=present())


def files(person: Person, draft: FilingDraft) -> list[Material]:
    with seen_by(person.pk, TODAY, applicants_of(person.pk, TODAY)) as scope:
        return list(materials_of(scope, draft))


def sent_cases(person: Person) -> list[int]:
    with seen_by(person.pk, TODAY, applicants_of(person.pk, TODAY)) as scope:
        return [filing.case_id for filing in filings_of(scope)]


def hand_in(client: Client, draft: FilingDraft, data: bytes, material: str = "articles") -> tuple[int, str]:
    file = SimpleUploadedFile("章程.pdf", data)
    answered = client.post(f"/portal/drafts/{draft.pk}/materials/add/", {"material": material, "file": file})
    return answered.status_code, answered.text


def test_a_file_is_handed_in_and_taken_out(client_of_founder: Client, founder: Person) -> None:
    draft = begun(founder)
    before = client_of_founder.get(f"/portal/drafts/{draft.pk}/materials/").text
    assert "PDF, up to 20 MB each." in before
    assert hand_in(client_of_founder, draft, PDF) == (302, "")
    (file,) = files(founder, draft)
    assert "章程.pdf" in client_of_founder.get(f"/portal/drafts/{draft.pk}/materials/").text
    removed = client_of_founder.post(f"/portal/drafts/{draft.pk}/materials/{file.pk}/remove/")
    assert removed.status_code == 302
    assert files(founder, draft) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty (0 bytes)"),
        (b"#!/bin/sh\n", "only PDF can be sent here"),
        (b"%PDF-" + b"0" * (20 * 1024 * 1024), "is larger than 20 MB"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_beside_it(
    client_of_founder: Client, founder: Person, data: bytes, said: str
) -> None:
    draft = begun(founder)
    status, page = hand_in(client_of_founder, draft, data)
    assert status == 422
    assert said in page
    assert files(founder, draft) == []


def test_handing_in_without_a_file_says_what_to_do(client_of_founder: Client, founder: Person) -> None:
    draft = begun(founder)
    refused = client_of_founder.post(f"/portal/drafts/{draft.pk}/materials/add/", {"material": "articles"})
    assert refused.status_code == 422
    assert "Choose a file first" in refused.text


def test_what_the_answers_do_not_call_for_is_not_asked(client_of_founder: Client, founder: Person) -> None:
    draft = filled(founder)
    page = client_of_founder.get(f"/portal/drafts/{draft.pk}/materials/").text
    assert page.count("Not needed for your answers") == 2
    assert page.count("Handed in") == 5


def test_everything_to_be_mended_leads_to_its_page(client_of_founder: Client, founder: Person) -> None:
    draft = filled(founder)
    form = answers("registration") | {"capital": "600"}
    save_draft(actor=founder, draft=draft.pk, version=draft.version, form=form, now=present())
    page = client_of_founder.get(f"/portal/drafts/{draft.pk}/review/").text
    assert f'href="/portal/drafts/{draft.pk}/pages/shareholders/?check=1#f-capital"' in page
    assert "1 place needs correction before this can be sent" in page
    assert 'aria-disabled="true"' in page


def test_a_draft_with_faults_is_not_sent(client_of_founder: Client, founder: Person) -> None:
    draft = begun(founder)
    refused = client_of_founder.post(f"/portal/drafts/{draft.pk}/send/", {"key": str(uuid.uuid4())})
    assert refused.status_code == 422
    assert sent_cases(founder) == []


def test_an_application_is_read_over_and_sent_once(client_of_founder: Client, founder: Person) -> None:
    draft = filled(founder)
    page = client_of_founder.get(f"/portal/drafts/{draft.pk}/review/")
    assert "温州市龙湾睿目智能科技有限公司" in page.text
    assert "place needs correction" not in page.text
    key = {"key": str(page.context["key"])}
    twice = [client_of_founder.post(f"/portal/drafts/{draft.pk}/send/", key) for _click in range(2)]
    (case,) = sent_cases(founder)
    assert [answered["Location"] for answered in twice] == [f"/portal/cases/{case}/"] * 2
    assert "Your application was received. Its number is" in client_of_founder.get(f"/portal/cases/{case}/").text


def test_the_same_application_under_another_key_is_refused_in_a_sentence(
    client_of_founder: Client, founder: Person
) -> None:
    draft = filled(founder)
    for _window in range(2):
        answered = client_of_founder.post(f"/portal/drafts/{draft.pk}/send/", {"key": str(uuid.uuid4())})
    assert answered["Location"] == "/portal/cases/"
    assert "This application was sent already" in client_of_founder.get("/portal/cases/").text
    assert len(sent_cases(founder)) == 1


def test_a_key_that_is_none_sends_all_the_same(client_of_founder: Client, founder: Person) -> None:
    draft = filled(founder)
    assert client_of_founder.post(f"/portal/drafts/{draft.pk}/send/", {"key": "x"}).status_code == 302


def test_sending_is_no_link(client_of_founder: Client, founder: Person) -> None:
    draft = filled(founder)
    for path in ("send/", "materials/add/", "materials/1/remove/"):
        assert client_of_founder.get(f"/portal/drafts/{draft.pk}/{path}").status_code == 405
