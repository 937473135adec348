"""A rehearsal says what would come of it and leaves no trace."""

import uuid
from datetime import timedelta

import pytest

from tests.approvals.desks.office import CLERKS, NOW, received, reviewed
from tests.workflows.engine.bulk.giving import REVIEW, give
from tests.workflows.engine.factory import act, at, days, end, rules, step
from tests.workflows.engine.stage import Stage, set_up
from workflows.engine.bulk.queries import given_by, latest_orders, rehearse
from workflows.engine.bulk.verbs import carry_out
from workflows.engine.errors import CaseNotFound, StepClaimed, StepTaken, UnknownStep
from workflows.engine.models import Case, CaseStep
from workflows.engine.verbs import claim
from workflows.engine.wishes import Wish
from workflows.journal.models import JournalRow
from workflows.standards.enums import Regime


def wishes(cases: list[int], step: str = "review", act: str = "pass", ordinal: int | None = REVIEW) -> list[Wish]:
    return [Wish(case, step, act, uuid.UUID(int=0), ordinal=ordinal) for case in cases]


def everything(stage: Stage) -> list[object]:
    """All that is written of cases and orders."""
    with stage.watching():
        written = [list(model.objects.order_by("pk").values()) for model in (Case, CaseStep, JournalRow)]
    with given_by(stage.people["anna"].pk) as orders:
        return [*written, orders.count()]


def test_a_rehearsal_foretells_every_case_and_writes_nothing(stage: Stage) -> None:
    free, held = reviewed(stage, 2)
    (early,) = received(stage)
    claim(actor=stage.actor("bo"), case=held, step="review", now=NOW)
    before = everything(stage)
    told = rehearse(actor=stage.actor("anna"), wishes=wishes([free, held, early, 10**9]), now=NOW)
    assert everything(stage) == before
    assert [type(refusal) for refusal in told] == [type(None), StepClaimed, UnknownStep, CaseNotFound]
    assert "in the hands of bo" in str(told[1])


@pytest.mark.django_db
def test_a_silence_that_is_due_is_foretold_and_not_written() -> None:
    after = {"after": days(1), "act": "forward", "basis": "design", "citation": {"law": "约", "article": "1"}}
    law = rules(
        Regime.SERVICE,
        step("desk", "review", "SUBMITTED", act("forward", "review"), silence=after),
        step("review", "review", "SUBMITTED", act("forward", "end", move="complete")),
        end("COMPLETED"),
    )
    stage = set_up(law, CLERKS)
    case = stage.file(now=at("2026-03-02")).case
    before, late = everything(stage), at("2026-03-12")
    (taken,) = rehearse(actor=stage.actor("anna"), wishes=wishes([case], "desk", "forward", 1), now=late)
    (free,) = rehearse(actor=stage.actor("anna"), wishes=wishes([case], "review", "forward", None), now=late)
    assert everything(stage) == before
    assert (type(taken), free) == (StepTaken, None)


def test_ones_own_orders_are_listed_with_how_they_stand(stage: Stage) -> None:
    anna = stage.people["anna"].pk
    first = give(stage, reviewed(stage, 2))
    carry_out(order=first, person=anna)
    second = give(stage, reviewed(stage, 1), now=NOW + timedelta(hours=1))
    give(stage, reviewed(stage, 1), name="bo")
    assert [(p.order.pk, p.done, p.over, p.order.total) for p in latest_orders(anna)] == [
        (second, 0, 0, 1),
        (first, 2, 2, 2),
    ]
