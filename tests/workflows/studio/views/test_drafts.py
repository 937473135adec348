from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.workflows.engine.every_step import licence
from tests.workflows.studio.conftest import KEY, NOW, Studio
from workflows.organisation.models import Person
from workflows.standards.canonical import canonical_value
from workflows.standards.models import StandardDraft
from workflows.studio.verbs import begin_draft, change_draft

As = Callable[[Person], Client]


@pytest.fixture
def draft(studio: Studio) -> StandardDraft:
    return begin_draft(actor=studio.people.keeper_a, standard=KEY, now=NOW)


def save(client: Client, draft: StandardDraft, query: str, values: dict[str, str], revision: int = 1) -> Any:
    typed = {f"value:{path}": text for path, text in values.items()}
    address = f"{reverse('studio:draft', args=[draft.pk])}?{query}"
    return client.post(address, {"revision": revision, **typed})


def test_a_keeper_begins_one_draft_and_goes_on_with_it(studio: Studio, as_: As) -> None:
    client = as_(studio.people.keeper_a)
    first = client.post(reverse("studio:begin", args=[KEY]))
    made = StandardDraft.objects.get()
    assert first["Location"] == reverse("studio:draft", args=[made.pk])
    again = client.post(reverse("studio:begin", args=[KEY]))
    assert again["Location"] == first["Location"]
    assert StandardDraft.objects.count() == 1


def test_a_step_is_edited_in_its_inspector(studio: Studio, as_: As, draft: StandardDraft) -> None:
    client = as_(studio.people.keeper_a)
    page = client.get(reverse("studio:draft", args=[draft.pk]), {"step": "review"}).content.decode()
    assert 'name="value:steps[review].limit"' in page
    assert 'name="value:steps[review].handler.desk"' in page
    assert 'name="value:grounds[unlawful].sentence.zh-Hans"' in page
    saved = save(client, draft, "step=review", {"steps[review].limit": "0.5", "steps[review].title.en": "Review"})
    assert saved.status_code == 302
    assert saved["Location"].endswith("?step=review")
    draft.refresh_from_db()
    step = next(each for each in draft.body["steps"] if each["key"] == "review")
    assert (step["limit"]["days"], step["title"]["en"], draft.revision) == ("0.5", "Review", 2)
    assert "2 changes to version 1" in client.get(saved["Location"]).content.decode()


def test_the_statutory_limit_is_locked_with_its_law(studio: Studio, as_: As, draft: StandardDraft) -> None:
    client = as_(studio.people.keeper_a)
    page = client.get(reverse("studio:draft", args=[draft.pk])).content.decode()
    assert 'name="value:limits.promised"' in page
    assert 'name="value:limits.statutory"' not in page
    assert "市场主体登记管理条例, article 24, 27, 28" in page
    refused = save(client, draft, "part=standard", {"limits.statutory": "9"})
    assert refused.status_code == 422
    assert "limits.statutory cannot be changed in a draft" in refused.content.decode()


def test_a_stale_revision_keeps_what_was_typed(studio: Studio, as_: As, draft: StandardDraft) -> None:
    change_draft(actor=studio.people.keeper_a, draft=draft.pk, revision=1, values={"limits.promised": "1"}, now=NOW)
    page = save(as_(studio.people.keeper_a), draft, "part=standard", {"limits.promised": "3"}, revision=1)
    text = page.content.decode()
    assert page.status_code == 422
    assert "saved this draft at 2026-03-02 10:00" in text
    assert 'value="3"' in text
    assert "Saved now: 1 working day" in text
    assert 'name="revision" value="2"' in text
    draft.refresh_from_db()
    assert draft.body["limits"]["promised"]["days"] == "1"


