"""One act on many cases: chosen by tick or by filter, rehearsed, ordered, told one by one."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.approvals.desks.office import NOW, received, reviewed
from tests.workflows.engine.stage import Stage
from workflows.engine.bulk import verbs
from workflows.engine.bulk.queries import latest_orders
from workflows.engine.models import CaseStep
from workflows.engine.verbs import claim
from workflows.organisation.scoping import seen_by

BULK = "desks:bulk"
CHOICE = "test/review/pass"
FIELDS = r'name="(choice|confirmed|steps|key)"\s+value="([^"]+)"'


def waiting(stage: Stage) -> list[int]:
    with seen_by(stage.people["watch"].pk, NOW.date()):
        return list(CaseStep.objects.filter(closed_at=None).order_by("pk").values_list("pk", flat=True))


def rehearsed(client: Client, **sent: Any) -> str:
    return client.post(reverse(BULK), {"choice": CHOICE, **sent}).content.decode()


def confirmed(page: str) -> dict[str, str]:
    return {**dict(re.findall(FIELDS, page)), "confirmed": "yes"}


def plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_the_ticked_ones_are_rehearsed_ordered_and_told_one_by_one(stage: Stage, client: Client) -> None:
    _free, held = reviewed(stage, 2)
    claim(actor=stage.actor("bo"), case=held, step="review", now=NOW)
    page = rehearsed(client, chosen=waiting(stage))
    assert "Nothing has been recorded yet." in page
    assert "1 case will pass" in plain(page)
    assert "1 case is blocked" in plain(page)
    assert "In the hands of a colleague 1 case Step “Formal review” is in the hands of bo;" in plain(page)
    sent = confirmed(page)
    answer = client.post(reverse(BULK), sent, follow=True)
    assert "1 of 2 recorded" in plain(answer.content.decode())
    assert "is in the hands of bo" in answer.content.decode()
    again = client.post(reverse(BULK), sent)
    assert again.headers["Location"] == answer.redirect_chain[-1][0], "what was ordered under this key is shown again"


def test_a_confirmation_sent_twice_is_one_order(stage: Stage, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("approvals.desks.views.bulk.AT_ONCE", 0)
    reviewed(stage, 2)
    sent = confirmed(rehearsed(client, chosen=waiting(stage)))
    first, again = (client.post(reverse(BULK), sent).headers["Location"] for _ in range(2))
    assert first == again
    assert len(latest_orders(stage.people["anna"].pk)) == 1


def test_a_large_order_is_left_to_the_worker_and_followed(
    stage: Stage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("approvals.desks.views.bulk.AT_ONCE", 1)
    reviewed(stage, 2)
    answer = client.post(reverse(BULK), confirmed(rehearsed(client, chosen=waiting(stage))), follow=True)
    assert "Under way: 0 of 2" in plain(answer.content.decode())
    (order,) = latest_orders(stage.people["anna"].pk)
    progress = reverse("desks:order_progress", args=[order.order.pk])
    assert f'hx-get="{progress}"' in client.get(progress).content.decode()
    verbs.carry_out(order=order.order.pk, person=stage.people["anna"].pk)
    ended = client.get(progress).content.decode()
    assert "2 of 2 recorded" in plain(ended)
    assert "hx-get" not in ended


def test_everything_that_matches_is_taken_from_every_page(
    stage: Stage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("approvals.desks.queries.PAGE", 2)
    reviewed(stage, 5)
    queue = client.get(reverse("desks:queue")).content.decode()
    assert queue.count('name="chosen"') == 2
    assert "Handle all 5 that match" in plain(queue)
    page = rehearsed(client, everything="yes", view="to_do", step="test/review", item="test")
    assert "5 cases will pass" in plain(page)
    assert client.post(reverse(BULK), {"everything": "yes", "step": "test/decision"}).status_code == 302


def test_steps_of_other_pages_come_as_one_field(stage: Stage, client: Client) -> None:
    reviewed(stage, 3)
    first, second, _third = waiting(stage)
    page = rehearsed(client, steps=f"{first},x", chosen=[second])
    assert "2 cases will pass" in plain(page)


def test_more_than_an_order_takes_is_refused(stage: Stage, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("approvals.desks.choosing.MOST", "approvals.desks.views.bulk.MOST"):
        monkeypatch.setattr(place, 2)
    reviewed(stage, 3)
    answer = client.post(reverse(BULK), {"everything": "yes"}, follow=True)
    assert "One order takes at most 2 cases, and you chose 3; narrow the filter." in answer.content.decode()


def test_the_opinion_for_all_is_recorded_with_each(stage: Stage, client: Client) -> None:
    reviewed(stage, 2)
    sent = confirmed(rehearsed(client, chosen=waiting(stage))) | {"opinion": "材料齐全"}
    page = client.post(reverse(BULK), sent, follow=True).content.decode()
    assert "材料齐全" in page
    (order,) = latest_orders(stage.people["anna"].pk)
    assert (order.done, order.order.payload) == (2, {"opinion": "材料齐全"})


def test_what_was_typed_stays_when_the_order_is_refused(stage: Stage, client: Client) -> None:
    reviewed(stage, 3)
    sent = confirmed(rehearsed(client, chosen=waiting(stage)))
    client.post(reverse(BULK), sent | {"steps": str(waiting(stage)[0])})
    answer = client.post(reverse(BULK), sent | {"opinion": "材料齐全"})
    assert answer.status_code == 422
    assert "材料齐全" in answer.content.decode()


def test_nothing_ticked_leads_back_to_the_queue(stage: Stage, client: Client) -> None:
    assert client.post(reverse(BULK)).headers["Location"] == reverse("desks:queue")


def test_a_step_of_another_desk_is_left_out(stage: Stage, client: Client) -> None:
    received(stage, 1)
    assert client.post(reverse(BULK), {"chosen": waiting(stage)}).headers["Location"] == reverse("desks:queue")


def test_acts_that_ask_for_words_are_named_with_the_reason(stage: Stage, client: Client) -> None:
    reviewed(stage, 1)
    page = client.post(reverse(BULK), {"chosen": waiting(stage)}).content.decode()
    assert "Formal review: Pass (1 case)" in plain(page)
    assert 'value="test/review/refuse"' not in page
    assert "Formal review: Propose refusal – asks for reasons, a ground" in plain(page)
