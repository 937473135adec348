"""The page of the queue: who may see it, how many queries it takes, what it offers."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.approvals.desks.office import NOW, reviewed
from tests.workflows.engine.stage import Stage
from workflows.engine.verbs import claim

QUEUE = "desks:queue"


def text_of(client: Client, **asked: str) -> str:
    answer = client.get(reverse(QUEUE), asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("number", [1, 32])
def test_the_queue_takes_the_same_queries_for_any_number_of_cases(
    stage: Stage, client: Client, django_assert_num_queries: Any, number: int
) -> None:
    reviewed(stage, number)
    text_of(client)
    with django_assert_num_queries(16):
        text = text_of(client)
    assert text.count("data-row") - text.count("data-rows") == min(number, 30)
    assert "温州睿视智能装备有限公司" in text


def test_an_empty_queue_offers_one_thing_to_do(stage: Stage, client: Client) -> None:
    assert "Nothing waits here." in text_of(client)
    assert "Look again" in text_of(client)
    reviewed(stage, 1)
    assert "Take the next one" in text_of(client, view="mine")


def test_somebody_without_a_desk_has_no_queue(stage: Stage, client: Client) -> None:
    client.force_login(stage.people["applicant"])
    assert client.get(reverse(QUEUE)).status_code == 403


def test_who_watches_the_corridor_finds_the_queue_empty(stage: Stage, client: Client) -> None:
    reviewed(stage, 1)
    client.force_login(stage.people["watch"])
    assert "Nothing waits here." in text_of(client, view="all")


def test_nonsense_in_the_address_is_left_out(stage: Stage, client: Client) -> None:
    reviewed(stage, 1)
    assert text_of(client, view="nothing", light="pink", after="x", item="0" * 200).count("data-row>") == 0
    assert "data-row" in text_of(client, view="nothing", light="pink", after="x")


def test_what_comes_in_is_told_and_moves_no_row(stage: Stage, client: Client) -> None:
    reviewed(stage, 1)
    address = reverse("desks:news")
    since = text_of(client).split("since=")[1].split('"')[0]
    assert client.get(address, {"view": "to_do", "since": since}).content.decode().strip() == ""
    reviewed(stage, 3)
    assert "3 steps have come in." in client.get(address, {"view": "to_do", "since": since}).content.decode()


def test_the_next_one_is_claimed_and_opened(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage, 1)
    assert client.post(reverse("desks:next"))["Location"] == reverse("desks:case", args=[case])
    answer = client.post(reverse("desks:next"), follow=True)
    assert "Nothing is left to claim" in answer.content.decode()


def test_a_row_says_in_whose_hands_a_step_is(stage: Stage, client: Client) -> None:
    mine, others, _free = reviewed(stage, 3)
    claim(actor=stage.actor("anna"), case=mine, step="review", now=NOW)
    claim(actor=stage.actor("bo"), case=others, step="review", now=NOW)
    text = text_of(client, view="all")
    assert text.count('title="Claim and open"') == 1
    assert ">bo</span>" in text


def test_a_preview_shows_the_case_in_brief(stage: Stage, client: Client, django_assert_max_num_queries: Any) -> None:
    (case,) = reviewed(stage, 1)
    client.get(reverse("desks:preview", args=[case]))
    with django_assert_max_num_queries(21):
        text = client.get(reverse("desks:preview", args=[case])).content.decode()
    assert "温州睿视智能装备有限公司" in text
    assert "Claim and open" in text
    assert "1 passed, 0 not passed, 1 without an answer" in text
