"""Orders on a real database: given once, done once, told case by case, and nobody else's."""

import uuid
from datetime import date

import pytest
from django.db import DatabaseError, connections, transaction

from tests.approvals.desks.office import NOW, received, reviewed
from tests.workflows.engine.bulk.giving import give, review
from tests.workflows.engine.stage import Stage
from workflows.engine.bulk import verbs
from workflows.engine.bulk.errors import NothingChosen, NotInBulk, OrderNotFound, TooMany
from workflows.engine.bulk.models import BulkItem, BulkOrder
from workflows.engine.bulk.queries import given_by, items_of, progress_of
from workflows.engine.bulk.verbs import Chosen, Ordered, carry_out, give_order, stop_order
from workflows.engine.errors import KeyReused
from workflows.engine.models import CaseStep
from workflows.engine.verbs import claim
from workflows.organisation.models import Post


def carried(stage: Stage, order: int, name: str = "anna") -> list[tuple[str, str]]:
    person = stage.people[name].pk
    carry_out(order=order, person=person)
    return [(item.result, item.code) for item in items_of(person, order)]


def open_steps(stage: Stage) -> list[str]:
    with stage.watching():
        return list(CaseStep.objects.filter(closed_at=None).order_by("case").values_list("key", flat=True))


def test_an_order_does_nothing_until_it_is_carried_out(stage: Stage) -> None:
    order = give(stage, reviewed(stage, 2))
    progress = progress_of(stage.people["anna"].pk, order)
    assert (progress.over, progress.order.total, progress.order.ended_at) == (0, 2, None)
    assert open_steps(stage) == ["review", "review"]


def test_every_case_is_done_or_told_why_not(stage: Stage) -> None:
    cases = reviewed(stage, 3)
    claim(actor=stage.actor("bo"), case=cases[1], step="review", now=NOW)
    order = give(stage, [*cases, *received(stage)])
    assert carried(stage, order) == [
        ("DONE", ""),
        ("BLOCKED", "step.claimed"),
        ("DONE", ""),
        ("BLOCKED", "step.unknown"),
    ]
    progress = progress_of(stage.people["anna"].pk, order)
    assert (progress.done, progress.blocked, progress.over) == (2, 2, 4)
    assert progress.order.ended_at is not None
    assert open_steps(stage) == ["decision", "review", "decision", "window"]


def test_a_reason_is_kept_in_both_languages_with_titles_and_names(stage: Stage) -> None:
    (case,) = reviewed(stage)
    claim(actor=stage.actor("bo"), case=case, step="review", now=NOW)
    order = give(stage, [case])
    carried(stage, order)
    (item,) = items_of(stage.people["anna"].pk, order)
    assert item.reason["en"].startswith("Step “Formal review” is in the hands of bo;")
    assert "形式审查" in item.reason["zh-Hans"]


def test_an_order_cut_short_after_its_acts_and_before_its_results_does_nothing_twice(stage: Stage) -> None:
    anna = stage.people["anna"].pk
    order = give(stage, reviewed(stage, 3))
    with given_by(anna) as orders:
        held = orders.get(pk=order)
        items = list(held.items.order_by("place"))
    first = verbs._performed(held, items, anna)
    assert carried(stage, order) == [("DONE", "")] * 3
    assert [item.seq for item in items_of(anna, order)] == [getattr(each, "seq", None) for each in first]


def test_slices_are_taken_one_after_the_other(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "SLICE", 2)
    anna = stage.people["anna"].pk
    order = give(stage, reviewed(stage, 5))
    assert [carry_out(order=order, person=anna, slices=1) for _ in range(4)] == [2, 2, 1, 0]
    assert progress_of(anna, order).done == 5


def test_an_order_in_other_hands_is_left_alone_until_its_lease_ends(stage: Stage) -> None:
    anna = stage.people["anna"].pk
    order = give(stage, reviewed(stage, 1))
    with given_by(anna) as orders:
        orders.filter(pk=order).update(leased_to=uuid.uuid4(), leased_until=NOW.replace(year=2999))
    assert carry_out(order=order, person=anna) == 0
    with given_by(anna) as orders:
        orders.filter(pk=order).update(leased_until=NOW)
    assert carry_out(order=order, person=anna) == 1


