"""The simulated register: deterministic, forgetful only where told to be, and never twice the same code."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from approvals.licences.enums import RequestKind
from approvals.licences.errors import RegisterUnreachableError
from approvals.licences.port import RegisterAnswer, Request
from approvals.licences.simulator.faults import Faults
from approvals.licences.simulator.port import SimulatedRegister, code_of
from tests.approvals.stage import at
from tests.workflows.engine.stage import ask
from tests.workflows.engine.test_verbs_together import at_once
from workflows.organisation.codes import Verdict, check_uscc

NOW = at("2026-02-12")


def request(key: UUID | None = None, kind: RequestKind = RequestKind.ESTABLISH, **body: Any) -> Request:
    return Request(key or uuid4(), kind, "330303", {"name": "甲", **body})


def test_a_new_enterprise_gets_the_next_code_and_a_known_one_keeps_its_own(own_database: str) -> None:
    register = SimulatedRegister()
    first, second = request(), request()
    moved = request(kind=RequestKind.CHANGE, uscc="91330304MAE1YH662B")
    for asked in (first, second, moved):
        register.send(asked, NOW)
    codes = [register.answer(asked.id, NOW) for asked in (first, second, moved)]
    assert codes == [
        RegisterAnswer(accepted=True, uscc=code_of("330303", 1)),
        RegisterAnswer(accepted=True, uscc=code_of("330303", 2)),
        RegisterAnswer(accepted=True, uscc="91330304MAE1YH662B"),
    ]


def test_a_repeated_request_and_a_repeated_question_change_nothing_also_after_a_restart(own_database: str) -> None:
    asked = request()
    answers = []
    for _round in range(3):
        register = SimulatedRegister()
        register.send(asked, NOW)
        answers.append(register.answer(asked.id, NOW))
    assert len(set(answers)) == 1
    assert ask("SELECT count(*) FROM simulated_register_code") == [(1,)]


def test_requests_at_one_instant_get_different_codes(own_database: str) -> None:
    at_once(*(lambda: SimulatedRegister().send(request(), NOW) for _ in range(4)))
    assert ask("SELECT count(DISTINCT uscc), max(serial) FROM simulated_register_code") == [(4, 4)]


def test_an_unknown_request_has_no_answer(own_database: str) -> None:
    assert SimulatedRegister().answer(uuid4(), NOW) is None


def test_it_delays_loses_and_refuses_as_it_is_told(own_database: str, settings: Any) -> None:
    settings.REGISTER_FAULTS = "delay=1 lose=1"
    register, asked = SimulatedRegister(), request()
    register.send(asked, NOW)
    assert register.answer(asked.id, NOW) is None
    with pytest.raises(RegisterUnreachableError):
        register.answer(asked.id, NOW)
    assert register.answer(asked.id, NOW) == RegisterAnswer(accepted=True, uscc=code_of("330303", 1))
    settings.REGISTER_FAULTS = "refuse=1"
    refused = request()
    SimulatedRegister().send(refused, NOW)
    answer = SimulatedRegister().answer(refused.id, NOW)
    assert answer
    assert (answer.accepted, answer.uscc) == (False, "")


def test_faults_are_read_from_one_line_and_the_same_for_the_same_seed() -> None:
    assert Faults.read("") == Faults()
    assert Faults.read("delay=2, refuse=0.5 seed=7") == Faults(delay=2, refuse=0.5, seed=7)
    with pytest.raises(ValueError, match="knows no burn"):
        Faults.read("burn=1")
    keys = [UUID(int=number) for number in range(400)]
    drawn = [Faults(refuse=0.5, seed=7).refuses(key) for key in keys]
    assert drawn == [Faults(refuse=0.5, seed=7).refuses(key) for key in keys]
    assert drawn != [Faults(refuse=0.5, seed=8).refuses(key) for key in keys]
    assert 150 < sum(drawn) < 250


@pytest.mark.parametrize("serial", [1, 2, 99, 12345, 99999])
def test_every_code_it_allots_can_be_right(serial: int) -> None:
    assert check_uscc(code_of("330382", serial)).verdict is Verdict.OK
