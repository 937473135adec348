"""A hand-over on the desks' pages: offered with a reason, told in the receiver's queue, answered, and proved to the giver."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.approvals.desks.office import NOW
from tests.workflows.engine.custody_stage import CLERKS, movable
from tests.workflows.engine.factory import LONGWAN, OUHAI
from tests.workflows.engine.stage import Stage, set_up
from workflows.engine.verbs import look


@pytest.fixture
def stage(db: None) -> Stage:
    return set_up(movable(desks=[{"key": "REVIEW", "title": {"zh-Hans": "岗", "en": "Desk"}}]), CLERKS)


@pytest.fixture
def case(stage: Stage) -> int:
    case = stage.file(now=NOW, parties={"home": LONGWAN, "origin": LONGWAN}).case
    stage.act("anna", case, "window", "accept", now=NOW)
    return case


def page(client: Client, case: int, **asked: str) -> str:
    answer = client.get(reverse("desks:case", args=[case]), asked)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def standing(stage: Stage, case: int, key: str) -> str:
    steps = look(actor=stage.actor("watch"), case=case, now=NOW)[1].state.steps
    return str(next(step.ordinal for step in steps if step.key == key))


def sent(client: Client, stage: Stage, case: int, step: str, act: str, **more: str) -> Any:
    data = {"key": str(uuid4()), "step": step, "act": act, "ordinal": standing(stage, case, step), **more}
    return client.post(reverse("desks:act", args=[case]), data)


def offer(client: Client, stage: Stage, case: int) -> Any:
    return sent(client, stage, case, "custody", "offer", opinion="企业在瓯海经营。", district=OUHAI)


def test_the_form_of_an_offer_names_the_districts_that_can_have_the_case(
    stage: Stage, client: Client, case: int
) -> None:
    text = page(client, case, step=standing(stage, case, "custody"), act="offer")
    assert re.findall(r'<option value="(\d+)"', text) == [OUHAI]
    assert "District the case is offered to" in text


def test_an_offer_without_reasons_is_kept_and_refused(stage: Stage, client: Client, case: int) -> None:
    answer = sent(client, stage, case, "custody", "offer", district=OUHAI)
    assert answer.status_code == 422
    assert "write down the reasons" in answer.content.decode()


def test_the_receivers_queue_says_who_offers_what_and_why(stage: Stage, client: Client, case: int) -> None:
    assert offer(client, stage, case).status_code == 302
    client.force_login(stage.people["ou"])
    text = re.sub(r"\s+", " ", client.get(reverse("desks:queue")).content.decode())
    assert "龙湾区 offers this case to 瓯海区: 企业在瓯海经营。" in text
    assert "龙湾区 offers this case to 瓯海区: 企业在瓯海经营。" in page(client, case)


def test_after_acceptance_the_old_desk_reads_where_the_case_went_and_is_offered_nothing(
    stage: Stage, client: Client, case: int
) -> None:
    offer(client, stage, case)
    client.force_login(stage.people["ou"])
    assert sent(client, stage, case, "answer", "accept").status_code == 302
    client.force_login(stage.people["bo"])
    text = page(client, case, tab="history")
    assert "龙湾区 handed this case over to 瓯海区 on" in text
    assert "The case was handed over from 龙湾区 to 瓯海区, which handles it from now on." in text
    assert 'value="fire"' not in text
    client.force_login(stage.people["ou"])
    assert "custody" in page(client, case, step=standing(stage, case, "custody"), act="offer")


def test_a_refusal_is_told_with_its_reason(stage: Stage, client: Client, case: int) -> None:
    offer(client, stage, case)
    client.force_login(stage.people["ou"])
    assert sent(client, stage, case, "answer", "refuse", opinion="不在本区。").status_code == 302
    client.force_login(stage.people["anna"])
    text = page(client, case, tab="history")
    assert "瓯海区 refused the case; 龙湾区 goes on with it." in text
    assert "不在本区。" in text


def test_taking_back_what_was_answered_meanwhile_is_refused_as_taken(stage: Stage, client: Client, case: int) -> None:
    offer(client, stage, case)
    ordinal = standing(stage, case, "custody")
    stage.act("ou", case, "answer", "accept", now=NOW)
    data = {"key": str(uuid4()), "step": "custody", "act": "back", "ordinal": ordinal}
    answer = client.post(reverse("desks:act", args=[case]), data)
    assert answer.status_code in {409, 422}
    assert "was called off" in answer.content.decode()
