"""The machines, the guard's table and the constraint say one thing."""

import pytest
from django.db import IntegrityError, connections, transaction

from workflows.engine.machines import MACHINES, lawful_moves, read_machine
from workflows.engine.models import Case, LawfulMove
from workflows.standards.enums import Regime

PROXIES = {model.__name__.removesuffix("Case").upper(): model for model in Case.__subclasses__()}


@pytest.mark.django_db
def test_the_table_of_lawful_moves_is_what_the_machines_say() -> None:
    assert sorted(LawfulMove.objects.values_list("regime", "source", "name", "target")) == lawful_moves()


@pytest.mark.parametrize("regime", Regime)
def test_a_machine_as_a_model_is_the_machine(regime: Regime) -> None:
    assert read_machine(PROXIES[regime], regime) == read_machine(MACHINES[regime], regime)


@pytest.mark.parametrize("regime", Regime)
def test_a_model_offers_the_moves_of_its_phase(regime: Regime) -> None:
    machine = read_machine(MACHINES[regime], regime)
    case = PROXIES[regime](regime=regime, phase=machine.initial)
    offered = {move.name for move in case.get_available_phase_transitions()}
    assert offered == {name for source, name, _ in machine.moves if source == machine.initial}


@pytest.mark.django_db(databases=["owner"])
def test_no_case_stands_in_a_phase_its_regime_does_not_have() -> None:
    with (
        pytest.raises(IntegrityError, match="case_phase_belongs_to_its_regime"),
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO workflows_case (number, subject, standard_id, regime, phase, version, district_id, districts,"
            " parties, ledger, waiting, provisional, opened_at, head) VALUES ('1', '', 1, 'LICENCE', 'LICENCE_ISSUED', 1,"
            " 1, '{1}', '{}', '[]', '{}', false, now(), '')"
        )
