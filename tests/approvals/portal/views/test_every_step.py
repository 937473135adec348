"""An applicant whose application was accepted with gaps, and one whose case is being reviewed by several desks."""

import re
import uuid

import pytest
import time_machine
from django.test import Client

from tests.approvals.desks.views.test_every_step import NOW, in_joint_review, office
from tests.workflows.engine.every_step import AGREE, GAPS, RECEIVED
from tests.workflows.engine.factory import at
from tests.workflows.engine.stage import Stage

pytestmark = pytest.mark.django_db


def page(client: Client, stage: Stage, case: int) -> str:
    client.force_login(stage.people["applicant"])
    answered = client.get(f"/portal/cases/{case}/")
    assert answered.status_code == 200
    return re.sub(r"\s+", " ", answered.text)


@time_machine.travel(at("2026-03-04"), tick=False)
def test_gaps_are_named_and_closed_by_the_applicant(client: Client) -> None:
    stage = office()
    case = stage.file(now=RECEIVED).case
    stage.act("window", case, "window", "accept_with_gaps", now=at("2026-03-03"), payload=GAPS)
    text = page(client, stage, case)
    assert "Accepted, material to follow" in text
    assert "Your application was accepted; this still has to come:" in text
    assert "<li>floor plan</li>" in text
    assert "Hand in what is missing within 5 days." in text
    ordinal = re.search(r'name="ordinal" value="(\d+)"', text)
    assert ordinal
    sent = {"step": "supply", "act": "close_gaps", "ordinal": ordinal[1], "key": str(uuid.uuid4()), "opinion": "已补。"}
    client.post(f"/portal/cases/{case}/act/", sent)
    text = page(client, stage, case)
    assert "close_gaps: by you." in text
    assert "this still has to come" not in text


@time_machine.travel(NOW, tick=False)
def test_an_applicant_sees_how_many_desks_have_spoken_and_nobodys_words(client: Client) -> None:
    stage = office()
    case = in_joint_review(stage)
    stage.act("ouhai", case, "joint", "agree", now=at("2026-03-05"), payload=AGREE)
    text = page(client, stage, case)
    assert "Now: Joint review of three. 1 of 3 desks has given its opinion." in text
    assert AGREE["opinion"] not in text
    assert text.count("1 of 3 desks has given its opinion.") == 2
