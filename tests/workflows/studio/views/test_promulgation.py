from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.workflows.studio.conftest import FROM, KEY, NOW, TODAY, Studio, without_days
from workflows.organisation.models import Person
from workflows.standards.models import StandardDraft, StandardVersion
from workflows.standards.promulgation.enums import Opinion
from workflows.standards.promulgation.models import PromulgationProcess
from workflows.standards.promulgation.queries import opinions_on
from workflows.standards.promulgation.verbs import give_opinion, submit_draft
from workflows.standards.queries import version_in_force
from workflows.studio.verbs import begin_draft, change_draft

As = Callable[[Person], Client]


@pytest.fixture
def draft(studio: Studio) -> StandardDraft:
    """A draft that promises the move within one working day instead of two."""
    begun = begin_draft(actor=studio.people.keeper_a, standard=KEY, now=NOW)
    values = {"limits.promised": "1", **without_days(studio.standard)}
    return change_draft(actor=studio.people.keeper_a, draft=begun.pk, revision=1, values=values, now=NOW)


@pytest.fixture
def process(studio: Studio, draft: StandardDraft) -> PromulgationProcess:
    return submit_draft(
        actor=studio.people.keeper_a, draft=draft, districts=studio.districts[:2], valid_from=FROM, now=NOW
    )


def flow(process: PromulgationProcess) -> str:
    return reverse("studio:flow", args=[process.pk])


def hear(studio: Studio, process: PromulgationProcess, objection: str = "") -> None:
    for task in opinions_on(process.pk):
        district = task.district
        assert district
        opinion = Opinion.OBJECT if objection else Opinion.CONSENT
        give_opinion(actor=studio.supervisors[district.code], task=task.pk, opinion=opinion, reason=objection, now=NOW)


def submitted(client: Client, draft: StandardDraft, **values: Any) -> Any:
    return client.post(reverse("studio:submit", args=[draft.pk]), values)


def test_a_promise_is_shortened_from_draft_to_force(studio: Studio, as_: As, draft: StandardDraft) -> None:
    drafter = as_(studio.people.keeper_a)
    page = drafter.get(reverse("studio:submit", args=[draft.pk])).content.decode()
    assert "limits › promised › days changes from 2 to 1." in page
    districts = [str(district.pk) for district in studio.districts[:2]]
    sent = submitted(drafter, draft, valid_from="2026-04-01", opinions_due="2026-03-20", districts=districts)
    process = PromulgationProcess.objects.get()
    assert sent["Location"] == flow(process)
    for task in opinions_on(process.pk):
        assert task.district
        client = as_(studio.supervisors[task.district.code])
        assert "Opinion of" in client.get(reverse("studio:inbox")).content.decode()
        given = client.post(flow(process), {"task": task.pk, "act": "consent", "reason": ""})
        assert given.status_code == 302
    second = as_(studio.people.keeper_b)
    assert "Approval by a second person" in second.get(reverse("studio:inbox")).content.decode()
    done = second.post(flow(process), {"act": "approve", "reason": ""}, follow=True).content.decode()
    assert "Version 2 is published and in force from" in done
    assert "Cases received before keep the version they began with." in done
    version = version_in_force(KEY, FROM)
    assert version
    assert (version.number, version.body["limits"]["promised"]["days"]) == (2, "1")
    assert version_in_force(KEY, FROM - timedelta(days=1)) == studio.version


def test_a_day_in_the_past_is_refused_and_what_was_typed_stays(studio: Studio, as_: As, draft: StandardDraft) -> None:
    key = str(studio.districts[0].pk)
    page = submitted(as_(studio.people.keeper_a), draft, valid_from="2026-02-01", districts=[key])
    text = page.content.decode()
    assert page.status_code == 422
    assert "2026-02-01 is past; choose 2026-03-02 or a later day." in text
    assert 'value="2026-02-01"' in text
    assert text.count("checked") == 1


def test_a_missing_day_and_no_district_are_said(studio: Studio, as_: As, draft: StandardDraft) -> None:
    client = as_(studio.people.keeper_a)
    assert 'aria-describedby="valid_from-e"' in submitted(client, draft, valid_from="x").content.decode()
    nobody = submitted(client, draft, valid_from="2026-04-01")
    assert "No district is named" in nobody.content.decode()


def test_another_keeper_does_not_submit(studio: Studio, as_: As, draft: StandardDraft) -> None:
    districts = [str(studio.districts[0].pk)]
    page = submitted(as_(studio.people.keeper_b), draft, valid_from="2026-04-01", districts=districts)
    assert page.status_code == 422
    assert "drafted this; only they can submit it" in page.content.decode()


