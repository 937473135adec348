"""Which enterprise, where, and who writes it."""

import json
from datetime import timedelta
from pathlib import Path

from django.db import transaction

from enterprises.registration.models import EnterpriseAddress
from enterprises.registration.queries import address_on, by_code, enterprises_in, registers_for
from tests import cast
from tests.cast import Corridor
from tests.enterprises import factory
from tests.enterprises.factory import ESTABLISHED
from tests.law import law
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Entrustment

MOVED = ESTABLISHED + timedelta(days=100)
BEFORE = MOVED - timedelta(days=1)


def test_an_enterprise_is_where_its_address_says_on_that_day(corridor: Corridor) -> None:
    made = factory.registered(corridor.oh)
    with transaction.atomic():
        EnterpriseAddress.objects.filter(enterprise=made).update(valid_to=MOVED)
        factory.address(corridor.lw, enterprise=made, valid_from=MOVED).save()
    addresses = [address_on(made.pk, day) for day in (ESTABLISHED - timedelta(days=1), ESTABLISHED, BEFORE, MOVED)]
    assert [found and found.authority for found in addresses] == [
        None,
        corridor.oh.organ,
        corridor.oh.organ,
        corridor.lw.organ,
    ]
    oh, lw = corridor.oh.district.pk, corridor.lw.district.pk
    assert [list(enterprises_in(oh, day)) for day in (BEFORE, MOVED)] == [[made], []]
    assert [list(enterprises_in(lw, day)) for day in (BEFORE, MOVED)] == [[], [made]]


def test_a_code_is_looked_up_as_it_was_typed(corridor: Corridor) -> None:
    made = factory.registered(corridor.oh)
    assert by_code(" 91330304ｍａｅ1yh662b\n") == made
    assert by_code("91330303MAE1LW8819") is None


def test_naughty_strings_are_no_codes(corridor: Corridor, shared_data: Path) -> None:
    for naughty in [*json.loads((shared_data / "bad-inputs" / "blns.json").read_text()), "\x00", "\ud800"]:
        assert by_code(naughty) is None


@law("许可法 24")
def test_who_decides_or_issues_at_the_authority_or_in_its_name_registers_for_it(corridor: Corridor) -> None:
    organ = corridor.lw.organ
    entrusted = cast.person()
    cast.post(entrusted, PostRole.ISSUER, cast.functional_area(organ))
    who = [corridor.lw.approver, corridor.lw.issuer, entrusted, corridor.lw.receiver, corridor.oh.approver]
    assert [registers_for(person.pk, organ, ESTABLISHED) for person in who] == [True, True, True, False, False]
    Entrustment.objects.update(valid_to=ESTABLISHED)
    assert not registers_for(entrusted.pk, organ, ESTABLISHED)
