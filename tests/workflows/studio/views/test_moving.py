"""The pages of a plan to move cases, from the choice of versions to the last case."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.workflows.engine.factory import LONGWAN, at
from tests.workflows.moving.corridor import NOW, Corridor, renamed, set_up_corridor
from workflows.moving.carrying import carry_on
from workflows.moving.models import MovePlan
from workflows.organisation.models import District, Person
from workflows.standards.promulgation.queries import opinions_on

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def as_(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def in_review(corridor: Corridor) -> int:
    case = corridor.stage.file(now=at("2026-03-02")).case
    corridor.stage.act("anna", case, "window", "accept", now=at("2026-03-03"))
    return case


def page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(f"studio:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_plan_from_the_choice_of_versions_to_the_last_case() -> None:
    corridor = set_up_corridor(renamed("review", "examine"))
    case = in_review(corridor)
    keeper = as_(corridor.keeper)
    assert "There is no plan yet." in page(keeper, "plans", "test")
    made = keeper.post(reverse("studio:plans", args=["test"]), {"source": "1", "target": "2"})
    plan = MovePlan.objects.get()
    address = reverse("studio:plan", args=[plan.pk])
    assert made["Location"] == address
    waiting = page(keeper, "plan", plan.pk)
    assert "The worker judges every running case; 0 are judged so far." in waiting
    assert 'hx-trigger="every 2s"' in waiting
    corridor.preview()
    preview = page(keeper, "plan", plan.pk)
    assert "1 needs a choice" in preview
    assert "The step does not exist in the new version; choose the step it goes on as." in preview
    assert "1 case waits for this choice." in preview
    kept = keeper.post(address, {"act": "settle", "revision": "1", "step:review": "examine", "due": "EARLIER"})
    assert kept["Location"] == address
    corridor.preview()
    assert "1 can move" in page(keeper, "plan", plan.pk)
    district = str(District.objects.get(code=LONGWAN).pk)
    asked = {"act": "submit", "valid_from": "2026-03-10", "opinions_due": "", "districts": [district]}
    flow = keeper.post(address, asked)["Location"]
    (task,) = opinions_on(MovePlan.objects.get().promulgation_id or 0)
    speaker = as_(corridor.stage.people["super"])
    assert "Running cases from version 1 to version 2" in speaker.get(flow).content.decode()
    assert speaker.post(flow, {"task": task.pk, "act": "consent", "reason": ""}).status_code == 302
    second = as_(corridor.second)
    assert "Approve the plan" in second.get(flow).content.decode()
    assert second.post(flow, {"act": "approve", "reason": ""}).status_code == 302
    assert carry_on(NOW, "worker")
    assert "1 of 1 moved, 0 stayed, 0 put back" in page(keeper, "plan", plan.pk)
    assert corridor.open_steps(case) == ["examine"]
    assert "Put back" in page(keeper, "plan_cases", plan.pk)
    back = keeper.post(reverse("studio:plan_cases", args=[plan.pk]), {"act": "put_back", "case": str(case)})
    assert back.status_code == 302
    assert corridor.open_steps(case) == ["review"]
    refused = keeper.post(reverse("studio:plan_cases", args=[plan.pk]), {"act": "put_back", "case": str(case)})
    assert refused.status_code == 422
    assert "there is nothing to undo" in refused.content.decode()


def test_cases_are_looked_into_by_verdict_reason_and_district() -> None:
    corridor = set_up_corridor(renamed("review", "examine"))
    in_review(corridor)
    corridor.stage.file(now=at("2026-03-09"))
    plan = corridor.plan()
    keeper = as_(corridor.keeper)
    numbers = {line.verdict: line.number for line in plan.lines.all()}
    for query, shown, hidden in (
        ({"verdict": "SAFE"}, "SAFE", "CHOICE"),
        ({"reason": "GONE"}, "CHOICE", "SAFE"),
    ):
        found = page(keeper, "plan_cases", plan.pk, **query)
        assert numbers[shown] in found
        assert numbers[hidden] not in found
    assert numbers["SAFE"] in page(keeper, "plan_cases", plan.pk, district=LONGWAN)
    assert numbers["SAFE"] in page(as_(corridor.stage.people["super"]), "plan_cases", plan.pk)
    assert keeper.get(reverse("studio:plan_cases", args=[plan.pk]), {"verdict": "?"}).status_code == 404


def test_a_choice_for_one_case_is_kept_from_its_line() -> None:
    corridor = set_up_corridor(renamed("review", "examine"))
    case = in_review(corridor)
    plan = corridor.plan()
    address = reverse("studio:plan_cases", args=[plan.pk])
    values = {"act": "settle", "revision": "1", "case": str(case), "step:review": "examine"}
    assert as_(corridor.keeper).post(address, values).status_code == 302
    assert MovePlan.objects.get().document.cases == {str(case): {"review": "examine"}}


def test_what_is_refused_is_said_and_what_is_not_there_is_not_found() -> None:
    corridor = set_up_corridor()
    in_review(corridor)
    keeper = as_(corridor.keeper)
    same = keeper.post(reverse("studio:plans", args=["test"]), {"source": "1", "target": "1"})
    assert (same.status_code, "Choose two different published versions" in same.content.decode()) == (422, True)
    assert keeper.get(reverse("studio:plans", args=["nothing"])).status_code == 404
    assert keeper.get(reverse("studio:plan", args=[99])).status_code == 404
    plan = corridor.plan()
    address = reverse("studio:plan", args=[plan.pk])
    assert keeper.post(address, {"act": "jump"}).status_code == 404
    refused = as_(corridor.second).post(address, {"act": "preview"})
    assert (refused.status_code, "keeper drafted this" in refused.content.decode()) == (422, True)
    assert keeper.post(address, {"act": "preview"}).status_code == 302
    assert keeper.post(address, {"act": "submit", "valid_from": ""}).status_code == 422
    assert keeper.post(address, {"act": "drop"}).status_code == 302
    assert keeper.get(address).status_code == 404
    assert as_(corridor.stage.people["anna"]).get(address).status_code == 404
