"""Registering and moving."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.utils.translation import override

from enterprises.registration import errors
from enterprises.registration.enums import EnterpriseStatus, EntityType
from enterprises.registration.models import Enterprise, EnterpriseAddress
from enterprises.registration.queries import address_on
from enterprises.registration.verbs import move_enterprise, register_enterprise
from tests import cast
from tests.cast import Area, Corridor
from tests.enterprises import factory
from tests.enterprises.factory import EYES
from tests.law import law
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Desk, Organ, Person

NOW = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)
"""One o'clock in the night of 2 March in Wenzhou; still 1 March in UTC."""
TODAY = date(2026, 3, 2)


def register(area: Area, **fields: Any) -> Enterprise:
    made = factory.enterprise(established_on=TODAY, **fields)
    return register_enterprise(
        actor=area.issuer, enterprise=made, address=factory.address(area, valid_from=TODAY), now=NOW
    )


def register_at(area: Area, authority: Organ, actor: Person, **fields: Any) -> Enterprise:
    address = factory.address(area, authority=authority)
    return register_enterprise(actor=actor, enterprise=factory.enterprise(**fields), address=address, now=NOW)


def move(enterprise: Enterprise, to: Area, day: date = TODAY) -> EnterpriseAddress:
    return move_enterprise(actor=to.issuer, enterprise=enterprise, address=factory.address(to, valid_from=day), now=NOW)


@law("条例 8", "条例 21")
def test_an_enterprise_is_registered_with_its_address(corridor: Corridor) -> None:
    made = register(corridor.oh, uscc=" 91330304mae1yh662b ")
    found = address_on(made.pk, TODAY)
    assert found
    assert (made.uscc, made.status, found.authority, found.district) == (
        EYES,
        EnterpriseStatus.IN_BUSINESS,
        corridor.oh.organ,
        corridor.oh.district,
    )


@law("细则 4")
def test_the_authority_may_be_of_another_district_than_the_address(corridor: Corridor) -> None:
    city, registrar = cast.city(), cast.person()
    desk = Desk.objects.create(
        kind="registration", name="登记处", name_en="Desk", district=city.district, organ=city, valid_from=cast.SINCE
    )
    cast.post(registrar, PostRole.APPROVER, desk)
    shares = {"entity_type": EntityType.UNLISTED_NATURAL, "uscc": "91330300MAE2JK301B"}
    with pytest.raises(errors.NotTheAuthorityError):
        register_at(corridor.oh, city, corridor.oh.issuer, **shares)
    made = register_at(corridor.oh, city, registrar, **shares)
    found = address_on(made.pk, TODAY)
    assert found
    assert (found.authority, found.district) == (city, corridor.oh.district)


@pytest.mark.parametrize("who", ["receiver", "reviewer_a", "archivist"])
def test_nobody_registers_who_does_not_decide_or_issue_there(corridor: Corridor, who: str) -> None:
    for actor in (getattr(corridor.oh, who), corridor.lw.issuer, corridor.system_admin):
        with (
            override("en"),
            pytest.raises(errors.NotTheAuthorityError, match="approver or issuing clerk of 瓯海区市场监督管理局"),
        ):
            register_enterprise(
                actor=actor, enterprise=factory.enterprise(), address=factory.address(corridor.oh), now=NOW
            )
    assert not Enterprise.objects.exists()


def test_a_code_that_cannot_be_right_is_refused(corridor: Corridor) -> None:
    with override("en"), pytest.raises(errors.CodeImpossibleError, match="has 18 characters, this one has 4"):
        register(corridor.oh, uscc="9133")
    with pytest.raises(errors.CodeImpossibleError):
        register(corridor.oh, uscc="9133", code_proof="扫描件1")


def test_a_code_with_a_wrong_check_character_needs_a_document(corridor: Corridor) -> None:
    with override("en"), pytest.raises(errors.CodeImpossibleError, match="The check character is 6 and should be R"):
        register(corridor.oh, uscc="91350211M0000XUF46")
    assert register(corridor.oh, uscc="91350211M0000XUF46", code_proof="执照扫描件1").pk


def test_a_code_is_given_once(corridor: Corridor) -> None:
    register(corridor.oh)
    with override("en"), pytest.raises(errors.CodeTakenError, match=f"{EYES} is registered already"):
        register(corridor.lw, name="别的公司")


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"name": "睿\x00视"}, "name"),
        ({"name": ""}, "name"),
        ({"industry": "34"}, "industry"),
        ({"entity_type": "9999"}, "entity_type"),
        ({"capital": 0}, "__all__"),
    ],
)
def test_a_field_that_is_wrong_is_named(corridor: Corridor, fields: dict[str, Any], named: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        register(corridor.oh, **fields)
    assert named in refusal.value.message_dict


def test_a_wrong_address_leaves_no_enterprise(corridor: Corridor) -> None:
    with pytest.raises(ValidationError), transaction.atomic():
        register_enterprise(
            actor=corridor.oh.issuer,
            enterprise=factory.enterprise(),
            address=factory.address(corridor.oh, street="", road=""),
            now=NOW,
        )
    assert not Enterprise.objects.exists()


@law("条例 27")
def test_a_move_switches_address_and_authority_at_once_and_keeps_the_code(corridor: Corridor) -> None:
    made = factory.registered(corridor.oh)
    move(made, corridor.lw)
    before, after = address_on(made.pk, TODAY - timedelta(days=1)), address_on(made.pk, TODAY)
    assert before
    assert after
    assert (before.authority, before.district) == (corridor.oh.organ, corridor.oh.district)
    assert (after.authority, after.district) == (corridor.lw.organ, corridor.lw.district)
    made.refresh_from_db()
    assert made.uscc == EYES


@law("条例 27")
def test_the_new_authority_moves_and_nobody_else(corridor: Corridor) -> None:
    made = factory.registered(corridor.oh)
    with pytest.raises(errors.NotTheAuthorityError):
        move_enterprise(
            actor=corridor.oh.issuer, enterprise=made, address=factory.address(corridor.lw, valid_from=TODAY), now=NOW
        )


def test_a_move_goes_forward(corridor: Corridor) -> None:
    made = factory.registered(corridor.oh)
    move(made, corridor.lw)
    with override("en"), pytest.raises(errors.NotAMoveError, match="valid from 2026-03-02"):
        move(made, corridor.ra)


@pytest.mark.parametrize("status", [EnterpriseStatus.DEREGISTERED, EnterpriseStatus.ANNULLED])
def test_what_has_ended_stays_where_it_was(corridor: Corridor, status: EnterpriseStatus) -> None:
    made = factory.registered(corridor.oh, status=status)
    with pytest.raises(errors.EnterpriseEndedError):
        move(made, corridor.lw)


@law("条例 27")
def test_of_two_moves_at_once_one_is_refused(committed: Corridor) -> None:
    made = factory.registered(committed.oh)

    def other() -> str:
        try:
            move(made, committed.ra)
        except errors.NotAMoveError:
            return "refused"
        finally:
            connections.close_all()
        return "moved"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            move(made, committed.lw)
            waiting = pool.submit(other)
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
        assert waiting.result(10) == "refused"
    assert EnterpriseAddress.objects.filter(enterprise=made).count() == 2


def test_of_two_registrations_of_one_code_at_once_one_is_refused(committed: Corridor) -> None:
    def other() -> str:
        try:
            register(committed.lw)
        except errors.CodeTakenError:
            return "refused"
        finally:
            connections.close_all()
        return "registered"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            register(committed.oh)
            waiting = pool.submit(other)
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
        assert waiting.result(10) == "refused"
