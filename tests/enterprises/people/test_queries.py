"""For whom a person acts, and what they may do."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from enterprises.people.enums import AgentAct, MemberRole
from enterprises.people.models import Agent, Member
from enterprises.people.queries import applicants_of, may, may_sign, own_key
from enterprises.registration.models import Enterprise
from tests import cast
from tests.cast import Corridor
from tests.enterprises import factory
from tests.law import law
from workflows.organisation.models import Person

DAY = date(2026, 3, 2)
EVE, MORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
WENZHOU = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def eyes(corridor: Corridor) -> Enterprise:
    return factory.registered(corridor.oh)


@pytest.fixture
def lenses(corridor: Corridor) -> Enterprise:
    return factory.registered(corridor.lw, uscc="91330303MAE1LW8819", name="温州市龙湾康瞳医疗科技有限公司")


def allowed(person: Person, enterprise: Enterprise, day: date = DAY) -> set[AgentAct]:
    return {act for act in AgentAct if may(person.pk, enterprise.pk, act, day)}


def test_a_person_acts_for_their_own_and_for_those_who_authorised_them_in_one_query(
    eyes: Enterprise, lenses: Enterprise, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = factory.member(eyes)
    factory.agent(lenses, factory.member(lenses), DAY, person=person)
    factory.agent(eyes, person, DAY, person=person)
    with django_assert_num_queries(1):
        assert applicants_of(person.pk, DAY) == {eyes.pk, lenses.pk, own_key(person.pk)}
    assert applicants_of(person.pk, EVE) == {eyes.pk, own_key(person.pk)}


def test_everybody_is_an_applicant_in_their_own_name_and_the_key_is_nobody_elses(corridor: Corridor) -> None:
    founder = cast.person()
    assert applicants_of(founder.pk, DAY) == {own_key(founder.pk)}
    assert own_key(founder.pk) == -founder.pk


def test_a_closed_account_acts_for_nobody(eyes: Enterprise) -> None:
    person = factory.member(eyes, MemberRole.LEGAL_REPRESENTATIVE)
    factory.agent(eyes, person, DAY, person=person)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert applicants_of(person.pk, DAY) == {own_key(person.pk)}
    assert allowed(person, eyes) == set()
    assert not may_sign(person.pk, eyes.pk, DAY)


@law("许可法 29")
def test_an_agent_may_do_what_the_letter_names_and_for_that_enterprise(eyes: Enterprise, lenses: Enterprise) -> None:
    agent = factory.agent(eyes, factory.member(eyes), DAY, scope=["FILE", "CORRECT"])
    assert allowed(agent.person, eyes) == {AgentAct.FILE, AgentAct.CORRECT}
    assert allowed(agent.person, lenses) == set()


@law("许可法 29", "16号令 12")
def test_an_authorisation_lasts_from_its_first_day_until_its_last(eyes: Enterprise) -> None:
    agent = factory.agent(eyes, factory.member(eyes), DAY, valid_to=DAY + timedelta(days=2))
    days = [EVE, DAY, MORROW, MORROW + timedelta(days=1)]
    assert [may(agent.person_id, eyes.pk, AgentAct.FILE, day) for day in days] == [False, True, True, False]


@law("许可法 29")
def test_a_revoked_agent_may_nothing_from_that_day_on(eyes: Enterprise) -> None:
    signer = factory.member(eyes)
    agent = factory.agent(eyes, signer, EVE)
    # The last minute of the day in Wenzhou, which in UTC is its afternoon.
    revoked_at = datetime(2026, 3, 2, 23, 59, tzinfo=WENZHOU)
    Agent.objects.filter(pk=agent.pk).update(revoked_at=revoked_at, revoked_by=signer)
    assert [allowed(agent.person, eyes, day) for day in (DAY, MORROW)] == [set(), set()]
    assert allowed(agent.person, eyes, EVE) == set(AgentAct)
    own = own_key(agent.person_id)
    assert [set(applicants_of(agent.person_id, day)) for day in (DAY, EVE)] == [{own}, {own, eyes.pk}]


def test_a_member_withdraws_only_with_the_right_to_sign(eyes: Enterprise) -> None:
    assert allowed(factory.member(eyes), eyes) == set(AgentAct) - {AgentAct.WITHDRAW}
    assert allowed(factory.member(eyes, may_sign=True), eyes) == set(AgentAct)
    assert allowed(factory.member(eyes, MemberRole.LEGAL_REPRESENTATIVE), eyes) == set(AgentAct)


def test_a_former_member_may_nothing(eyes: Enterprise) -> None:
    person = factory.member(eyes, MemberRole.LEGAL_REPRESENTATIVE)
    Member.objects.filter(person=person).update(valid_to=DAY)
    assert (allowed(person, eyes), may_sign(person.pk, eyes.pk, DAY), may_sign(person.pk, eyes.pk, EVE)) == (
        set(),
        False,
        True,
    )