def test_a_value_that_does_not_fit_is_said_at_its_place(studio: Studio, as_: As, draft: StandardDraft) -> None:
    page = save(as_(studio.people.keeper_a), draft, "part=standard", {"limits.promised": "soon"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "“soon” is not a number of days" in text
    assert 'aria-describedby="f-limits-promised-e"' in text
    assert 'value="soon"' in text


def test_a_defect_stops_the_submission_and_leads_to_its_element(studio: Studio, as_: As, draft: StandardDraft) -> None:
    client = as_(studio.people.keeper_a)
    page = client.get(reverse("studio:draft", args=[draft.pk])).content.decode()
    assert reverse("studio:submit", args=[draft.pk]) not in page
    assert "Nothing is changed yet, so there is nothing to submit." in page
    assert "passed" in page
    save(client, draft, "step=tasks", {"steps[tasks].title.en": "Joint tasks"})
    changed = client.get(reverse("studio:draft", args=[draft.pk])).content.decode()
    assert reverse("studio:submit", args=[draft.pk]) in changed
    save(client, draft, "step=tasks", {"steps[tasks].title.en": ""}, 2)
    broken = client.get(reverse("studio:draft", args=[draft.pk])).content.decode()
    assert reverse("studio:submit", args=[draft.pk]) not in broken
    assert 'aria-disabled="true"' in broken
    assert 'href="?step=tasks#f-steps-tasks-title-en"' in broken
    assert "Embedded tests run when the problems are mended" in broken
    assert (
        'id="f-steps-tasks-title-en"'
        in client.get(reverse("studio:draft", args=[draft.pk]), {"step": "tasks"}).content.decode()
    )


def test_a_test_that_fails_is_counted_and_stops_the_submission(studio: Studio, as_: As, draft: StandardDraft) -> None:
    client = as_(studio.people.keeper_a)
    save(client, draft, "part=standard", {"limits.promised": "1"})
    text = client.get(reverse("studio:draft", args=[draft.pk])).content.decode()
    assert "failed" in text
    assert 'href="?part=tests#f-tests-' in text


def test_another_keeper_reads_and_does_not_write(studio: Studio, as_: As, draft: StandardDraft) -> None:
    client = as_(studio.people.keeper_b)
    page = client.get(reverse("studio:draft", args=[draft.pk]), {"step": "review"})
    assert 'name="value:' not in page.content.decode()
    refused = save(client, draft, "step=review", {"steps[review].title.en": "Mine"})
    assert refused.status_code == 422
    assert "drafted this; only they can submit it or withdraw it" in refused.content.decode()


def test_drafts_are_the_keepers_own_matter(studio: Studio, as_: As, draft: StandardDraft) -> None:
    for who in (studio.people.supervisor, studio.people.lw.approver):
        client = as_(who)
        for name in ("draft", "draft_difference", "submit"):
            assert client.get(reverse(f"studio:{name}", args=[draft.pk])).status_code == 404
        assert client.post(reverse("studio:begin", args=[KEY])).status_code == 404


def test_the_difference_is_said_in_sentences(studio: Studio, as_: As, draft: StandardDraft) -> None:
    values = {"steps[review].limit": "0.5"}
    change_draft(actor=studio.people.keeper_a, draft=draft.pk, revision=1, values=values, now=NOW)
    text = as_(studio.people.keeper_b).get(reverse("studio:draft_difference", args=[draft.pk])).content.decode()
    assert "step “Formal review” › limit › days changes from 1 to 0.5." in text


def test_a_draft_is_discarded(studio: Studio, as_: As, draft: StandardDraft) -> None:
    client = as_(studio.people.keeper_a)
    assert client.post(reverse("studio:discard", args=[draft.pk]))["Location"] == reverse("studio:standards")
    assert not StandardDraft.objects.exists()
    assert client.get(reverse("studio:draft", args=[draft.pk])).status_code == 404


def test_what_a_step_type_lets_one_arrange_is_edited_and_kept(studio: Studio, as_: As) -> None:
    body = canonical_value(licence().standard)
    keeper = studio.people.keeper_a
    draft = StandardDraft.objects.create(key="test", body=body, drafted_by=keeper, changed_at=NOW)
    client = as_(keeper)
    page = client.get(reverse("studio:draft", args=[draft.pk]), {"step": "hearing"}).content.decode()
    assert page.count('name="value:steps[hearing].settings.procedures"') == 9
    sent = {"value:steps[hearing].settings.procedures": ["", "HEARING", "TENDER"], "revision": "1"}
    assert client.post(f"{reverse('studio:draft', args=[draft.pk])}?step=hearing", sent).status_code == 302
    joint = {
        "value:steps[joint].settings.needed": "3",
        "value:steps[joint].settings.seats[2].role": "REVIEWER",
        "revision": "2",
    }
    assert client.post(f"{reverse('studio:draft', args=[draft.pk])}?step=joint", joint).status_code == 302
    none = {"value:steps[hearing].settings.procedures": [""], "revision": "3"}
    assert client.post(f"{reverse('studio:draft', args=[draft.pk])}?step=hearing", none).status_code == 302
    draft.refresh_from_db()
    settings = {step["key"]: step["settings"] for step in draft.body["steps"]}
    assert settings["joint"]["needed"] == 3
    assert settings["joint"]["seats"][1]["role"] == "REVIEWER"
    assert settings["hearing"]["procedures"] == []
