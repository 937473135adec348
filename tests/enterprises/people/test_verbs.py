"""Appointing, revoking and using, one after the other and at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.utils.translation import override

from enterprises.people import errors
from enterprises.people.enums import AgentAct, MemberRole
from enterprises.people.models import Agent, Member
from enterprises.people.queries import may, may_sign
from enterprises.people.verbs import (
    appoint_agent,
    name_handler,
    name_legal_representative,
    revoke_agent,
    use_authorisation,
)
from enterprises.registration.enums import EnterpriseStatus
from enterprises.registration.errors import EnterpriseEndedError, NotTheAuthorityError
from enterprises.registration.models import Enterprise
from tests import cast
from tests.cast import Corridor
from tests.enterprises import factory
from tests.law import law
from workflows.organisation.errors import NoDurationError, PastDayError, PersonInactiveError
from workflows.organisation.models import Person

NOW = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)
"""One o'clock in the night of 2 March in Wenzhou; still 1 March in UTC."""
TODAY = date(2026, 3, 2)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def eyes(corridor: Corridor) -> Enterprise:
    return factory.registered(corridor.oh)


@pytest.fixture
def head(eyes: Enterprise) -> Person:
    return factory.member(eyes, MemberRole.LEGAL_REPRESENTATIVE)


def appointed(actor: Person, enterprise: Enterprise, **more: Any) -> Agent:
    named: dict[str, Any] = {
        "agent": more.pop("agent", None) or cast.person(),
        "scope": [AgentAct.FILE],
        "document": "授权委托书1",
        "valid_from": TODAY,
        "valid_to": TOMORROW,
        "now": NOW,
        **more,
    }
    return appoint_agent(actor=actor, enterprise=enterprise, **named)


@law("许可法 29", "16号令 12")
def test_the_legal_representative_appoints_by_a_letter(eyes: Enterprise, head: Person) -> None:
    made = appointed(head, eyes, scope=[AgentAct.RECEIVE, AgentAct.FILE, AgentAct.FILE], document=" 授权委托书1 ")
    assert (made.scope, made.document, made.valid_from, made.valid_to, made.appointed_by, made.appointed_at) == (
        ["FILE", "RECEIVE"],
        "授权委托书1",
        TODAY,
        TOMORROW,
        head,
        NOW,
    )
    assert may(made.person_id, eyes.pk, AgentAct.FILE, TODAY)


def test_a_member_with_the_right_appoints_and_nobody_else(eyes: Enterprise, head: Person, corridor: Corridor) -> None:
    assert appointed(factory.member(eyes, may_sign=True), eyes).pk
    other = factory.registered(corridor.lw, uscc="91330303MAE1LW8819", name="温州市龙湾康瞳医疗科技有限公司")
    agent = appointed(head, eyes, scope=list(AgentAct)).person
    for actor in (factory.member(eyes), factory.member(other, may_sign=True), agent, corridor.oh.approver):
        with override("en"), pytest.raises(errors.MayNotSignError, match="Only the legal representative of 温州睿视"):
            appointed(actor, eyes)


