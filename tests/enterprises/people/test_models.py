"""What the database itself refuses of people, whoever writes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.utils.timezone import now

from enterprises.people.enums import MemberRole
from enterprises.people.models import Agent, Member, PersonalValues
from tests import cast
from tests.cast import Corridor
from tests.enterprises import factory
from tests.law import law

DAY = date(2026, 3, 2)


def refused_by(error: IntegrityError) -> str:
    """The name of the constraint that refused."""
    name: str = error.__cause__.diag.constraint_name  # type: ignore[union-attr]
    return name


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"role": "GUEST"}, "member_role_is_known"),
        ({"role": MemberRole.LEGAL_REPRESENTATIVE, "may_sign": False}, "a_legal_representative_may_sign"),
        ({"valid_to": factory.ESTABLISHED}, "member_ends_after_it_begins"),
    ],
)
def test_a_wrong_member_is_refused_by_name(corridor: Corridor, fields: dict[str, Any], constraint: str) -> None:
    made = factory.registered(corridor.oh)
    with pytest.raises(IntegrityError) as refusal:
        factory.member(made, **fields)
    assert refused_by(refusal.value) == constraint


def test_an_enterprise_has_one_legal_representative_and_a_member_a_role_once(corridor: Corridor) -> None:
    made = factory.registered(corridor.oh)
    factory.member(made, MemberRole.LEGAL_REPRESENTATIVE)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        factory.member(made, MemberRole.LEGAL_REPRESENTATIVE)
    assert refused_by(refusal.value) == "one_legal_representative_per_enterprise"
    handler = factory.member(made)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        factory.member(made, who=handler)
    assert refused_by(refusal.value) == "one_open_membership_of_a_role"


@law("16号令 12")
@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"scope": []}, "agent_scope_names_known_acts"),
        ({"scope": ["FILE", "SELL"]}, "agent_scope_names_known_acts"),
        ({"document": ""}, "agent_has_a_letter"),
        ({"valid_to": None}, "agent_is_authorised_for_a_time"),
        ({"valid_to": DAY}, "agent_ends_after_it_begins"),
        ({"revoked_at": now()}, "agent_is_revoked_by_somebody_at_some_time"),
    ],
)
def test_a_wrong_authorisation_is_refused_by_name(corridor: Corridor, fields: dict[str, Any], constraint: str) -> None:
    made = factory.registered(corridor.oh)
    with pytest.raises(IntegrityError) as refusal:
        factory.agent(made, cast.person(), DAY, **fields)
    assert refused_by(refusal.value) == constraint


@law("许可法 29")
def test_a_letter_stays_as_it_was_signed(corridor: Corridor) -> None:
    made, signer = factory.registered(corridor.oh), cast.person()
    agent = factory.agent(made, signer, DAY)
    for rewritten in ({"scope": ["FILE"]}, {"valid_to": DAY + timedelta(days=99)}, {"person": signer}):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Agent.objects.filter(pk=agent.pk).update(**rewritten)
    for model in (Agent, Member):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model.objects.all()._raw_delete("default")
    Agent.objects.filter(pk=agent.pk).update(revoked_at=now(), revoked_by=signer)
    with pytest.raises(IntegrityError, match="not taken back"), transaction.atomic():
        Agent.objects.filter(pk=agent.pk).update(revoked_at=None, revoked_by=None)


@law("个保法 28", "个保法 47")
def test_personal_values_are_shown_masked_and_can_be_erased(corridor: Corridor) -> None:
    values = PersonalValues(person=cast.person(), id_number="33030319850102901１", phone="13812341234")
    values.full_clean()
    values.save()
    assert (values.id_number, str(values), values.masked_phone) == (
        "330303198501029011",
        "330303********9011",
        "138****1234",
    )
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        PersonalValues.objects.filter(pk=values.pk).update(erased_at=now())
    assert refused_by(refusal.value) == "erased_values_are_empty"
    PersonalValues.objects.filter(pk=values.pk).update(id_number="", phone="", erased_at=now())
    assert PersonalValues.objects.filter(pk=values.pk).delete()[0] == 1


def test_an_identity_number_is_judged_and_is_one_person_s(corridor: Corridor) -> None:
    with pytest.raises(ValidationError) as wrong:
        PersonalValues(person=cast.person(), id_number="330303198501029012").full_clean()
    assert "id_number" in wrong.value.message_dict
    PersonalValues.objects.create(person=cast.person(), id_number="330303198501029011")
    for number, constraint in (
        ("330303198501029011", "one_person_per_identity_number"),
        ("33030319850102901", "resident_id_is_well_formed"),
    ):
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            PersonalValues.objects.create(person=cast.person(), id_number=number)
        assert refused_by(refusal.value) == constraint
    PersonalValues.objects.create(person=cast.person())
    PersonalValues.objects.create(person=cast.person())
