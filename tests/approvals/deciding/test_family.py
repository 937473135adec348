"""A family of cases on the pages: listed, linked, told in sentences, with a filing of each child's own."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from approvals.filing import children as child_filings
from approvals.filing.forms import digest_of
from approvals.filing.models import Filing, Material
from tests.approvals.desks.office import NOW
from tests.workflows.engine.children_stage import joint, set_up_family
from tests.workflows.engine.stage import Stage
from tests.workflows.journal.after_commit import no_consumers
from workflows.engine import family
from workflows.engine.models import Case
from workflows.engine.once import work_once
from workflows.journal.models import JournalRow
from workflows.organisation.scoping import seen_by

FILES = {"licence": [{"name": "执照.pdf", "media": "application/pdf", "size": 9, "digest": "ab" * 32}]}


@pytest.fixture
def stage(own_database: str) -> Iterator[Stage]:
    with no_consumers(), time_machine.travel(NOW, tick=False):
        family.register()
        child_filings.register()
        yield set_up_family(joint())


def filed(stage: Stage) -> int:
    """A joint case that a person filed, with its application."""
    person = stage.people["applicant"]
    case = stage.file(now=NOW, materials=FILES, applicant=-person.pk).case
    with seen_by(person.pk, localdate(NOW), {-person.pk}):
        filing = Filing.objects.create(
            case_id=case,
            person=person,
            applicant=-person.pk,
            standard=stage.version,
            draft=1,
            key=uuid4(),
            form={"name": "睿视"},
            form_digest=digest_of({"name": "睿视"}),
            channel="PORTAL",
            filed_at=NOW,
        )
        for entry in FILES["licence"]:
            Material.objects.create(filing=filing, key="licence", received_at=NOW, **entry)
    stage.act("anna", case, "window", "accept", now=NOW)
    work_once()
    return case


def child_of(parent: int, name: str) -> Case:
    return Case.objects.using("audit").get(parent=parent, child_key__endswith=f":{name}")


def desk(case: int) -> str:
    return reverse("desks:case", args=[case])


def portal(case: int) -> str:
    return reverse("portal:case", args=[case])


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_child_has_an_application_of_its_own_with_what_it_takes_over(stage: Stage) -> None:
    parent = filed(stage)
    water = child_of(parent, "water")
    filing = Filing.objects.using("audit").get(case=water.pk)
    assert (filing.form, filing.applicant) == ({"title": "睿视（用水）"}, water.applicant)
    assert [file.digest for file in Material.objects.using("audit").filter(filing=filing)] == ["ab" * 32]
    assert not Material.objects.using("audit").filter(filing__case=child_of(parent, "fire").pk).exists()


def test_an_application_of_a_child_is_written_once(stage: Stage) -> None:
    water = child_of(filed(stage), "water")
    row = JournalRow.objects.using("worker").get(case_id=water.pk, seq=1)
    child_filings.write_child_filing(1, row, NOW)
    assert Filing.objects.using("audit").filter(case=water.pk).count() == 1


def test_the_desk_of_the_parent_lists_its_children_and_opens_only_its_own(stage: Stage, client: Client) -> None:
    parent = filed(stage)
    client.force_login(stage.people["anna"])
    text = read(client, desk(parent))
    assert "Handled together" in text
    assert desk(child_of(parent, "fire").pk) in text
    # The parent names Ouhai as a party, so its clerks see it; Longwan is no party of the child in Ouhai.
    assert desk(child_of(parent, "water").pk) not in text
    assert "瓯海区, being handled" in text


def test_the_desk_of_a_child_is_led_to_its_parent(stage: Stage, client: Client) -> None:
    parent = filed(stage)
    client.force_login(stage.people["anna"])
    text = read(client, desk(child_of(parent, "fire").pk))
    assert "Part of the joint case" in text
    assert desk(parent) in text


def test_the_applicant_sees_one_bundle_and_what_became_of_each(stage: Stage, client: Client) -> None:
    parent = filed(stage)
    fire, water = (child_of(parent, name) for name in ("fire", "water"))
    for case, who in ((fire, "anna"), (water, "ou")):
        stage.act(who, case.pk, "window", "accept", now=NOW)
        stage.act(who, case.pk, "work", "pass", now=NOW)
    work_once()
    client.force_login(stage.people["applicant"])
    text = read(client, portal(parent))
    assert portal(fire.pk) in text
    assert portal(water.pk) in text
    assert f"The child case {fire.number} has ended: granted." in text
    assert "龙湾区, granted" in text
    assert portal(parent) in read(client, portal(water.pk))
    client.force_login(stage.people["anna"])
    assert f"The child case {fire.number} has ended: granted." in read(client, f"{desk(parent)}?tab=history")
