"""Taking the next step, alone and against others, and one act on many steps."""

from functools import partial
from uuid import uuid4

import pytest

from approvals.desks.clerk import Clerk
from approvals.desks.verbs import act_on_many, claim_next, rehearse
from tests.approvals.desks.office import NOW, opened, reviewed
from tests.workflows.engine.stage import RECEIVED, Stage
from tests.workflows.engine.test_verbs_together import at_once
from workflows.engine.errors import StepClaimed
from workflows.engine.models import CaseStep
from workflows.engine.verbs import claim
from workflows.organisation.scoping import seen_by


def clerk(stage: Stage, name: str) -> Clerk:
    return Clerk(stage.people[name], NOW)


def claim_twice(who: Clerk) -> list[int]:
    """Two steps in a row, as somebody does who works through the queue."""
    return [step.case_id for step in (claim_next(actor=who), claim_next(actor=who)) if step]


def waiting(stage: Stage) -> list[CaseStep]:
    with seen_by(stage.people["anna"].pk, RECEIVED.date()):
        return list(CaseStep.objects.filter(closed_at=None, key="review").select_related("case").order_by("pk"))


def test_the_next_step_is_claimed_until_none_is_left(stage: Stage) -> None:
    cases = reviewed(stage, 2)
    anna = clerk(stage, "anna")
    taken = [claim_next(actor=anna) for _ in range(3)]
    assert [step.case_id if step else None for step in taken] == [*cases, None]
    assert [step.claimed_by_id for step in waiting(stage)] == [anna.person.pk] * 2


def test_what_waits_for_another_role_is_never_taken(stage: Stage) -> None:
    reviewed(stage, 1)
    assert claim_next(actor=clerk(stage, "approver")) is None


def test_a_step_of_other_hands_is_passed_over(stage: Stage) -> None:
    first, second = reviewed(stage, 2)
    stage.act("anna", first, "review", "pass", now=NOW)
    assert [claim_next(actor=clerk(stage, "anna"))] != [None]
    assert [step.case_id for step in waiting(stage) if step.claimed_by_id] == [second]


def test_two_clerks_at_once_take_two_different_steps(own_database: str) -> None:
    stage = opened()
    cases = reviewed(stage, 4)
    taken = at_once(*(partial(claim_twice, clerk(stage, name)) for name in ("anna", "bo")))
    assert sorted(case for each in taken for case in each) == sorted(cases)
    assert {step.claimed_by_id for step in waiting(stage)} == {stage.people["anna"].pk, stage.people["bo"].pk}


def test_a_rehearsal_writes_nothing_and_tells_what_stands_against_each(stage: Stage) -> None:
    _free, held = reviewed(stage, 2)
    claim(actor=stage.actor("bo"), case=held, step="review", now=NOW)
    found = rehearse(actor=clerk(stage, "anna"), steps=waiting(stage), act="pass")
    assert [type(each.refusal) for each in found] == [type(None), StepClaimed]
    assert str(found[1].refusal) == "Step “review” is in the hands of bo; ask them to release it or to finish it."
    assert len(waiting(stage)) == 2


@pytest.mark.parametrize("number", [1, 5])
def test_a_rehearsal_takes_one_read_for_any_number(
    stage: Stage, django_assert_max_num_queries: object, number: int
) -> None:
    reviewed(stage, number)
    steps = waiting(stage)
    anna = clerk(stage, "anna")
    rehearse(actor=anna, steps=steps, act="pass")
    with django_assert_max_num_queries(3):  # type: ignore[operator]  # a fixture of pytest-django
        rehearse(actor=anna, steps=steps, act="pass")


def test_one_act_on_many_steps_is_done_on_each_for_itself(stage: Stage) -> None:
    _free, held = reviewed(stage, 2)
    steps = [(step, uuid4()) for step in waiting(stage)]
    claim(actor=stage.actor("bo"), case=held, step="review", now=NOW)
    done = act_on_many(actor=clerk(stage, "anna"), steps=steps, act="pass")
    assert [(each.performed is not None, type(each.refusal)) for each in done] == [
        (True, type(None)),
        (False, StepClaimed),
    ]
    again = act_on_many(actor=clerk(stage, "anna"), steps=steps[:1], act="pass")
    assert again[0].performed is not None
    assert again[0].performed.repeated
