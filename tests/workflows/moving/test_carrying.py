"""Carrying a plan out, from the preview to the last case."""

import pytest
from django.db import IntegrityError

from tests.workflows.engine.factory import REFUSAL, at
from tests.workflows.moving.corridor import NOW, Corridor, rebuilt, renamed, set_up_corridor, stored
from workflows.engine.gateway import write
from workflows.engine.history import ruled_by
from workflows.engine.models import Case
from workflows.engine.past import version_then
from workflows.engine.rulebook import rules_of
from workflows.engine.state import SYSTEM
from workflows.engine.verbs import claim
from workflows.journal.enums import Verb
from workflows.journal.models import JournalRow
from workflows.journal.verify import verify_journal
from workflows.moving.carrying import carry_on
from workflows.moving.enums import LineOutcome, PlanState, Verdict
from workflows.moving.models import MoveLine, MovePlan
from workflows.moving.slices import judged
from workflows.moving.verbs import settle
from workflows.moving.writing import move_body
from workflows.standards.models import StandardVersion

pytestmark = pytest.mark.usefixtures("own_database")


def lines(plan: MovePlan) -> dict[int, tuple[str, str, list[str]]]:
    found = MoveLine.objects.filter(plan=plan).order_by("case_id")
    return {line.case_id: (line.verdict, line.outcome, [r["code"] for r in line.reasons]) for line in found}


def in_review(corridor: Corridor) -> int:
    case = corridor.stage.file(now=at("2026-03-02")).case
    corridor.stage.act("anna", case, "window", "accept", now=at("2026-03-03"))
    return case


def test_running_cases_go_on_under_the_other_version() -> None:
    corridor = set_up_corridor()
    case = in_review(corridor)
    before = corridor.held(case)
    plan = corridor.plan()
    assert lines(plan) == {case: (Verdict.SAFE, "", [])}
    assert corridor.carry_out(plan).state == PlanState.DONE
    after = corridor.held(case)
    assert after.standard == corridor.target.pk
    assert after.state.steps == before.state.steps
    assert after.state.ledger == before.state.ledger
    assert lines(plan) == {case: (Verdict.SAFE, LineOutcome.MOVED, [])}
    assert rebuilt(after) == stored(after)
    row = JournalRow.objects.using("audit").filter(case_id=case).latest("seq")
    assert (row.verb, row.actor_id, row.payload["move"]["plan"]) == (Verb.MOVE, None, plan.document.digest)
    assert verify_journal().faults == []


def test_a_renamed_step_waits_for_a_choice_and_goes_on_as_what_was_chosen() -> None:
    corridor = set_up_corridor(renamed("review", "examine"))
    case = in_review(corridor)
    claim(actor=corridor.stage.actor("bo"), case=case, step="review", now=at("2026-03-04"))
    plan = corridor.plan()
    assert lines(plan) == {case: (Verdict.CHOICE, "", ["GONE"])}
    settle(actor=corridor.keeper, plan=plan.pk, revision=1, steps={"review": "examine"}, now=NOW)
    corridor.preview()
    assert lines(plan) == {case: (Verdict.SAFE, "", [])}
    corridor.carry_out(plan)
    assert corridor.open_steps(case) == ["examine"]
    assert corridor.held(case).state.steps[0].claimed_by == corridor.stage.people["bo"].pk
    corridor.stage.act("bo", case, "examine", "pass", now=NOW)
    after = corridor.held(case)
    assert (corridor.open_steps(case), rebuilt(after)) == (["decision"], stored(after))


def test_a_choice_may_be_for_one_case_only() -> None:
    corridor = set_up_corridor(renamed("review", "examine"))
    one, other = in_review(corridor), in_review(corridor)
    plan = corridor.plan()
    settle(actor=corridor.keeper, plan=plan.pk, revision=1, case=one, steps={"review": "examine"}, now=NOW)
    corridor.preview()
    corridor.carry_out(plan)
    assert lines(plan) == {one: (Verdict.SAFE, "MOVED", []), other: (Verdict.CHOICE, "STAYED", ["GONE"])}
    assert corridor.open_steps(other) == ["review"]


def test_what_became_due_speaks_under_the_version_the_case_leaves() -> None:
    corridor = set_up_corridor()
    silent = corridor.stage.file(now=at("2026-03-02")).case
    plan = corridor.plan()
    corridor.carry_out(plan)
    after = corridor.held(silent)
    rows = JournalRow.objects.using("audit").filter(case_id=silent).order_by("seq")
    turns = [row.payload.get("turn", {}).get("act", row.verb) for row in rows]
    assert turns == ["file", "deem", "pass", "MOVE"]
    assert rebuilt(after) == stored(after)


def test_cases_that_ended_or_began_under_another_version_are_left_alone() -> None:
    corridor = set_up_corridor()
    ended = corridor.stage.file(now=at("2026-03-02")).case
    corridor.stage.act("anna", ended, "window", "refuse", now=at("2026-03-03"), payload=REFUSAL)
    case = in_review(corridor)
    plan = corridor.carry_out(corridor.plan())
    assert lines(plan) == {case: (Verdict.SAFE, "MOVED", [])}
    assert corridor.held(ended).standard == corridor.stage.version.pk


def test_a_plan_waits_for_its_day() -> None:
    corridor = set_up_corridor()
    in_review(corridor)
    plan = corridor.plan()
    corridor.approve(plan)
    assert not carry_on(at("2026-03-09"), "worker")
    assert carry_on(NOW, "worker")


def test_ruled_by_tells_which_version_held_for_each_row() -> None:
    corridor = set_up_corridor()
    case = in_review(corridor)
    corridor.carry_out(corridor.plan())
    corridor.stage.act("bo", case, "review", "pass", now=NOW)
    rows = list(JournalRow.objects.using("audit").filter(case_id=case).order_by("seq"))
    old, new = corridor.stage.version.digest, corridor.target.digest
    assert ruled_by(rows, new) == [old, old, old, old, new]
    assert version_then(rows[0], corridor.target.pk, "audit") == corridor.stage.version.pk
    assert version_then(rows[-1], corridor.target.pk, "audit") == corridor.target.pk


def test_no_case_changes_its_version_without_a_row_that_says_so() -> None:
    corridor = set_up_corridor()
    case = in_review(corridor)
    with pytest.raises(IntegrityError, match="by a journal row that says so"):
        Case.objects.using("owner").filter(pk=case).update(standard=corridor.target)


def test_no_case_moves_to_a_version_of_another_standard() -> None:
    corridor = set_up_corridor()
    case = in_review(corridor)
    plan = corridor.plan()
    (found,) = judged(plan, [case], NOW, "worker")
    assert found.judgement.move
    stranger = StandardVersion.objects.create(
        key="other", number=1, digest="0" * 64, body={}, valid_from=NOW.date(), published_at=NOW
    )
    body = move_body(found.held, found.judgement.move, rules_of(plan.target_id), stranger.pk, NOW)
    with pytest.raises(IntegrityError, match="only to one of the same standard"):
        write(SYSTEM, [body], NOW, "worker")