def test_the_drafter_does_not_approve(studio: Studio, as_: As, process: PromulgationProcess) -> None:
    hear(studio, process)
    client = as_(studio.people.keeper_a)
    assert 'value="approve"' not in client.get(flow(process)).content.decode()
    page = client.post(flow(process), {"act": "approve", "reason": "quick"})
    assert page.status_code == 422
    assert "You drafted this yourself; a second person has to decide on it." in page.content.decode()
    assert StandardVersion.objects.filter(key=KEY).count() == 1


def test_another_version_on_the_day_is_refused_and_the_reason_stays(
    studio: Studio, as_: As, draft: StandardDraft
) -> None:
    taken = submit_draft(
        actor=studio.people.keeper_a, draft=draft, districts=studio.districts[:1], valid_from=TODAY, now=NOW
    )
    hear(studio, taken)
    page = as_(studio.people.keeper_b).post(flow(taken), {"act": "approve", "reason": "We are ready."})
    text = page.content.decode()
    assert page.status_code == 422
    assert "Version 1 comes into force on 2026-03-02 already; choose another day." in text
    assert "We are ready.</textarea>" in text


def test_an_objection_needs_a_reason_and_the_approval_over_it_too(
    studio: Studio, as_: As, process: PromulgationProcess
) -> None:
    task = opinions_on(process.pk).first()
    assert task
    assert task.district
    client = as_(studio.supervisors[task.district.code])
    refused = client.post(flow(process), {"task": task.pk, "act": "object", "reason": " "})
    assert refused.status_code == 422
    assert "This needs a reason" in refused.content.decode()
    client.post(flow(process), {"task": task.pk, "act": "object", "reason": "One day is too short."})
    hear_rest = opinions_on(process.pk).last()
    assert hear_rest
    assert hear_rest.district
    give_opinion(actor=studio.supervisors[hear_rest.district.code], task=hear_rest.pk, opinion=Opinion.CONSENT, now=NOW)
    second = as_(studio.people.keeper_b)
    text = second.get(flow(process)).content.decode()
    assert "One day is too short." in text
    assert "Reason (needed: a district objects)" in text
    assert second.post(flow(process), {"act": "approve", "reason": ""}).status_code == 422
    assert second.post(flow(process), {"act": "approve", "reason": "It is practised."}).status_code == 302


def test_an_opinion_is_given_by_its_own_district(studio: Studio, as_: As, process: PromulgationProcess) -> None:
    task = opinions_on(process.pk).first()
    assert task
    page = as_(studio.supervisors["GJ"]).post(flow(process), {"task": task.pk, "act": "consent", "reason": ""})
    assert page.status_code == 422
    assert "You hold no post for this today" in page.content.decode()


def test_a_rejection_and_a_withdrawal_end_it_with_their_reason(
    studio: Studio, as_: As, process: PromulgationProcess
) -> None:
    hear(studio, process)
    second = as_(studio.people.keeper_b)
    assert second.post(flow(process), {"act": "reject", "reason": ""}).status_code == 422
    ended = second.post(flow(process), {"act": "reject", "reason": "Too early."}, follow=True).content.decode()
    assert "rejected it: Too early." in ended
    late = as_(studio.people.keeper_a).post(flow(process), {"act": "withdraw", "reason": "Mine."})
    assert late.status_code == 422
    assert "was faster" in late.content.decode()


def test_the_drafter_withdraws(studio: Studio, as_: As, process: PromulgationProcess) -> None:
    client = as_(studio.people.keeper_a)
    text = client.post(flow(process), {"act": "withdraw", "reason": "A mistake."}, follow=True).content.decode()
    assert "withdrew it: A mistake." in text


def test_what_is_not_there_is_not_found(studio: Studio, as_: As, process: PromulgationProcess) -> None:
    client = as_(studio.people.keeper_b)
    assert client.get(reverse("studio:flow", args=[process.pk + 1])).status_code == 404
    assert client.post(flow(process), {"act": "burn"}).status_code == 404
    assert client.post(flow(process), {"act": "consent", "task": "99999"}).status_code == 404
    assert as_(studio.people.lw.reviewer_a).get(flow(process)).status_code == 404


def test_a_change_under_way_stands_in_the_list(studio: Studio, as_: As, process: PromulgationProcess) -> None:
    text = as_(studio.people.leading_group).get(reverse("studio:standards")).content.decode()
    assert "Opinions: 0 of 2 districts" in text
    hear(studio, process)
    text = as_(studio.people.leading_group).get(reverse("studio:standards")).content.decode()
    assert "Waits for approval by a second person" in text
