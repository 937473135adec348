"""A standard's own tests in the studio: by district, and one written without code."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.workflows.studio.conftest import KEY, NOW, Studio
from workflows.engine import publishing
from workflows.organisation.models import Person
from workflows.standards.models import StandardDraft
from workflows.studio.verbs import begin_draft

As = Callable[[Person], Client]
REQUEST = {"do": "act:request/request", "at": "2026-04-29T09:00"}


@pytest.fixture
def draft(studio: Studio) -> StandardDraft:
    return begin_draft(actor=studio.people.keeper_a, standard=KEY, now=NOW)


@pytest.fixture
def keeper(studio: Studio, as_: As) -> Client:
    return as_(studio.people.keeper_a)


def plain(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def fields(page: str) -> dict[str, str]:
    """What a browser would send of the page's form, but for its buttons."""
    sent = dict(re.findall(r'<input[^>]*?name="([^"]+)"\s+value="([^"]*)"', page, re.DOTALL))
    for name, options in re.findall(r'<select[^>]*?name="([^"]+)">(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option(?: value="([^"]*)")?\s+selected>([^<]*)', options)
        sent[name] = (chosen[1] if chosen[1] is not None else chosen[2].strip()) if chosen else ""
    return {name: unescape(value) for name, value in sent.items() if not name.startswith("p:")}


def post(client: Client, draft: StandardDraft, page: str, **typed: str) -> Any:
    return client.post(reverse("studio:write_test", args=[draft.pk]), {**fields(page), "where": "everywhere", **typed})


def test_every_test_has_a_verdict_in_every_district(keeper: Client, studio: Studio) -> None:
    page = keeper.get(reverse("studio:tests_of", args=[KEY, 1])).content.decode()
    assert re.search(r"All \d{3} runs come to what their tests expect\.", plain(page))
    for district in studio.districts:
        assert district.name_en in page
    assert "调档函到迁出地" in page


def test_the_page_does_not_run_them_again(keeper: Client, studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    address = reverse("studio:tests_of", args=[KEY, 1])
    keeper.get(address)
    monkeypatch.setattr(publishing, "run_tests", lambda *_given: pytest.fail("It is known what comes of this text."))
    assert keeper.get(address).status_code == 200


def test_a_test_that_fails_names_where_and_what(keeper: Client, draft: StandardDraft) -> None:
    draft.body = {**draft.body, "tests": [{**draft.body["tests"][0], "name": "falsch", "expect": {
        "steps": ["request", "withdrawal"], "phase": "PRECHECK", "district": "destination", "due": "2026-05-07"}}]}  # fmt: skip
    draft.save()
    page = plain(keeper.get(reverse("studio:tests_in", args=[draft.pk])).content.decode())
    assert "30 of 30 runs do not come to what their tests expect." in page
    assert "due date: expected 2026-05-07, found 2026-05-06." in page
    assert "0 of 10" in page


def test_a_test_is_walked_and_recorded_without_code(keeper: Client, draft: StandardDraft) -> None:
    address = reverse("studio:write_test", args=[draft.pk])
    begun = keeper.get(address).content.decode()
    assert "PRECHECK" in begun
    walked = post(keeper, draft, begun, name="五一之前发函", **REQUEST).content.decode()
    assert "MOVEOUT_REQUESTED" in walked
    assert "2026-05-06" in walked
    kept = post(keeper, draft, walked, do="keep")
    assert kept.headers["Location"] == reverse("studio:tests_in", args=[draft.pk])
    draft.refresh_from_db()
    made = draft.body["tests"][-1]
    assert (made["name"], draft.revision) == ("五一之前发函", 2)
    assert [act["step"] for act in made["acts"]] == ["request"]
    assert made["expect"] == {
        "steps": ["origin_check", "withdrawal"],
        "phase": "MOVEOUT_REQUESTED",
        "district": "origin",
        "due": "2026-05-06",
    }
    page = plain(keeper.get(reverse("studio:tests_in", args=[draft.pk])).content.decode())
    assert "runs come to what their tests expect." in page


def test_answers_are_changed_in_fields(keeper: Client, draft: StandardDraft) -> None:
    begun = keeper.get(reverse("studio:write_test", args=[draft.pk])).content.decode()
    assert 'name="a:new_address/area"' in begun
    page = post(keeper, draft, begun, name="x", do="keep", where="here", **{"a:new_address/area": "RA"})
    assert page.status_code == 302
    draft.refresh_from_db()
    made = draft.body["tests"][-1]
    assert made["answers"]["new_address"]["area"] == "RA"
    assert made["parties"]["destination"] == "RA"


def test_what_stops_the_walk_is_told_and_can_be_taken_back(keeper: Client, draft: StandardDraft) -> None:
    begun = keeper.get(reverse("studio:write_test", args=[draft.pk])).content.decode()
    wrong = post(keeper, draft, begun, do="act:review/pass", at="2026-04-29T09:00").content.decode()
    assert "The case does not stand at step “review”" in plain(wrong)
    assert post(keeper, draft, wrong, do="keep", name="x").status_code == 422
    assert "PRECHECK" in post(keeper, draft, wrong, do="undo").content.decode()


def test_a_name_that_is_taken_and_a_test_without_one_are_refused(keeper: Client, draft: StandardDraft) -> None:
    begun = keeper.get(reverse("studio:write_test", args=[draft.pk])).content.decode()
    taken = post(keeper, draft, begun, name=draft.body["tests"][0]["name"], do="keep")
    assert taken.status_code == 422
    assert "give yours another name" in taken.content.decode()
    assert post(keeper, draft, begun, do="keep", name="").status_code == 422


def test_a_test_is_taken_out(keeper: Client, draft: StandardDraft) -> None:
    name = draft.body["tests"][0]["name"]
    keeper.post(reverse("studio:drop_test", args=[draft.pk]), {"test": name})
    draft.refresh_from_db()
    assert name not in [each["name"] for each in draft.body["tests"]]


def test_another_keeper_reads_and_changes_nothing(studio: Studio, as_: As, draft: StandardDraft) -> None:
    other = as_(studio.people.keeper_b)
    page = other.get(reverse("studio:tests_in", args=[draft.pk])).content.decode()
    assert reverse("studio:write_test", args=[draft.pk]) not in page
    begun = other.get(reverse("studio:write_test", args=[draft.pk])).content.decode()
    assert post(other, draft, begun, name="x", do="keep").status_code == 422
    draft.refresh_from_db()
    assert draft.revision == 1
