"""A draft is tried with last month's cases; the districts and the second person see what came of it."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.workflows.engine.factory import at
from tests.workflows.moving.corridor import Corridor, renamed, set_up_corridor
from tests.workflows.rehearsing.test_performing import some_cases
from workflows.organisation.models import Person
from workflows.rehearsing.models import Rehearsal
from workflows.rehearsing.performing import rehearse_on
from workflows.standards.models import StandardDraft

pytestmark = pytest.mark.usefixtures("own_database")
NOW = at("2026-04-02")


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def as_(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def draft_of(corridor: Corridor) -> StandardDraft:
    return StandardDraft.objects.create(
        key="test",
        base=corridor.stage.version,
        body=corridor.target.body,
        drafted_by=corridor.keeper,
        changed_at=NOW,
    )


def test_a_draft_is_tried_with_last_months_cases() -> None:
    corridor = set_up_corridor(renamed("review", "examine"))
    some_cases(corridor)
    draft = draft_of(corridor)
    keeper = as_(corridor.keeper)
    address = reverse("studio:rehearsal", args=[draft.pk])
    assert address in keeper.get(reverse("studio:draft", args=[draft.pk])).content.decode()
    before = keeper.get(address).content.decode()
    assert "The draft as it is saved now was not tried yet." in before
    assert 'value="2026-03-01"' in before
    asked = {"since": "2026-03-01", "until": "2026-03-31", "most": "2000", "seed": "1"}
    assert keeper.post(address, asked)["Location"] == address
    assert 'hx-trigger="every 2s"' in keeper.get(address).content.decode()
    while rehearse_on(NOW, "worker"):
        pass
    told = keeper.get(address).content.decode()
    assert "The period has 4 cases, and all were looked at." in told
    assert "an act would be refused: 2" in told
    assert "The case does not stand at this step under the draft." in told
    assert 'hx-trigger="every 2s"' not in told
    submit = keeper.get(reverse("studio:submit", args=[draft.pk])).content.decode()
    assert "an act would be refused: 2" in submit


def test_a_changed_draft_has_not_been_tried() -> None:
    corridor = set_up_corridor()
    some_cases(corridor)
    draft = draft_of(corridor)
    keeper = as_(corridor.keeper)
    address = reverse("studio:rehearsal", args=[draft.pk])
    keeper.post(address, {"since": "2026-03-01", "until": "2026-03-31", "most": "2", "seed": "1"})
    while rehearse_on(NOW, "worker"):
        pass
    assert "a sample of 2 was looked at, drawn with the seed 1" in keeper.get(address).content.decode()
    draft.body = corridor.stage.version.body
    draft.save(update_fields=["body"])
    assert "was not tried yet" in keeper.get(address).content.decode()


def test_a_period_that_has_not_begun_is_refused() -> None:
    corridor = set_up_corridor()
    draft = draft_of(corridor)
    keeper = as_(corridor.keeper)
    address = reverse("studio:rehearsal", args=[draft.pk])
    future = keeper.post(address, {"since": "2026-05-01", "until": "2026-05-31", "most": "2", "seed": "1"})
    assert (future.status_code, "is no period that has begun" in future.content.decode()) == (422, True)
    unclear = keeper.post(address, {"since": "soon", "until": "2026-05-31", "most": "0", "seed": "1"})
    assert unclear.status_code == 422
    assert not Rehearsal.objects.exists()
    assert as_(corridor.stage.people["super"]).get(address).status_code == 404