def test_a_post_that_ended_meanwhile_does_nothing(stage: Stage) -> None:
    order = give(stage, reviewed(stage, 2))
    Post.objects.filter(person=stage.people["anna"]).update(valid_to=date(2020, 1, 2))
    assert {result for result, _code in carried(stage, order)} == {"BLOCKED"}
    assert open_steps(stage) == ["review", "review"]


def test_the_same_key_is_the_same_order_and_no_other(stage: Stage) -> None:
    cases, key = reviewed(stage, 2), uuid.uuid4()
    first = give_order(actor=stage.actor("anna"), ordered=review(stage, cases), key=key, now=NOW)
    again = give_order(actor=stage.actor("anna"), ordered=review(stage, cases), key=key, now=NOW)
    assert first == again
    with pytest.raises(KeyReused):
        give_order(actor=stage.actor("anna"), ordered=review(stage, cases[:1]), key=key, now=NOW)


def test_what_cannot_be_ordered_is_refused(stage: Stage) -> None:
    (case,) = reviewed(stage)
    with pytest.raises(NothingChosen):
        give(stage, [])
    with pytest.raises(NotInBulk):
        give(stage, [case], act="refuse")
    crowd = Ordered(stage.version.pk, "review", "pass", tuple(Chosen(case, n, "") for n in range(verbs.MOST + 1)))
    with pytest.raises(TooMany):
        give_order(actor=stage.actor("anna"), ordered=crowd, key=uuid.uuid4(), now=NOW)


def test_what_is_stopped_stays_as_it_was(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "SLICE", 1)
    order = give(stage, reviewed(stage, 3))
    carry_out(order=order, person=stage.people["anna"].pk, slices=1)
    stop_order(actor=stage.actor("anna"), order=order, now=NOW)
    stop_order(actor=stage.actor("anna"), order=order, now=NOW)
    assert carried(stage, order) == [("DONE", ""), ("LEFT", ""), ("LEFT", "")]


def test_nobody_reaches_anothers_order(stage: Stage) -> None:
    order = give(stage, reviewed(stage, 1))
    bo = stage.people["bo"].pk
    with pytest.raises(OrderNotFound):
        progress_of(bo, order)
    with pytest.raises(OrderNotFound):
        stop_order(actor=stage.actor("bo"), order=order, now=NOW)
    assert items_of(bo, order) == []
    assert carry_out(order=order, person=bo) == 0


def test_the_database_itself_shows_an_order_to_its_giver_alone(stage: Stage) -> None:
    give(stage, reviewed(stage, 2))
    seen = {}
    for name in ("anna", "bo", "watch"):
        with given_by(stage.people[name].pk):
            seen[name] = (BulkOrder.objects.count(), BulkItem.objects.count())
    assert seen == {"anna": (1, 2), "bo": (0, 0), "watch": (0, 0)}
    assert BulkOrder.objects.count() == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE workflows_bulkorder SET act = 'return'",
        "UPDATE workflows_bulkitem SET result = 'LEFT'",
        "UPDATE workflows_bulkitem SET number = 'x'",
        "DELETE FROM workflows_bulkitem",
    ],
)
def test_what_was_ordered_and_what_became_of_it_stays(stage: Stage, change: str) -> None:
    order = give(stage, reviewed(stage, 1))
    carried(stage, order)
    with pytest.raises(DatabaseError), transaction.atomic(), given_by(stage.people["anna"].pk):
        connections["default"].cursor().execute(change)


def test_a_case_the_system_fails_at_holds_no_other_up(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from workflows.engine.consequences import _known  # noqa: PLC0415 - taken away again below

    cases = reviewed(stage, 3)

    def fails(happening: object) -> None:
        if getattr(happening, "case").id == cases[1]:  # noqa: B009 - whatever a room above may do wrong
            raise RuntimeError

    monkeypatch.setattr("workflows.engine.consequences._known", [*_known, fails])
    assert carried(stage, give(stage, cases)) == [("DONE", ""), ("BLOCKED", "order.fault"), ("DONE", "")]
