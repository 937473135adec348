"""What keepers do with plans, and what they are told when they cannot."""

from datetime import date

import pytest

from tests.workflows.engine.factory import LONGWAN, at
from tests.workflows.moving.corridor import NOW, Corridor, rebuilt, renamed, set_up_corridor, stored
from workflows.engine.errors import CaseNotFound
from workflows.engine.facts import record_fact
from workflows.engine.verbs import claim
from workflows.journal.enums import Verb
from workflows.journal.models import JournalRow
from workflows.moving import errors
from workflows.moving.carrying import carry_on
from workflows.moving.enums import DuePolicy, PlanState
from workflows.moving.models import MoveLine, MovePlan
from workflows.moving.verbs import drop_plan, make_plan, preview_again, put_back, settle, submit_plan
from workflows.organisation.models import District
from workflows.standards.models import StandardVersion
from workflows.standards.promulgation.errors import AnotherDrafterError, NotEntitledError
from workflows.standards.promulgation.verbs import withdraw

pytestmark = pytest.mark.usefixtures("own_database")


def in_review(corridor: Corridor) -> int:
    case = corridor.stage.file(now=at("2026-03-02")).case
    corridor.stage.act("anna", case, "window", "accept", now=at("2026-03-03"))
    return case


def submit(corridor: Corridor, plan: MovePlan) -> MovePlan:
    districts = list(District.objects.filter(code=LONGWAN))
    submit_plan(actor=corridor.keeper, plan=plan.pk, districts=districts, valid_from=NOW.date(), now=NOW)
    return MovePlan.objects.get(pk=plan.pk)


def test_a_case_is_put_back_until_the_next_act() -> None:
    corridor = set_up_corridor(renamed("review", "examine"))
    case = in_review(corridor)
    before = corridor.held(case)
    plan = corridor.plan()
    settle(actor=corridor.keeper, plan=plan.pk, revision=1, steps={"review": "examine"}, now=NOW)
    corridor.preview()
    corridor.carry_out(plan)
    claim(actor=corridor.stage.actor("bo"), case=case, step="examine", now=NOW)
    record_fact(case=case, name="seen", value=True, source="register", now=NOW)
    put_back(actor=corridor.keeper, case=case, now=NOW)
    after = corridor.held(case)
    assert (after.standard, corridor.open_steps(case)) == (corridor.stage.version.pk, ["review"])
    assert after.state.steps[0].due_at == before.state.steps[0].due_at
    assert after.state.steps[0].claimed_by == corridor.stage.people["bo"].pk
    assert rebuilt(after) == stored(after)
    row = JournalRow.objects.using("audit").filter(case_id=case).latest("seq")
    assert (row.verb, row.actor_id) == (Verb.MOVE_BACK, corridor.keeper.pk)
    assert MoveLine.objects.get(plan=plan).outcome == "BACK"
    with pytest.raises(errors.NotMoved):
        put_back(actor=corridor.keeper, case=case, now=NOW)


def test_a_case_that_went_on_is_not_put_back() -> None:
    corridor = set_up_corridor()
    case = in_review(corridor)
    corridor.carry_out(corridor.plan())
    corridor.stage.act("bo", case, "review", "pass", now=at("2026-03-10", "11:00"))
    with pytest.raises(errors.WentOn, match="At 2026-03-10 11:00 the case went on under the new version"):
        put_back(actor=corridor.keeper, case=case, now=at("2026-03-10", "12:00"))


def test_a_case_whose_silence_has_spoken_since_is_not_put_back() -> None:
    corridor = set_up_corridor()
    case = corridor.stage.file(now=at("2026-03-09")).case
    corridor.carry_out(corridor.plan())
    with pytest.raises(errors.WentOn):
        put_back(actor=corridor.keeper, case=case, now=at("2026-03-20"))


def test_only_a_keeper_puts_back_and_only_what_was_moved() -> None:
    corridor = set_up_corridor()
    case = in_review(corridor)
    with pytest.raises(errors.NotMoved):
        put_back(actor=corridor.keeper, case=case, now=NOW)
    with pytest.raises(CaseNotFound):
        put_back(actor=corridor.keeper, case=case + 99, now=NOW)
    with pytest.raises(NotEntitledError):
        put_back(actor=corridor.stage.people["anna"], case=case, now=NOW)


