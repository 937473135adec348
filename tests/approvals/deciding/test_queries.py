"""Which acts a person is offered, with all a page needs, and why not where they are not."""

import pytest
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from approvals.deciding.errors import NoDeskError
from approvals.deciding.queries import OfferedStep, allowed_acts, organ_at
from approvals.deciding.verbs import actor_for
from tests import cast
from tests.approvals.stage import REGISTERED, Stage, at, set_up
from tests.law import law
from workflows.engine.rulebook import rules_of
from workflows.engine.verbs import claim, look
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Person
from workflows.standards.enums import Handling

NOW = at("2026-02-12", "11:00")


@pytest.fixture
def stage(own_database: str) -> Stage:
    return set_up()


def offered(person: Person, case: int) -> dict[str, OfferedStep]:
    actor, held = look(actor=actor_for(person, NOW), case=case, now=NOW)
    return {each.step: each for each in allowed_acts(actor, held, rules_of(held.standard), NOW)}


def filed(stage: Stage) -> tuple[int, Person]:
    founder = cast.person("甲")
    return stage.file("registration", founder, -founder.pk, at("2026-02-12", "10:05")), founder


def test_a_clerk_is_offered_the_acts_of_their_desk_and_told_why_not_the_others(stage: Stage) -> None:
    case, founder = filed(stage)
    receipt = offered(stage.clerk("LW", "receiver"), case)["receipt"]
    assert [act.name for act in receipt.acts] == ["accept", "return", "redirect", "not_required"]
    assert [act.why_not for act in receipt.acts] == [""] * 4
    assert receipt.mine
    assert receipt.acts[1].needs == frozenset({"items"})
    other = offered(founder, case)
    assert not other["receipt"].mine
    assert "waits for somebody else" in other["receipt"].why_not
    assert "Receipt at the window" in other["receipt"].why_not
    assert other["withdrawal"].mine
    assert other["withdrawal"].waits_for is Handling.APPLICANT


@law("条例 20")
def test_a_refusal_offers_its_closed_list_with_sentences_and_articles(stage: Stage) -> None:
    case, _founder = filed(stage)
    stage.walk(case, NOW, *REGISTERED[:2])
    with override("zh-hans"):
        (deny,) = [act for act in offered(stage.clerk("LW", "approver"), case)["decision"].acts if act.name == "deny"]
    assert deny.needs == frozenset({"ground", "opinion", "remedy"})
    assert [ground.key for ground in deny.grounds] == ["unlawful", "public_danger", "lawsuit", "false_material"]
    assert deny.grounds[0].sentence == "申请不符合法律、行政法规的规定"
    assert deny.grounds[0].basis == "《市场主体登记管理条例》第20条"


def test_a_step_in_other_hands_names_whose(stage: Stage) -> None:
    case, _founder = filed(stage)
    receiver = stage.clerk("LW", "receiver")
    claim(actor=actor_for(receiver, NOW), case=case, step="receipt", now=NOW)
    assert offered(receiver, case)["receipt"].claimed_by_me
    other = cast.person("路人")
    cast.post(other, PostRole.RECEIVER, stage.areas["LW"].desks["WINDOW"])
    found = offered(other, case)["receipt"]
    assert (found.claimed_by, found.claimed_by_me) == ("龙湾区receiver", False)
    assert "in the hands of 龙湾区receiver" in found.why_not


@law("条例 19")
def test_whoever_reviewed_may_not_decide_and_reads_why(stage: Stage) -> None:
    case, _founder = filed(stage)
    reviewer = stage.clerk("LW", "reviewer")
    cast.post(reviewer, PostRole.APPROVER, stage.areas["LW"].desks["REGISTRY"])
    stage.walk(case, NOW, *REGISTERED[:2])
    assert "You handled step “Formal review”" in offered(reviewer, case)["decision"].why_not


def test_offering_asks_the_database_nothing(stage: Stage, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    case, founder = filed(stage)
    actor, held = look(actor=actor_for(founder, NOW), case=case, now=NOW)
    rules = rules_of(held.standard)
    with django_assert_num_queries(0):
        allowed_acts(actor, held, rules, NOW)


def test_a_district_without_the_desk_is_named(stage: Stage) -> None:
    assert organ_at("LW", "REGISTRY", NOW.date()) == stage.areas["LW"].organ
    with pytest.raises(NoDeskError, match="no desk of the kind MINT in LW"):
        organ_at("LW", "MINT", NOW.date())
