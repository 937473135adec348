from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override

from tests.workflows.engine.custody_stage import movable
from tests.workflows.engine.factory import CLOCK, LONGWAN, OUHAI, act, step
from workflows.engine.publishing import check_to_publish, register_engine
from workflows.standards.checks_custody import custody_defects, custody_reaches
from workflows.standards.checks_people import Desk
from workflows.standards.defects import DefectCode
from workflows.standards.registry import Registry
from workflows.standards.schema import Standard

FORM = {"type": "object", "properties": {"name": {"type": "string", "title": "名称", "x-title-en": "Name"}}}
HERE = [Desk("REVIEW", frozenset({"REVIEWER"}))]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


def codes(standard: Standard, **desks: list[Desk]) -> list[tuple[DefectCode, str]]:
    full = Registry()
    register_engine(full)
    there = {LONGWAN: HERE, OUHAI: HERE} | {code.removeprefix("d"): each for code, each in desks.items()}
    found = check_to_publish(standard, desks=there, clock=CLOCK, registry=full)
    return [(defect.code, defect.element) for defect in found]


def standard(**changes: dict[str, Any]) -> Standard:
    """The movable standard with some of its steps written anew."""
    written = movable(form=FORM).standard
    steps = [changes.get(each.key) or each.model_dump(by_alias=True) for each in written.steps]
    return Standard.model_validate(written.model_dump(by_alias=True) | {"steps": steps})


def test_a_standard_whose_cases_may_be_handed_over_may_be_published() -> None:
    assert codes(standard()) == []


def test_every_district_that_may_receive_a_case_needs_the_desks_of_the_party_that_moves() -> None:
    assert codes(standard(), d330304=[Desk("ARCHIVE", frozenset())]) == [
        (DefectCode.NO_DESK, f"steps[{key}].handler")
        for key in ("answer", "custody", "fire", "last", "water", "window")
    ]
    assert custody_reaches(movable({"districts": [OUHAI]}).standard, [LONGWAN, OUHAI]) == {
        "receiver": [OUHAI],
        "home": [OUHAI],
    }


@pytest.mark.parametrize("to", ["answer", "custody", "fire custody"])
def test_an_offer_leads_to_its_answer_and_to_itself(to: str) -> None:
    offer = step("custody", "custody", "IN_PROGRESS", act("offer", to), act("back", "custody", outcome="take_back"))
    (defect,) = custody_defects(standard(custody=offer))
    assert (defect.code, defect.element) == (
        DefectCode.OFFER_WITHOUT_ANSWER,
        "steps[custody].acts[offer].routes[1]",
    )


def test_the_receiver_answers_and_does_nothing_else() -> None:
    answer = step("answer", "custody_answer", "IN_PROGRESS", act("accept"), act("refuse"), party="origin")
    fire = step("fire", "review", "IN_PROGRESS", act("pass", "last"), party="receiver")
    assert [(defect.code, defect.element) for defect in custody_defects(standard(answer=answer, fire=fire))] == [
        (DefectCode.ANSWER_OF_ANOTHER, "steps[fire].handler.party"),
        (DefectCode.ANSWER_OF_ANOTHER, "steps[answer].handler.party"),
    ]


def test_the_parties_of_the_settings_exist() -> None:
    law = movable({"moves": ["nobody"], "receiver": "no one"})
    assert [(defect.code, defect.element) for defect in custody_defects(law.standard)] == [
        (DefectCode.UNKNOWN_PARTY, "steps[custody].settings[nobody]"),
        (DefectCode.UNKNOWN_PARTY, "steps[custody].settings[no one]"),
    ]


def test_acts_the_types_need_are_missed() -> None:
    offer = step("custody", "custody", "IN_PROGRESS", act("offer", "answer custody"))
    answer = step("answer", "custody_answer", "IN_PROGRESS", act("accept"), party="receiver")
    assert codes(standard(custody=offer, answer=answer)) == [
        (DefectCode.MISSING_OUTCOME, "steps[answer].acts"),
        (DefectCode.MISSING_OUTCOME, "steps[custody].acts"),
    ]
