"""The pages of bulk orders: one's own, and nobody else's."""

import csv
from io import StringIO
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.approvals.desks.office import NOW, reviewed
from tests.approvals.desks.views.test_bulk import plain
from tests.workflows.engine.bulk.giving import REVIEW, give
from tests.workflows.engine.stage import Stage
from workflows.engine.bulk import verbs
from workflows.engine.bulk.verbs import Chosen, Ordered, give_order
from workflows.engine.verbs import claim
from workflows.organisation.models import Post

PAGES = ("desks:order", "desks:order_progress", "desks:order_table")


def carried(stage: Stage, cases: list[int], name: str = "anna") -> int:
    order = give(stage, cases, name=name)
    verbs.carry_out(order=order, person=stage.people[name].pk)
    return order


def test_ones_own_orders_are_listed(stage: Stage, client: Client) -> None:
    carried(stage, reviewed(stage, 2))
    give(stage, reviewed(stage, 1))
    page = plain(client.get(reverse("desks:orders")).content.decode())
    assert "Formal review: Pass" in page
    assert "2 of 2 recorded" in page
    assert "Under way: 0 of 1" in page


@pytest.mark.parametrize("page", PAGES)
def test_anothers_order_is_not_found(stage: Stage, client: Client, page: str) -> None:
    order = carried(stage, reviewed(stage, 1), name="bo")
    assert client.get(reverse(page, args=[order])).status_code == 404
    assert client.post(reverse("desks:order_stop", args=[order])).status_code == 404


def test_the_rest_of_an_order_can_be_stopped(stage: Stage, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "SLICE", 1)
    order = give(stage, reviewed(stage, 3))
    verbs.carry_out(order=order, person=stage.people["anna"].pk, slices=1)
    page = client.post(reverse("desks:order_stop", args=[order]), follow=True).content.decode()
    assert "1 of 3 recorded" in plain(page)
    assert "left as they were: 2" in plain(page)


def test_the_results_come_as_a_table_too(stage: Stage, client: Client) -> None:
    free, held = reviewed(stage, 2)
    claim(actor=stage.actor("bo"), case=held, step="review", now=NOW)
    order = carried(stage, [free, held])
    answer = client.get(reverse("desks:order_table", args=[order]))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    head, first, second = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
    assert head == ["Case number", "Enterprise", "What came of it", "Why not", "At"]
    assert first[1:4] == ["温州睿视智能装备有限公司", "recorded", ""]
    assert second[2] == "blocked"
    assert "in the hands of bo" in second[3]


def test_no_cell_is_a_formula(stage: Stage, client: Client) -> None:
    chosen = Chosen(reviewed(stage, 1)[0], REVIEW, "=1+1")
    ordered = Ordered(stage.version.pk, "review", "pass", (chosen,))
    order = give_order(actor=stage.actor("anna"), ordered=ordered, key=uuid4(), now=NOW)
    answer = client.get(reverse("desks:order_table", args=[order])).content.decode("utf-8-sig")
    assert [row[0] for row in csv.reader(StringIO(answer))] == ["Case number", "'=1+1"]


def test_a_case_that_is_seen_no_more_is_a_number_without_a_way_to_it(stage: Stage, client: Client) -> None:
    (case,) = reviewed(stage, 1)
    order = carried(stage, [case])
    page = reverse("desks:order", args=[order])
    assert reverse("desks:case", args=[case]) in client.get(page).content.decode()
    Post.objects.filter(person=stage.people["anna"]).update(valid_to=NOW.date())
    text = client.get(page).content.decode()
    assert f"no. {case}" in text
    assert reverse("desks:case", args=[case]) not in text
    assert "温州睿视智能装备有限公司" not in text
