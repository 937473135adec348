from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override

from tests.workflows.engine.children_stage import CHILDREN, child, joint, publish
from tests.workflows.engine.factory import CLOCK, LONGWAN, OUHAI
from tests.workflows.engine.stage import SINCE
from workflows.engine.publishing import check_to_publish, register_engine
from workflows.standards.checks_children import children_defects
from workflows.standards.checks_people import Desk
from workflows.standards.defects import DefectCode
from workflows.standards.queries import standards_in_force
from workflows.standards.registry import Registry
from workflows.standards.schema import Standard
from workflows.standards.verbs import check_here

FORM = {"type": "object", "properties": {"name": {"type": "string"}, "title": {"type": "string"}}}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


def known(*keys: str, form: Any = FORM) -> dict[str, Standard]:
    return {key: child(key).model_copy(update={"form": form}) for key in keys}


def codes(standard: Standard, others: dict[str, Standard] | None) -> list[tuple[DefectCode, str]]:
    return [(defect.code, defect.element.rpartition(".")[2]) for defect in children_defects(standard, others)]


def test_children_whose_standards_are_in_force_are_well() -> None:
    assert codes(joint().standard, known("fire", "water")) == []


def test_a_child_whose_standard_nobody_published_is_a_defect() -> None:
    assert codes(joint().standard, known("fire")) == [(DefectCode.UNKNOWN_CHILD, "children[water]")]
    assert codes(joint().standard, None) == []


def test_a_standard_that_opens_itself_is_a_defect() -> None:
    itself = joint(children=[{**CHILDREN[0], "standard": "test"}]).standard
    assert codes(itself, known("fire", "water")) == [(DefectCode.CHILD_OPENS_PARENT, "children[fire]")]


def test_standards_that_open_one_another_by_way_of_a_third_are_a_defect() -> None:
    between = joint(children=[{**CHILDREN[0], "standard": "test"}]).standard.model_copy(update={"key": "between"})
    first = joint(children=[{**CHILDREN[0], "standard": "between"}]).standard.model_copy(update={"key": "fire"})
    others = {"between": between, "fire": first, "water": child("water").model_copy(update={"form": FORM})}
    assert codes(joint().standard, others) == [(DefectCode.CHILD_OPENS_PARENT, "children[fire]")]


@pytest.mark.parametrize("change", [{"inherits": ["nothing"]}, {"materials": ["nothing"]}])
def test_what_a_child_takes_over_is_there_to_be_taken(change: dict[str, Any]) -> None:
    found = codes(joint(children=[{**CHILDREN[0], **change}]).standard, None)
    assert found == [(DefectCode.CHILD_TAKES_UNKNOWN, "children[fire]")]


def test_what_a_child_takes_over_has_a_place_in_its_own_form() -> None:
    bare = {"type": "object", "properties": {}}
    assert codes(joint().standard, known("fire", "water", form=bare)) == [
        (DefectCode.CHILD_TAKES_UNKNOWN, "children[fire]"),
        (DefectCode.CHILD_TAKES_UNKNOWN, "children[water]"),
    ]


def test_parties_and_expressions_of_children_are_looked_at() -> None:
    wrong = [{**CHILDREN[0], "party": "nobody", "when": "form."}]
    assert codes(joint(children=wrong).standard, None) == [
        (DefectCode.UNKNOWN_PARTY, "children[fire]"),
        (DefectCode.EXPRESSION_INVALID, "children[fire]"),
    ]


def test_a_joint_outcome_without_a_route_is_a_defect() -> None:
    written = joint().standard
    steps = [
        step.model_copy(update={"acts": step.acts[:1]}) if step.key == "together" else step for step in written.steps
    ]
    full = Registry()
    register_engine(full)
    desks = {code: [Desk("REVIEW", frozenset({"REVIEWER"}))] for code in (LONGWAN, OUHAI)}
    found = check_to_publish(written.model_copy(update={"steps": steps}), desks=desks, clock=CLOCK, registry=full)
    assert (DefectCode.MISSING_OUTCOME, "steps[together].acts") in [(each.code, each.element) for each in found]


@pytest.mark.parametrize(
    "settings", [{"children": []}, {"children": CHILDREN, "rule": 3}, {"children": [CHILDREN[0], CHILDREN[0]]}]
)
def test_settings_that_cannot_be_are_a_defect(settings: dict[str, Any]) -> None:
    written = joint().standard
    steps = [
        step.model_copy(update={"settings": settings}) if step.key == "together" else step for step in written.steps
    ]
    full = Registry()
    register_engine(full)
    found = check_to_publish(written.model_copy(update={"steps": steps}), desks={}, clock=CLOCK, registry=full)
    assert DefectCode.SETTINGS_INVALID in [defect.code for defect in found]


@pytest.mark.django_db
def test_the_standards_in_force_here_are_asked() -> None:
    publish(child("fire"))
    assert list(standards_in_force(SINCE)) == ["fire"]
    codes_here = [defect.code for defect in check_here(joint().standard, SINCE)]
    assert codes_here.count(DefectCode.UNKNOWN_CHILD) == 1
