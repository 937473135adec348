"""The newer step types at the desk: choices, gaps, the opinions at a joint review, tasks with their own light."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.workflows.engine.every_step import AGREE, DISAGREE, GAPS, RECEIVED, written
from tests.workflows.engine.factory import at, rules
from tests.workflows.engine.stage import Stage, set_up
from tests.workflows.engine.test_every_step_stored import CLERKS, walked
from workflows.standards.enums import Regime

NOW = at("2026-03-16", "11:00")


def named(zh: str, english: str) -> dict[str, str]:
    return {"zh-Hans": zh, "en": english}


TITLES = {"joint": named("联合会审", "Joint review of three"), "inspect": named("现场检查", "Inspection")}


def office() -> Stage:
    steps, more = written()
    for step in steps:
        step["title"] = TITLES.get(step["key"], named(step["key"], step["key"]))
        for act in step["acts"]:
            act["title"] = named(act["name"], act["name"])
    more["desks"] = [{"key": key, "title": named(key, key.title())} for key in ("WINDOW", "REVIEW", "FIRE")]
    stage = set_up(rules(Regime.LICENCE, *steps, **more), CLERKS)
    stage.applicant = -stage.people["applicant"].pk
    stage.materials = {"lease": [{"digest": "a"}], "photo": [{"digest": "b"}]}
    return stage


@pytest.fixture
def stage(db: None) -> Stage:
    return office()


@pytest.fixture
def browser(stage: Stage, client: Client) -> Iterator[Client]:
    with time_machine.travel(NOW, tick=False):
        yield client


def page(client: Client, case: int, **asked: str) -> str:
    answer = client.get(reverse("desks:case", args=[case]), asked)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def sent(client: Client, case: int, step: str, act: str, **more: Any) -> Any:
    found = re.search(r'name="ordinal" value="(\d+)"', page(client, case, act=act))
    data = {"key": str(uuid4()), "step": step, "act": act, "ordinal": found[1] if found else "", **more}
    return client.post(reverse("desks:act", args=[case]), data)


def in_joint_review(stage: Stage) -> int:
    case = stage.file(now=RECEIVED, opens_on="2026-06-01").case
    walked(stage, case, ("2026-03-03", "window", "window", "accept", {}), ("2026-03-04", "bo", "review", "pass", {}))
    return case


def test_gaps_are_ticked_among_what_may_follow_and_nothing_else(stage: Stage, browser: Client) -> None:
    case = stage.file(now=RECEIVED).case
    browser.force_login(stage.people["window"])
    text = page(browser, case, act="accept_with_gaps")
    assert 'id="gap-drawing"' in text
    assert 'id="gap-photo"' not in text
    assert "Working days to hand it in" in text
    answer = sent(browser, case, "window", "accept_with_gaps", days="5")
    assert answer.status_code == 422
    assert "Fill in the materials that may follow." in answer.content.decode()
    answer = sent(browser, case, "window", "accept_with_gaps", days="5", gaps=["photo"])
    assert "Tick only materials of the list; another one may not follow later." in answer.content.decode()
    assert sent(browser, case, "window", "accept_with_gaps", days="5", gaps=["drawing"]).status_code == 302
    history = page(browser, case, tab="history")
    assert "<dt>To follow</dt> <dd> floor plan </dd>" in history
    assert "<dt>Time told</dt> <dd> 5 working days </dd>" in history


def test_the_desk_sees_what_was_to_follow_when_it_judges_it(stage: Stage, browser: Client) -> None:
    case = stage.file(now=RECEIVED).case
    stage.act("window", case, "window", "accept_with_gaps", now=at("2026-03-03"), payload=GAPS)
    stage.act("applicant", case, "supply", "close_gaps", now=at("2026-03-04"), payload={"opinion": "已补交平面图。"})
    browser.force_login(stage.people["window"])
    text = page(browser, case)
    assert "What led here" in text
    assert "已补交平面图。" in text


def test_a_procedure_is_chosen_of_the_list_and_the_days_are_told(stage: Stage, browser: Client) -> None:
    case = stage.file(now=RECEIVED).case
    stage.act("window", case, "window", "accept", now=at("2026-03-03"))
    browser.force_login(stage.people["anna"])
    text = page(browser, case, act="hear")
    assert '<option value="HEARING" >hearing</option>' in text
    assert "AUCTION" not in text
    assert "Working days the procedure takes, as the applicant is told" in text
    assert "The clock stops until the procedure ends" in text
    answer = sent(browser, case, "review", "hear", days="10", opinion="重大利益。")
    assert "Fill in the procedure." in answer.content.decode()
    answer = sent(browser, case, "review", "hear", days="10", opinion="重大利益。", procedure="HEARING")
    assert answer.status_code == 302
    browser.force_login(stage.people["bo"])
    text = page(browser, case)
    assert "<dt>Procedure</dt> <dd> hearing </dd>" in text
    assert "重大利益。" in text
    assert sent(browser, case, "hearing", "finish", result="笔录附卷。").status_code == 302


def test_a_seat_sees_what_the_other_seats_have_said(stage: Stage, browser: Client) -> None:
    case = in_joint_review(stage)
    stage.act("fire", case, "joint", "disagree", now=at("2026-03-05"), payload=DISAGREE)
    browser.force_login(stage.people["ouhai"])
    text = page(browser, case)
    assert "1 of 3 has given their opinion; 2 must agree." in text
    assert "不同意。" in text
    assert text.count("No opinion yet.") == 2
    assert "Your opinion closes this seat." in text
    assert sent(browser, case, "joint", "agree", opinion="同意。").status_code == 302

    browser.force_login(stage.people["anna"])
    assert "2 of 3 have given their opinion; 2 must agree." in page(browser, case)
    answer = sent(browser, case, "joint", "agree", opinion="同意。")
    told = browser.get(answer["Location"]).content.decode()
    assert "With it the joint review is settled: settled." in told
    history = page(browser, case, tab="history")
    assert "<dt>Joint review</dt> <dd> settled </dd>" in history


def test_the_verdict_is_no_act_anybody_is_offered(stage: Stage, browser: Client) -> None:
    case = in_joint_review(stage)
    browser.force_login(stage.people["anna"])
    text = page(browser, case)
    assert ">agree</a>" in text
    assert ">settled</a>" not in text
    assert ">silent</a>" not in text


def test_a_seat_is_claimed_in_the_queue_by_whose_it_is(stage: Stage, browser: Client) -> None:
    case = in_joint_review(stage)
    browser.force_login(stage.people["ouhai"])
    queue = browser.get(reverse("desks:queue")).content.decode()
    ordinal = re.search(r'name="ordinal" value="(\d+)"', queue)
    assert ordinal
    assert ordinal[1] == "6"
    browser.post(reverse("desks:claim", args=[case]), {"step": "joint", "ordinal": "6"})
    assert 'form="release"' in page(browser, case)


def test_a_seat_for_reviewers_does_not_stand_in_the_queue_of_an_approver(stage: Stage, browser: Client) -> None:
    in_joint_review(stage)
    rows = {}
    for who in ("anna", "head", "fire"):
        browser.force_login(stage.people[who])
        rows[who] = browser.get(reverse("desks:queue"), {"view": "to_do"}).content.decode().count("data-row\n")
    assert rows == {"anna": 1, "head": 0, "fire": 1}


def test_a_task_shows_its_own_light_in_the_queue_and_on_the_case(stage: Stage, browser: Client) -> None:
    case = in_joint_review(stage)
    walked(
        stage,
        case,
        ("2026-03-05", "ouhai", "joint", "agree", AGREE),
        ("2026-03-05", "fire", "joint", "agree", AGREE),
        ("2026-03-06", "head", "decision", "grant", {}),
        ("2026-03-09", "window", "certify", "issue", {}),
        ("2026-03-10", "window", "deliver", "issue", {}),
    )
    browser.force_login(stage.people["fire"])
    text = page(browser, case)
    assert "This task has a limit of its own, until 5 June." in text
    assert "l-green" in text.split("act-pane")[1]
    with time_machine.travel(at("2026-06-05", "09:00"), tick=False):
        browser.force_login(stage.people["fire"])
        assert "l-yellow" in page(browser, case).split('id="acting"')[1]
        assert "l-yellow" in browser.get(reverse("desks:queue")).content.decode().split("data-rows")[1]
    with time_machine.travel(at("2026-06-08", "09:00"), tick=False):
        browser.force_login(stage.people["fire"])
        assert "l-red" in page(browser, case).split('id="acting"')[1]
        browser.force_login(stage.people["anna"])
        assert "l-red" in page(browser, case).split('id="acting"')[1]
