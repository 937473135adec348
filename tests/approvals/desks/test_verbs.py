"""Taking the next step, alone and against others."""

from functools import partial

from approvals.desks.clerk import Clerk
from approvals.desks.verbs import claim_next
from tests.approvals.desks.office import NOW, opened, reviewed
from tests.workflows.engine.stage import RECEIVED, Stage
from tests.workflows.engine.test_verbs_together import at_once
from workflows.engine.models import CaseStep
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
