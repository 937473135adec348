"""The page of a case: what it shows to whom, and what becomes of an act."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.approvals.desks.office import NOW, received, reviewed
from tests.law import law
from tests.workflows.engine.stage import Stage
from workflows.engine.verbs import claim
from workflows.journal.models import JournalRow
from workflows.organisation.models import Deputyship, Post
from workflows.organisation.scoping import seen_by

ITEM = {
    "items-0-place": "material:lease",
    "items-0-defect": "看不清",
    "items-0-remedy": "重新扫描",
    "items-0-basis": "细则35",
}


def page(client: Client, case: int, **asked: str) -> str:
    answer = client.get(reverse("desks:case", args=[case]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client: Client, case: int, act: str, **more: str) -> Any:
    data = {
        "key": str(uuid4()),
        "step": "review",
        "act": act,
        "ordinal": ordinal_in(page(client, case, act=act)),
        **more,
    }
    return client.post(reverse("desks:act", args=[case]), data)


def ordinal_in(text: str) -> str:
    found = re.search(r'name="ordinal" value="(\d+)"', text)
    return found[1] if found else ""


def acts(stage: Stage, case: int) -> list[str]:
    with seen_by(stage.people["watch"].pk, NOW.date()):
        rows = JournalRow.objects.filter(case_id=case, verb="ACT", actor__isnull=False).order_by("seq")
        return [row.payload["turn"]["act"] for row in rows]


@pytest.mark.parametrize("tab", ["filing", "materials", "checks", "history", "papers", "chart"])
def test_every_tab_shows_in_a_bounded_number_of_queries(
    stage: Stage, client: Client, django_assert_max_num_queries: Any, tab: str
) -> None:
    (case,) = reviewed(stage)
    page(client, case, tab=tab)
    with django_assert_max_num_queries(21):
        page(client, case, tab=tab)


def test_another_districts_case_is_not_found_to_read_and_to_act(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    stage.people["stranger"] = type(stage.people["anna"]).objects.create_user("stranger", name="stranger")
    client.force_login(stage.people["stranger"])
    assert client.get(reverse("desks:case", args=[case])).status_code == 404
    assert client.get(reverse("desks:preview", args=[case])).status_code == 404
    data = {"key": str(uuid4()), "step": "review", "act": "pass", "ordinal": "3"}
    assert client.post(reverse("desks:act", args=[case]), data).status_code == 404
    assert client.post(reverse("desks:claim", args=[case]), {"step": "review"}).status_code == 404
    assert acts(stage, case) == ["accept"]


def test_who_watches_the_corridor_reads_and_is_offered_no_act(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    client.force_login(stage.people["watch"])
    text = page(client, case)
    assert "You watch this case; its desks handle it." in text
    assert 'name="ordinal"' not in text


def test_an_act_says_exactly_what_happened_and_goes_back_to_the_queue(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    answer = sent(client, case, "pass")
    assert answer.status_code == 302
    assert answer["Location"] == reverse("desks:queue")
    text = client.get(answer["Location"]).content.decode()
    assert "Formal review: “Pass” is recorded for" in text
    assert "Next: Decision (name, Registration desk)." in text
    assert acts(stage, case) == ["accept", "pass"]


def test_after_an_act_the_next_case_opens_where_that_was_asked_for(stage: Stage, client: Client) -> None:
    first, second = reviewed(stage, 2)
    assert sent(client, first, "pass", then="next")["Location"] == reverse("desks:case", args=[second])


def test_a_ground_outside_the_list_is_not_recorded_and_the_answer_is_the_sentence(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    answer = sent(client, case, "refuse", ground="evades", opinion="理由。")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "is no ground the law allows here, so nothing was recorded." in text
    assert "The application is against the law; False material was handed in" in text
    assert "理由。" in text
    assert acts(stage, case) == ["accept"]


def test_what_the_law_forbids_is_shown_and_locked(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    text = page(client, case, act="refuse")
    assert 'value="unlawful"' in text
    assert 'value="evades"' not in text
    assert "The move evades a penalty" in text
    assert "Not a ground the law allows for this act." in text


def test_missing_reasons_are_named_and_the_rest_stays(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    answer = sent(client, case, "refuse", ground="unlawful")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "“Propose refusal” needs an opinion; write down the reasons." in text
    assert re.search(r'value="unlawful"\s+checked', text)


def test_when_somebody_was_faster_the_note_says_who_and_what_was_typed_stays(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    text = page(client, case, act="pass")
    data = {"key": str(uuid4()), "step": "review", "act": "pass", "ordinal": ordinal_in(text), "opinion": "我的意见"}
    stage.act("bo", case, "review", "pass", now=NOW)
    answer = client.post(reverse("desks:act", args=[case]), data)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Step “Formal review” was already done: bo chose “Pass” at 2026-03-04 11:00." in text
    assert "What you typed is still here" in text
    assert "我的意见" in text


def test_a_step_in_other_hands_keeps_the_form(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    text = page(client, case, act="pass")
    claim(actor=stage.actor("bo"), case=case, step="review", now=NOW)
    data = {"key": str(uuid4()), "step": "review", "act": "pass", "ordinal": ordinal_in(text), "opinion": "我的意见"}
    answer = client.post(reverse("desks:act", args=[case]), data)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "in the hands of bo" in text
    assert ">我的意见</textarea>" in text


def test_the_same_form_sent_twice_is_one_act(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    ordinal = ordinal_in(page(client, case, act="pass"))
    data = {"key": str(uuid4()), "step": "review", "act": "pass", "ordinal": ordinal, "opinion": "同意"}
    first = client.post(reverse("desks:act", args=[case]), data)
    second = client.post(reverse("desks:act", args=[case]), data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert acts(stage, case) == ["accept", "pass"]
    assert "it was not done twice" in client.get(reverse("desks:queue")).content.decode()


def test_rows_of_a_list_are_added_and_removed_without_recording_anything(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    added = sent(client, case, "return", edit="add", **ITEM)
    assert added.status_code == 200
    assert 'name="items-1-defect"' in added.content.decode()
    assert "看不清" in added.content.decode()
    removed = sent(client, case, "return", edit="remove-0", **ITEM)
    assert "看不清" not in removed.content.decode()
    assert acts(stage, case) == ["accept"]


def test_a_list_is_recorded_with_its_items(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    assert sent(client, case, "return", **ITEM).status_code == 302
    assert acts(stage, case) == ["accept", "return"]
    text = page(client, case, tab="history")
    assert "Proof of use of the address" in text
    assert "看不清 To do: 重新扫描 Basis: 细则35" in text
    assert "Notice of return" in text


def test_a_row_without_its_place_is_named(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    answer = sent(client, case, "return", **{**ITEM, "items-0-place": ""})
    assert answer.status_code == 422
    assert "Row 1 of the list: choose a field of the application or a material." in answer.content.decode()


def test_claiming_opens_the_case_and_giving_back_returns_to_the_queue(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    assert client.post(reverse("desks:claim", args=[case]), {"step": "review"})["Location"] == reverse(
        "desks:case", args=[case]
    )
    assert "Give it back" in page(client, case)
    assert client.post(reverse("desks:release", args=[case]), {"step": "review"})["Location"] == reverse("desks:queue")


def test_a_claim_that_came_too_late_says_who_has_it(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    claim(actor=stage.actor("bo"), case=case, step="review", now=NOW)
    answer = client.post(reverse("desks:claim", args=[case]), {"step": "review"}, follow=True)
    assert "in the hands of bo" in answer.content.decode()


def test_the_chart_is_a_picture(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    answer = client.get(reverse("desks:chart", args=[case]))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg")


def test_a_file_or_paper_of_another_case_is_not_found(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    assert client.get(reverse("desks:material", args=[case, 1])).status_code == 404
    assert client.get(reverse("desks:paper", args=[case, 1])).status_code == 404


def test_a_desk_that_never_had_the_case_reads_no_numbers_in_full(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    client.force_login(stage.people["ouhai"])
    assert client.post(reverse("desks:in_full", args=[case])).status_code == 404
    client.force_login(stage.people["anna"])
    assert client.post(reverse("desks:in_full", args=[case])).status_code == 422


def test_a_form_without_its_key_is_refused(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    assert client.post(reverse("desks:act", args=[case]), {"step": "review", "act": "pass"}).status_code == 400


def test_a_case_that_ended_says_so(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    sent(client, case, "return", **ITEM)
    assert "Nothing more is to be done." in page(client, case)


def test_an_act_takes_a_bounded_number_of_queries(
    stage: Stage, client: Client, django_assert_max_num_queries: Any
) -> None:
    first, second = reviewed(stage, 2)
    sent(client, first, "pass")
    ordinal = ordinal_in(page(client, second, act="pass"))
    data = {"key": str(uuid4()), "step": "review", "act": "pass", "ordinal": ordinal}
    with django_assert_max_num_queries(22):
        client.post(reverse("desks:act", args=[second]), data)


def test_what_is_wrong_with_a_row_stands_under_its_field(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage)
    text = sent(client, case, "return", **{**ITEM, "items-0-remedy": ""}).content.decode()
    assert 'href="#f-items-0-remedy"' in text
    assert 'aria-describedby="f-items-0-remedy-e"' in text
    assert text.count("Row 1 of the list: fill in what to do.") == 2


@law("公务员法 76")
def test_whoever_declares_a_conflict_keeps_away_and_the_history_says_so(client: Client, stage: Stage) -> None:
    (case,) = reviewed(stage)
    away = reverse("desks:keep_away", args=[case])
    assert "Keeping away" in page(client, case)
    assert client.post(away, {"reason": "BORED"}).status_code == 400
    assert client.post(away, {"reason": "KIN_INTEREST", "scope": "case", "words": "表弟"}).status_code == 302
    assert "declared a conflict on" in page(client, case)
    assert "keep away from this case" in page(client, case)
    history = page(client, case, tab="history")
    assert "Declared a conflict, keeps away" in history
    assert "表弟" in history


def test_a_deputy_finds_the_case_in_the_queue_and_acts_in_the_holder_s_name(client: Client, stage: Stage) -> None:
    (case,) = received(stage)
    Deputyship.objects.create(
        post=Post.objects.get(person=stage.people["window"]),
        deputy=stage.people["anna"],
        excluded=["return"],
        named_by=stage.people["window"],
        named_at=NOW,
        valid_from=NOW.date(),
        valid_to=NOW.date() + timedelta(days=3),
    )
    queue = client.get(reverse("desks:queue")).content.decode()
    assert reverse("desks:preview", args=[case]) in queue or reverse("desks:case", args=[case]) in queue
    assert "it was left to the holder of the post" in page(client, case, act="return")
    answer = sent(client, case, "accept", step="window")
    assert answer.status_code == 302
    assert "anna on behalf of window" in page(client, case, tab="history")
