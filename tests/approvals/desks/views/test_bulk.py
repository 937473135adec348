"""One act on many cases: rehearsed first, then done, each for itself."""

import re

from django.test import Client
from django.urls import reverse

from tests.approvals.desks.office import NOW, received, reviewed
from tests.workflows.engine.stage import Stage
from workflows.engine.models import CaseStep
from workflows.engine.verbs import claim
from workflows.organisation.scoping import seen_by

BULK = "desks:bulk"


def waiting(stage: Stage) -> list[int]:
    with seen_by(stage.people["watch"].pk, NOW.date()):
        return list(CaseStep.objects.filter(closed_at=None).order_by("pk").values_list("pk", flat=True))


def test_the_ticked_ones_are_rehearsed_done_and_told_one_by_one(stage: Stage, client: Client) -> None:
    _free, held = reviewed(stage, 2)
    steps = waiting(stage)
    claim(actor=stage.actor("bo"), case=held, step="review", now=NOW)
    rehearsed = client.post(reverse(BULK), {"chosen": steps}).content.decode()
    assert "Nothing has been recorded yet." in rehearsed
    assert rehearsed.count("can be recorded") == 1
    assert "is in the hands of bo" in rehearsed
    sent = dict(re.findall(r'name="(choice|confirmed|chosen|key-\d+)" value="([^"]+)"', rehearsed))
    done = client.post(reverse(BULK), sent).content.decode()
    assert "Pass: 1 of 1 recorded" in done
    again = client.post(reverse(BULK), sent).content.decode()
    assert "was recorded before, and not done twice" in again


def test_nothing_ticked_leads_back_to_the_queue(stage: Stage, client: Client) -> None:
    assert client.post(reverse(BULK))["Location"] == reverse("desks:queue")


def test_a_step_of_another_desk_is_left_out(stage: Stage, client: Client) -> None:
    received(stage, 1)
    assert client.post(reverse(BULK), {"chosen": waiting(stage)})["Location"] == reverse("desks:queue")


def test_acts_that_ask_for_words_are_not_offered(stage: Stage, client: Client) -> None:
    reviewed(stage, 1)
    text = client.post(reverse(BULK), {"chosen": waiting(stage)}).content.decode()
    assert "Formal review: Pass" in text
    assert "Propose refusal" not in text
