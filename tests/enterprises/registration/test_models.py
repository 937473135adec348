"""What the database itself refuses, whoever writes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from enterprises.registration.enums import EntityType
from enterprises.registration.models import Enterprise, EnterpriseAddress
from tests.cast import Corridor
from tests.enterprises import factory
from tests.enterprises.factory import ESTABLISHED
from tests.law import law

LATER = ESTABLISHED + timedelta(days=100)


def refused_by(error: DatabaseError) -> str:
    """The name of the constraint that refused."""
    name: str = error.__cause__.diag.constraint_name  # type: ignore[union-attr]
    return name


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"uscc": "91330304MAE1YH66IB"}, "enterprise_uscc_is_well_formed"),
        ({"name": ""}, "enterprise_has_a_name"),
        ({"legal_representative": ""}, "enterprise_has_a_name"),
        ({"entity_type": "1131"}, "enterprise_type_is_known"),
        ({"industry": "349"}, "enterprise_industry_has_four_digits"),
        ({"status": "ASLEEP"}, "enterprise_status_is_known"),
        ({"term_ends_on": ESTABLISHED}, "enterprise_term_ends_after_it_begins"),
        ({"capital": 0}, "enterprise_capital_is_more_than_nothing"),
        ({"capital": None}, "a_company_has_registered_capital"),
    ],
)
def test_a_wrong_enterprise_is_refused_by_name(corridor: Corridor, fields: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError) as refusal:
        factory.registered(corridor.oh, **fields)
    assert refused_by(refusal.value) == constraint


def test_an_individual_business_needs_no_capital(corridor: Corridor) -> None:
    made = factory.registered(corridor.oh, entity_type=EntityType.INDIVIDUAL_BUSINESS, capital=None)
    assert (made.capital, str(made), made.masked_phone) == (None, "温州睿视智能装备有限公司", "138****1234")


@law("条例 11")
@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"valid_from": LATER}, "one_address_on_any_day"),
        ({"valid_from": ESTABLISHED - timedelta(days=9), "valid_to": LATER}, "one_address_on_any_day"),
        ({"valid_from": LATER, "valid_to": LATER}, "enterpriseaddress_ends_after_it_begins"),
        (
            {"street": "", "road": "", "valid_from": LATER - timedelta(999), "valid_to": ESTABLISHED},
            "address_names_a_street_or_road",
        ),
    ],
)
def test_a_wrong_address_is_refused_by_name(corridor: Corridor, fields: dict[str, Any], constraint: str) -> None:
    made = factory.registered(corridor.oh)
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        factory.address(corridor.lw, enterprise=made, **fields).save()
    assert constraint in str(refusal.value) or refused_by(refusal.value) == constraint


@law("条例 11")
def test_an_enterprise_is_always_somewhere(corridor: Corridor) -> None:
    made = factory.registered(corridor.oh)
    EnterpriseAddress.objects.filter(enterprise=made).update(valid_to=LATER)
    with pytest.raises(IntegrityError, match="still valid"), transaction.atomic():
        connection.check_constraints()
    EnterpriseAddress.objects.filter(enterprise=made).update(valid_to=None)
    connection.check_constraints()


@law("条例 11")
def test_an_enterprise_does_not_begin_nowhere(committed: Corridor) -> None:
    with pytest.raises(IntegrityError, match="still valid"), transaction.atomic():
        factory.enterprise().save()
    assert not Enterprise.objects.exists()


def test_what_was_registered_is_neither_removed_nor_rewritten(corridor: Corridor) -> None:
    made = factory.registered(corridor.oh)
    for forbidden in (
        lambda: Enterprise.objects.filter(pk=made.pk)._raw_delete("default"),
        lambda: EnterpriseAddress.objects.filter(enterprise=made).delete(),
        lambda: EnterpriseAddress.objects.filter(enterprise=made).update(road="别处"),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            forbidden()


def test_an_address_reads_as_one_line(corridor: Corridor) -> None:
    assert str(factory.address(corridor.oh)) == "瓯海区茶山街道创新路18号2幢301室"
