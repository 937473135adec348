from typing import Any

import pytest

from tests.workflows.standards.factory import a_registry, a_standard, a_step, an_act, desks, steps, text
from workflows.standards.defects import DefectCode
from workflows.standards.enums import Join
from workflows.standards.publish_check import publish_check
from workflows.standards.schema import Block, Handler, Offer, Route, Standard, Step


def offered(*beside: str, phase: str = "ACCEPTED", **more: Any) -> Step:
    return a_step("site", "review", phase, an_act("pass", "reviewed"), offer=Offer(beside=list(beside)), **more)


def found(standard: Standard) -> list[tuple[DefectCode, str]]:
    return [(defect.code, defect.element) for defect in publish_check(standard, a_registry(), desks())]


def with_step(step: Step, **changes: Any) -> Standard:
    return a_standard(steps=steps() | {step.key: step}, **changes)


def test_a_step_on_offer_beside_one_that_acts_lead_to_is_reached_and_needs_no_way_on() -> None:
    assert found(with_step(offered("review"))) == []


def test_an_offer_may_name_a_block() -> None:
    own = steps()
    own["review"] = own["review"].model_copy(update={"block": "work"})
    standard = a_standard(steps=own | {"site": offered("work", block="work")}, blocks=[Block(key="work", title=text())])
    assert found(standard) == []


def test_what_an_offered_step_leads_to_is_reached_too() -> None:
    site = offered("review").model_copy(update={"acts": [an_act("pass", "reviewed", "more")]})
    more = a_step("more", "review", "ACCEPTED", an_act("pass", "reviewed"))
    assert found(a_standard(steps=steps() | {"site": site, "more": more})) == []


@pytest.mark.parametrize(
    ("step", "defects"),
    [
        (offered("nowhere"), ["steps[site].offer.beside", "steps[site].offer.beside[nowhere]"]),
        (offered("site"), ["steps[site].offer.beside"]),
        (offered("issue"), ["steps[site].offer.beside"]),
    ],
)
def test_an_offer_beside_nothing_a_case_stands_at_is_a_defect(step: Step, defects: list[str]) -> None:
    kinds = {"steps[site].offer.beside": DefectCode.OFFER_BESIDE_NOTHING}
    assert found(with_step(step)) == [(kinds.get(place, DefectCode.UNKNOWN_STEP), place) for place in defects]


def test_the_engine_takes_up_no_offer() -> None:
    standard = with_step(offered("review", handler=Handler(party="system")))
    assert (DefectCode.OFFER_TO_NOBODY, "steps[site].offer") in found(standard)


def test_the_condition_of_an_offer_is_read_before_a_case_meets_it() -> None:
    step = offered("review").model_copy(update={"offer": Offer(beside=["review"], when="form.name ==")})
    assert found(with_step(step)) == [(DefectCode.EXPRESSION_INVALID, "steps[site].offer.when")]


def test_a_join_does_not_wait_for_what_is_only_offered() -> None:
    own = steps()
    own["receipt"] = own["receipt"].model_copy(
        update={"acts": [an_act("accept", "accepted", "review", "other", move="accept")]}
    )
    own["other"] = a_step("other", "review", "ACCEPTED", an_act("pass", "reviewed", "decision"))
    own["site"] = offered("review").model_copy(update={"acts": [an_act("pass", "reviewed", "decision")]})
    own["decision"] = own["decision"].model_copy(update={"join": Join.ALL})
    assert found(a_standard(steps=own)) == []


def back(outcome: str = "send_back", *more: Route) -> Any:
    return an_act("back", outcome, routes=[*more, Route(to=[], back=True)])


def test_a_way_back_needs_its_outcome_and_no_way_on_beside_it() -> None:
    own = steps()
    own["decision"] = own["decision"].model_copy(update={"acts": [*own["decision"].acts, back("denied")]})
    assert found(a_standard(steps=own)) == [(DefectCode.BACK_WITHOUT_REASON, "steps[decision].acts[back].routes[1]")]


def test_a_way_back_from_the_first_step_leads_nowhere() -> None:
    own = steps()
    own["receipt"] = own["receipt"].model_copy(update={"acts": [*own["receipt"].acts, back()]})
    assert (DefectCode.NOTHING_EARLIER, "steps[receipt].acts[back].routes[1]") in found(a_standard(steps=own))