def test_a_plan_leads_from_one_published_version_to_another() -> None:
    corridor = set_up_corridor()
    for source, target in ((1, 1), (1, 3)):
        with pytest.raises(errors.NoSuchVersion):
            make_plan(actor=corridor.keeper, standard="test", source=source, target=target, now=NOW)
    with pytest.raises(NotEntitledError):
        make_plan(actor=corridor.stage.people["anna"], standard="test", source=1, target=2, now=NOW)


def test_choices_are_of_steps_there_are_and_begin_the_preview_anew() -> None:
    corridor = set_up_corridor(renamed("review", "examine"))
    in_review(corridor)
    plan = corridor.plan()
    with pytest.raises(errors.ChoiceUnknown, match="“nowhere” is no step of that version"):
        settle(actor=corridor.keeper, plan=plan.pk, revision=1, steps={"review": "nowhere"}, now=NOW)
    with pytest.raises(errors.PlanMoved):
        settle(actor=corridor.keeper, plan=plan.pk, revision=7, due=DuePolicy.NEW, now=NOW)
    with pytest.raises(AnotherDrafterError):
        settle(actor=corridor.second, plan=plan.pk, revision=1, due=DuePolicy.NEW, now=NOW)
    changed = settle(actor=corridor.keeper, plan=plan.pk, revision=1, steps={"review": "examine"}, now=NOW)
    assert (changed.revision, changed.is_previewed, changed.document.steps) == (2, False, {"review": "examine"})
    back = settle(actor=corridor.keeper, plan=plan.pk, revision=2, steps={"review": ""}, now=NOW)
    assert (back.revision, back.document.steps) == (3, {})
    assert not MoveLine.objects.filter(plan=plan).exists()


def test_nothing_is_submitted_that_nobody_has_looked_at_or_that_moves_nothing() -> None:
    corridor = set_up_corridor(renamed("review", "examine"))
    in_review(corridor)
    fresh = make_plan(actor=corridor.keeper, standard="test", source=1, target=2, now=NOW)
    with pytest.raises(errors.PreviewMissing):
        submit(corridor, fresh)
    corridor.preview()
    with pytest.raises(errors.NothingToMove):
        submit(corridor, fresh)


def test_cases_move_to_rules_that_are_in_force() -> None:
    corridor = set_up_corridor()
    in_review(corridor)
    later = StandardVersion.objects.create(
        key="test",
        number=3,
        digest="3" * 64,
        body=corridor.target.body,
        valid_from=date(2026, 4, 1),
        published_at=NOW,
    )
    plan = make_plan(actor=corridor.keeper, standard="test", source=1, target=later.number, now=NOW)
    corridor.preview()
    with pytest.raises(errors.NotInForceYet, match="in force from 2026-04-01"):
        submit(corridor, plan)


def test_a_submitted_plan_is_fixed_until_it_is_withdrawn() -> None:
    corridor = set_up_corridor()
    in_review(corridor)
    plan = submit(corridor, corridor.plan())
    assert (plan.state, plan.promulgation_id is not None) == (PlanState.SUBMITTED, True)
    for change in (preview_again, drop_plan):
        with pytest.raises(errors.PlanIsFixed):
            change(actor=corridor.keeper, plan=plan.pk, now=NOW)
    assert plan.promulgation_id
    withdraw(actor=corridor.keeper, promulgation=plan.promulgation_id, reason="想再看看。", now=NOW)
    assert preview_again(actor=corridor.keeper, plan=plan.pk, now=NOW).state == PlanState.DRAFT
    drop_plan(actor=corridor.keeper, plan=plan.pk, now=NOW)
    assert MovePlan.objects.get(pk=plan.pk).state == PlanState.DROPPED
    with pytest.raises(errors.NoSuchPlan):
        preview_again(actor=corridor.keeper, plan=plan.pk + 9, now=NOW)


def test_nothing_moves_before_a_second_person_approves() -> None:
    corridor = set_up_corridor()
    case = in_review(corridor)
    submit(corridor, corridor.plan())
    assert not carry_on(NOW, "worker")
    assert corridor.held(case).standard == corridor.stage.version.pk