@law("16号令 12")
@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"scope": []}, errors.NothingAuthorisedError),
        ({"document": " "}, errors.LetterMissingError),
        ({"document": "函\x00"}, ValidationError),
        ({"scope": ["SELL"]}, ValidationError),
        ({"valid_from": YESTERDAY}, PastDayError),
        ({"valid_to": TODAY}, NoDurationError),
    ],
)
def test_a_wrong_letter_is_refused(
    eyes: Enterprise, head: Person, wrong: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        appointed(head, eyes, **wrong)
    assert not Agent.objects.exists()


def test_a_closed_account_is_not_appointed(eyes: Enterprise, head: Person) -> None:
    with pytest.raises(PersonInactiveError):
        appointed(head, eyes, agent=cast.person(is_active=False))


def test_nobody_is_appointed_for_what_has_ended(eyes: Enterprise, head: Person) -> None:
    Enterprise.objects.update(status=EnterpriseStatus.LICENCE_REVOKED)
    assert appointed(head, eyes).pk
    Enterprise.objects.update(status=EnterpriseStatus.DEREGISTERED)
    with override("en"), pytest.raises(EnterpriseEndedError, match=r"no longer registered \(Deregistered\)"):
        appointed(head, eyes)


@law("许可法 29")
def test_a_revocation_takes_effect_at_once_and_once(eyes: Enterprise, head: Person) -> None:
    made = appointed(head, eyes)
    use_authorisation(actor=made.person, enterprise=eyes, act=AgentAct.FILE, now=NOW)
    revoked = revoke_agent(actor=head, agent=made, now=NOW)
    assert (revoked.revoked_at, revoked.revoked_by) == (NOW, head)
    with override("en"), pytest.raises(errors.NotAuthorisedError, match=r"for 温州睿视.* \(File applications\)"):
        use_authorisation(actor=made.person, enterprise=eyes, act=AgentAct.FILE, now=NOW)
    with override("en"), pytest.raises(errors.AlreadyRevokedError, match="on 2026-03-02"):
        revoke_agent(actor=head, agent=made, now=NOW)


def test_an_agent_gives_an_authorisation_back_and_a_stranger_does_not(eyes: Enterprise, head: Person) -> None:
    made = appointed(head, eyes)
    for stranger in (cast.person(), factory.member(eyes)):
        with pytest.raises(errors.MayNotSignError):
            revoke_agent(actor=stranger, agent=made, now=NOW)
    assert revoke_agent(actor=made.person, agent=made, now=NOW).revoked_by == made.person


@law("许可法 29")
def test_an_expired_agent_may_nothing(eyes: Enterprise, head: Person) -> None:
    made = appointed(head, eyes)
    with pytest.raises(errors.NotAuthorisedError):
        use_authorisation(actor=made.person, enterprise=eyes, act=AgentAct.FILE, now=NOW + timedelta(days=1))
    with pytest.raises(errors.NotAuthorisedError):
        use_authorisation(actor=made.person, enterprise=eyes, act=AgentAct.WITHDRAW, now=NOW)
    use_authorisation(actor=head, enterprise=eyes, act=AgentAct.WITHDRAW, now=NOW)


def test_a_signatory_names_a_handler(eyes: Enterprise, head: Person) -> None:
    named = {"enterprise": eyes, "person": cast.person("李经办"), "may_sign": False, "valid_from": TODAY, "now": NOW}
    made = name_handler(actor=head, **named)  # type: ignore[arg-type]
    assert (made.role, made.may_sign, made.valid_from) == (MemberRole.HANDLER, False, TODAY)
    with override("en"), pytest.raises(errors.AlreadyMemberError, match="李经办 already has this role in 温州睿视"):
        name_handler(actor=head, **named)  # type: ignore[arg-type]
    refused: list[tuple[type[Exception], Person, dict[str, Any]]] = [
        (errors.MayNotSignError, made.person, {}),
        (PastDayError, head, {"valid_from": YESTERDAY}),
        (PersonInactiveError, head, {"person": cast.person(is_active=False)}),
    ]
    for error, actor, wrong in refused:
        with pytest.raises(error):
            name_handler(actor=actor, **(named | wrong))  # type: ignore[arg-type]
    assert Member.objects.filter(role=MemberRole.HANDLER).count() == 1


@law("公司法 10", "细则 16")
def test_the_authority_names_the_legal_representative_and_the_next(eyes: Enterprise, corridor: Corridor) -> None:
    first, second, registrar = cast.person(), cast.person("王代表"), corridor.oh.approver
    named = {"enterprise": eyes, "now": NOW}
    made = name_legal_representative(actor=registrar, person=first, valid_from=TODAY, **named)  # type: ignore[arg-type]
    assert (made.role, made.may_sign) == (MemberRole.LEGAL_REPRESENTATIVE, True)
    refused: list[tuple[type[Exception], Person, Person, date]] = [
        (NotTheAuthorityError, first, second, TOMORROW),
        (NotTheAuthorityError, corridor.lw.approver, second, TOMORROW),
        (errors.AlreadyMemberError, registrar, first, TOMORROW),
        (NoDurationError, registrar, second, TODAY),
        (PastDayError, registrar, second, YESTERDAY),
        (PersonInactiveError, registrar, cast.person(is_active=False), TOMORROW),
    ]
    for error, actor, person, day in refused:
        with pytest.raises(error):
            name_legal_representative(actor=actor, person=person, valid_from=day, **named)  # type: ignore[arg-type]
    name_legal_representative(actor=registrar, person=second, valid_from=TOMORROW, **named)  # type: ignore[arg-type]
    assert [may_sign(first.pk, eyes.pk, day) for day in (TODAY, TOMORROW)] == [True, False]
    assert [may_sign(second.pk, eyes.pk, day) for day in (TODAY, TOMORROW)] == [False, True]


def elsewhere(act: Any) -> str:
    """What comes of an attempt by a connection of its own."""
    try:
        act()
    except errors.PeopleError as error:
        return type(error).__name__
    finally:
        connections.close_all()
    return "done"


@law("许可法 29")
def test_an_act_that_waited_for_a_revocation_is_refused(committed: Corridor) -> None:
    eyes = factory.registered(committed.oh)
    head = factory.member(eyes, MemberRole.LEGAL_REPRESENTATIVE)
    made = appointed(head, eyes)

    def use() -> None:
        with transaction.atomic():
            use_authorisation(actor=made.person, enterprise=eyes, act=AgentAct.FILE, now=NOW)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            revoke_agent(actor=head, agent=made, now=NOW)
            waiting = pool.submit(elsewhere, use)
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
        assert waiting.result(10) == "NotAuthorisedError"


@law("许可法 29")
def test_a_revocation_waits_for_the_act_that_is_under_way(committed: Corridor) -> None:
    eyes = factory.registered(committed.oh)
    head = factory.member(eyes, MemberRole.LEGAL_REPRESENTATIVE)
    made = appointed(head, eyes)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            use_authorisation(actor=made.person, enterprise=eyes, act=AgentAct.FILE, now=NOW)
            waiting = pool.submit(elsewhere, lambda: revoke_agent(actor=head, agent=made, now=NOW))
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
            # Nothing came between: within the act the authorisation still stands.
            assert may(made.person_id, eyes.pk, AgentAct.FILE, TODAY)
        assert waiting.result(10) == "done"
    assert not may(made.person_id, eyes.pk, AgentAct.FILE, TODAY)


@law("许可法 29")
def test_of_two_revocations_at_once_one_counts(committed: Corridor) -> None:
    eyes = factory.registered(committed.oh)
    head = factory.member(eyes, MemberRole.LEGAL_REPRESENTATIVE)
    made = appointed(head, eyes)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            revoke_agent(actor=head, agent=made, now=NOW)
            waiting = pool.submit(elsewhere, lambda: revoke_agent(actor=made.person, agent=made, now=NOW))
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
        assert waiting.result(10) == "AlreadyRevokedError"
    assert Agent.objects.get().revoked_by == head
