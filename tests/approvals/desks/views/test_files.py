"""Files handed in and the look at covered numbers."""

import pytest
from django.test import Client
from django.urls import reverse

from approvals import store
from approvals.filing.enums import Channel
from approvals.filing.models import Filing, Material
from approvals.privacy.models import Access
from tests.approvals.desks.office import NOW, received
from tests.workflows.engine.stage import Stage
from workflows.engine.models import Case
from workflows.organisation.scoping import seen_by

DATA = b"%PDF-1.7 lease"
NUMBER = "330303198501029011"


@pytest.fixture
def handed(stage: Stage) -> tuple[int, int]:
    """A case with a lease handed in; its key and the file's."""
    (case,) = received(stage, 1, agent={"id_no": NUMBER})
    applicant = stage.people["applicant"]
    with seen_by(stage.people["window"].pk, NOW.date()):
        filing = Filing.objects.create(
            case_id=case,
            person=applicant,
            applicant=-applicant.pk,
            standard=stage.version,
            draft=1,
            key="00000000-0000-0000-0000-000000000001",
            form={},
            form_digest="0" * 64,
            channel=Channel.PORTAL,
            filed_at=NOW,
        )
        material = Material.objects.create(
            filing=filing,
            key="lease",
            name="租赁合同.pdf",
            media="application/pdf",
            size=len(DATA),
            digest=store.keep(DATA),
            received_at=NOW,
        )
    return case, material.pk


@pytest.fixture
def window(stage: Stage, client: Client) -> Client:
    client.force_login(stage.people["window"])
    return client


def test_a_file_is_listed_with_its_digest_and_saved_never_shown(window: Client, handed: tuple[int, int]) -> None:
    case, material = handed
    text = window.get(reverse("desks:case", args=[case]), {"tab": "materials"}).content.decode()
    assert "租赁合同.pdf" in text
    assert store.keep(DATA) in text
    answer = window.get(reverse("desks:material", args=[case, material]))
    assert answer.content == DATA
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_a_file_is_not_found_under_another_case(stage: Stage, window: Client, handed: tuple[int, int]) -> None:
    (other,) = received(stage, 1)
    assert window.get(reverse("desks:material", args=[other, handed[1]])).status_code == 404


def test_numbers_are_covered_until_somebody_asks_and_that_is_written_down(
    window: Client, handed: tuple[int, int], stage: Stage
) -> None:
    case, _material = handed
    covered = window.get(reverse("desks:case", args=[case])).content.decode()
    assert NUMBER not in covered
    assert "330303********9011" in covered
    asked = {"field": "agent.id_no", "reason": "IDENTITY"}
    shown = window.post(reverse("desks:in_full", args=[case]), asked).content.decode()
    assert NUMBER in shown
    window_clerk, applicant = stage.people["window"], stage.people["applicant"]
    with seen_by(window_clerk.pk, NOW.date()):
        key = Case.objects.get(pk=case).applicant
    assert key is not None
    with seen_by(applicant.pk, NOW.date(), [key]):
        looks = list(Access.objects.values_list("case_id", "person_id", "fields", "reason"))
    assert looks == [(case, window_clerk.pk, ["agent.id_no"], "IDENTITY")]
