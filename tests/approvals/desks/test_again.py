"""What the page of a case offers besides the steps that wait, and how a step is shown that came back."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.approvals.desks.office import CLERKS, NOW, text
from tests.workflows.engine.factory import act, end, rules, step
from tests.workflows.engine.stage import Stage, set_up
from workflows.engine.rules import Rules
from workflows.journal.models import JournalRow
from workflows.standards.enums import Regime

BACK = [{"to": [], "back": True}]
ITEM = {"material": "licence", "defect": "看不清", "remedy": "重新扫描", "basis": "细则35"}


def permit() -> Rules:
    """A review that may go back, beside which the other district may be asked for a visit any number of times."""
    return rules(
        Regime.SERVICE,
        step("window", "front_desk", "SUBMITTED", act("accept", "review", move="begin"), desk="WINDOW"),
        step(
            "review",
            "review",
            "IN_PROGRESS",
            act("pass", "decision", title=text("通过", "Pass")),
            act("refuse", "decision", title=text("不通过", "Fail")),
            title=text("审查", "Review"),
        ),
        step(
            "visit",
            "review",
            "IN_PROGRESS",
            act("pass", title=text("已踏勘", "Visited")),
            party="origin",
            title=text("现场踏勘", "Site visit"),
            offer={"beside": ["review", "decision"], "times": "many"},
        ),
        step(
            "decision",
            "review",
            "IN_PROGRESS",
            act("pass", "end", move="complete", title=text("同意", "Agree")),
            act("send_back", routes=BACK, title=text("发回", "Send back")),
            role="APPROVER",
            title=text("决定", "Decision"),
        ),
        end("COMPLETED"),
        desks=[
            {"key": "WINDOW", "title": text("综合窗口", "General window")},
            {"key": "REVIEW", "title": text("登记岗", "Registration desk")},
        ],
    )


@pytest.fixture
def stage(db: None) -> Stage:
    return set_up(permit(), CLERKS)


@pytest.fixture
def case(stage: Stage) -> int:
    case = stage.file(now=NOW).case
    stage.act("window", case, "window", "accept", now=NOW)
    return case


def page(stage: Stage, name: str, case: int, **asked: str) -> str:
    client = Client()
    client.force_login(stage.people[name])
    answer = client.get(reverse("desks:case", args=[case]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def post(stage: Stage, name: str, case: int, **data: str) -> int:
    client = Client()
    client.force_login(stage.people[name])
    return client.post(reverse("desks:act", args=[case]), {"key": str(uuid4()), **data}).status_code


def test_the_other_districts_desk_sees_the_case_and_what_it_may_do_besides(stage: Stage, case: int) -> None:
    text_ = page(stage, "ouhai", case)
    assert "You may also do" in text_
    assert '<a href="?step=3&amp;tab=filing"' in text_
    assert "Site visit" in text_
    assert "No step waits for your desks." in text_
    assert "You may also do" not in page(stage, "anna", case)


def test_an_offered_step_is_started_from_its_form_and_is_on_offer_again(stage: Stage, case: int) -> None:
    form = page(stage, "ouhai", case, step="3")
    assert 'name="step" value="visit"' in form
    assert "Claim" not in form
    for ordinal in ("3", "4"):
        assert post(stage, "ouhai", case, step="visit", act="pass", ordinal=ordinal) == 302
    assert post(stage, "ouhai", case, step="visit", act="pass", ordinal="4") == 409
    with stage.watching():
        rows = JournalRow.objects.filter(case_id=case, payload__turn__step="visit")
        assert [row.actor_id for row in rows] == [stage.people["ouhai"].pk] * 2
    assert "Site visit" in page(stage, "ouhai", case)


def test_a_case_sent_back_shows_the_form_as_it_was_filled_in_last(stage: Stage, case: int) -> None:
    written = {"ground": "unfit", "opinion": "消防通道不足。"}
    stage.act("anna", case, "review", "refuse", now=NOW, payload=written)
    form = page(stage, "approver", case, act="send_back")
    assert '<option value="review"' in form
    assert '<option value="window"' not in form
    assert post(stage, "approver", case, step="decision", act="send_back", ordinal="3", opinion="补充。") == 422
    said = {"back_to": "review", "opinion": "请补充图纸。"}
    assert post(stage, "approver", case, step="decision", act="send_back", ordinal="3", **said) == 302
    again = page(stage, "anna", case, act="refuse")
    assert "消防通道不足。" in again
    assert re.search(r'value="unfit"\s+checked', again)
    assert "approver sent the case back to this step" in again
    assert "消防通道不足。" in page(stage, "anna", case, act="pass")
    assert "in the hands of anna" in page(stage, "bo", case, step="4")
