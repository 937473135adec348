"""Acting on a case with all it brings about, in the database."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.db import connections
from pytest_django import DjangoAssertNumQueries

from approvals.deciding.errors import AuthorityDiffersError, GroundOutsideListError
from approvals.deciding.verbs import act, act_many
from enterprises.people.enums import AgentAct, MemberRole
from enterprises.people.errors import NotAuthorisedError
from enterprises.people.models import Member
from enterprises.registration.errors import EnterpriseEndedError
from enterprises.registration.models import Enterprise
from tests import cast
from tests.approvals.stage import GRANT, TO_DECISION, Stage, at, eyes, open_address, set_up
from tests.enterprises import factory
from tests.law import law
from tests.workflows.engine.stage import ask
from tests.workflows.engine.test_verbs_together import at_once
from workflows.engine.errors import StepTaken
from workflows.engine.wishes import Performed, Wish
from workflows.organisation.models import Person

NOW = at("2026-04-29", "09:00")


@pytest.fixture
def stage(own_database: str) -> Stage:
    return set_up()


@pytest.fixture
def boss(stage: Stage) -> tuple[Enterprise, Person]:
    enterprise = eyes(stage)
    return enterprise, factory.member(enterprise, MemberRole.LEGAL_REPRESENTATIVE)


def to_decision(stage: Stage, boss: tuple[Enterprise, Person], **changes: Any) -> int:
    enterprise, person = boss
    case = stage.file("relocation", person, enterprise.pk, at("2026-04-29", "08:30"), **changes)
    stage.walk(case, NOW, *TO_DECISION)
    return case


@law("条例 27", "条例 19", "trap 10")
def test_granting_a_relocation_switches_address_and_authority_and_keeps_the_code(
    stage: Stage, boss: tuple[Enterprise, Person]
) -> None:
    case = to_decision(stage, boss)
    stage.walk(case, NOW, GRANT)
    address = open_address(boss[0])
    assert (address.authority, str(address), address.valid_from) == (
        stage.areas["LW"].organ,
        "龙湾区永中街道永强大道1688号2幢301室",
        date(2026, 4, 29),
    )
    held = Enterprise.objects.get(pk=boss[0].pk)
    assert (held.uscc, held.name, held.established_on) == (factory.EYES, boss[0].name, factory.ESTABLISHED)
    assert ask("SELECT phase FROM workflows_case") == [("APPROVED",)]


def test_a_new_name_and_a_new_legal_representative_are_written_with_the_switch(
    stage: Stage, boss: tuple[Enterprise, Person]
) -> None:
    new = {"name": "李新", "id_type": "111", "id_no": "330303198501029011"}
    case = to_decision(
        stage, boss, keep_name=False, new_name="温州市龙湾睿视智能装备有限公司", legal_rep_change=True, legal_rep=new
    )
    stage.walk(case, NOW, GRANT)
    held = Enterprise.objects.get(pk=boss[0].pk)
    assert (held.name, held.legal_representative) == ("温州市龙湾睿视智能装备有限公司", "李新")
    assert Member.objects.get(person=boss[1]).valid_to == date(2026, 4, 29)


def test_a_switch_that_fails_takes_the_grant_back(stage: Stage, boss: tuple[Enterprise, Person]) -> None:
    case = to_decision(stage, boss)
    Enterprise.objects.filter(pk=boss[0].pk).update(status="DEREGISTERED")
    before = ask("SELECT version, phase, head FROM workflows_case")
    with pytest.raises(EnterpriseEndedError):
        stage.walk(case, NOW, GRANT)
    assert ask("SELECT version, phase, head FROM workflows_case") == before
    assert open_address(boss[0]).authority == stage.areas["OH"].organ


def test_a_grant_the_engine_refuses_moves_nothing(stage: Stage, boss: tuple[Enterprise, Person]) -> None:
    case = to_decision(stage, boss)
    stage.walk(case, NOW, GRANT)
    with pytest.raises(StepTaken):
        stage.walk(case, NOW, GRANT)
    assert ask("SELECT count(*) FROM enterprises_enterpriseaddress") == [(2,)]


def test_a_filing_that_names_another_authority_is_sent_back(stage: Stage, boss: tuple[Enterprise, Person]) -> None:
    case = to_decision(stage, boss, new_authority="RA")
    with pytest.raises(AuthorityDiffersError, match="names RA"):
        stage.walk(case, NOW, GRANT)


def test_a_desk_that_lost_its_authoritys_trust_moves_nobody(stage: Stage, boss: tuple[Enterprise, Person]) -> None:
    case = to_decision(stage, boss)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE workflows_desk SET organ_id = %s WHERE id = %s",
            [stage.areas["OH"].organ.pk, stage.areas["LW"].desks["REGISTRY"].pk],
        )
    with pytest.raises(AuthorityDiffersError):
        stage.walk(case, NOW, GRANT)
    assert open_address(boss[0]).authority == stage.areas["OH"].organ


def test_the_same_key_twice_at_one_instant_is_one_act_and_one_move(
    stage: Stage, boss: tuple[Enterprise, Person]
) -> None:
    case = to_decision(stage, boss)
    key, approver = uuid.uuid4(), stage.clerk("LW", "approver")

    def grant() -> Performed:
        return act(actor=approver, case=case, step="decision", act="grant", key=key, now=NOW)

    answers = at_once(grant, grant)
    assert [type(answer) for answer in answers] == [Performed, Performed]
    assert len({answer.seq for answer in answers}) == 1
    assert sorted(answer.repeated for answer in answers) == [False, True]
    assert ask("SELECT count(*) FROM enterprises_enterpriseaddress") == [(2,)]


def test_a_bulk_grant_moves_whoever_can_be_moved(stage: Stage, boss: tuple[Enterprise, Person]) -> None:
    other = factory.registered(stage.areas["OH"], uscc="91330304MAE2AB345R", name="温州别家科技有限公司")
    person = factory.member(other, MemberRole.LEGAL_REPRESENTATIVE)
    cases = [
        to_decision(stage, boss),
        to_decision(stage, (other, person), uscc=other.uscc, name=other.name),
    ]
    Enterprise.objects.filter(pk=other.pk).update(status="DEREGISTERED")
    wishes = [Wish(case, "decision", "grant", uuid.uuid4()) for case in cases]
    answers = act_many(actor=stage.clerk("LW", "approver"), wishes=wishes, now=NOW)
    assert [type(answer) for answer in answers] == [Performed, EnterpriseEndedError]
    assert open_address(boss[0]).authority == stage.areas["LW"].organ
    assert open_address(other).authority == stage.areas["OH"].organ


def test_a_plain_act_costs_three_queries(
    stage: Stage, boss: tuple[Enterprise, Person], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case = stage.file("relocation", boss[1], boss[0].pk, at("2026-04-29", "08:30"))
    # Whom the person acts for, one read, one write.
    with django_assert_num_queries(3):
        stage.walk(case, NOW, TO_DECISION[0])


def test_a_grant_costs_what_its_switch_does(
    stage: Stage, boss: tuple[Enterprise, Person], django_assert_max_num_queries: Any
) -> None:
    case = to_decision(stage, boss)
    with django_assert_max_num_queries(45):
        stage.walk(case, NOW, GRANT)


@law("许可法 29")
def test_an_agent_withdraws_by_a_letter_that_says_so(stage: Stage, boss: tuple[Enterprise, Person]) -> None:
    enterprise, person = boss
    case = stage.file("relocation", person, enterprise.pk, at("2026-04-29", "08:30"))
    files_only = factory.agent(enterprise, person, date(2026, 4, 1), scope=[AgentAct.FILE]).person
    withdraw: dict[str, Any] = {"case": case, "step": "withdrawal", "act": "withdraw", "now": NOW}
    with pytest.raises(NotAuthorisedError):
        act(actor=files_only, key=uuid.uuid4(), **withdraw)
    assert ask("SELECT phase FROM workflows_case") == [("PRECHECK",)]
    may = factory.agent(enterprise, person, date(2026, 4, 1), scope=[AgentAct.WITHDRAW]).person
    act(actor=may, key=uuid.uuid4(), **withdraw)
    assert ask("SELECT phase FROM workflows_case") == [("WITHDRAWN",)]


def test_a_founder_withdraws_their_own_filing(stage: Stage) -> None:
    founder = cast.person("甲")
    case = stage.file("registration", founder, -founder.pk, at("2026-02-12", "10:05"))
    act(actor=founder, case=case, step="withdrawal", act="withdraw", key=uuid.uuid4(), now=at("2026-02-12", "10:10"))
    assert ask("SELECT phase FROM workflows_case") == [("WITHDRAWN",)]


@law("783令 9", "条例 27", "case B8")
def test_an_origin_cannot_keep_a_taxpayer(stage: Stage, boss: tuple[Enterprise, Person]) -> None:
    """B8: 企业为重点税源 is no ground; nothing is recorded, and the clerk reads which grounds there are."""
    case = stage.file("relocation", boss[1], boss[0].pk, at("2026-04-29", "08:30"))
    stage.walk(case, NOW, TO_DECISION[0])
    hold = ("OH", "reviewer", "origin_check", "hold")
    with pytest.raises(GroundOutsideListError) as refused:
        stage.walk(case, NOW, hold, ground="key_taxpayer", opinion="企业为重点税源，建议不予迁出")
    assert "A court has forbidden the change of registration." in str(refused.value)
    assert "nothing was recorded" in str(refused.value)
    assert ask("SELECT phase FROM workflows_case") == [("MOVEOUT_REQUESTED",)]


@law("条例 27", "case B7")
def test_a_silent_origin_has_cleared_the_move(stage: Stage, boss: tuple[Enterprise, Person]) -> None:
    """B7: request of 2026-04-29, silent until the end of 2026-04-30; the destination goes on after the holiday."""
    case = stage.file("relocation", boss[1], boss[0].pk, at("2026-04-29", "08:30"))
    stage.walk(case, NOW, TO_DECISION[0])
    after = at("2026-05-06", "09:00")
    stage.walk(case, after, TO_DECISION[2], GRANT)
    assert open_address(boss[0]).valid_from == date(2026, 5, 6)
