from typing import Any

import pytest

from tests.workflows.standards import factory
from tests.workflows.standards.terms.toy import toy
from workflows.standards.checks_layers import layer_defects
from workflows.standards.defects import DefectCode
from workflows.standards.publish_check import publish_check
from workflows.standards.schema import Handler, Limit

pytestmark = pytest.mark.usefixtures("english")


def sentences(*layers: dict[str, Any], **changes: Any) -> list[str]:
    return [defect.sentence for defect in layer_defects(toy(layers=list(layers), **changes))]


def test_lawful_marks_are_no_defects() -> None:
    assert layer_defects(toy()) == []


def test_the_publish_check_looks_at_layers() -> None:
    found = publish_check(toy(layers=[{"place": "checks[x]", "layer": "open"}]), factory.a_registry(), factory.desks())

    assert DefectCode.LAYER_INVALID in {defect.code for defect in found}


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        ({"place": "steps[review].acts[pass]", "layer": "open"}, "No district can be given a say at"),
        ({"place": "limits.statutory", "layer": "bounded"}, "No district can be given a say at"),
        ({"place": "steps[review].limit", "layer": "open"}, "cannot be open; choose bounded / fixed."),
        ({"place": "materials[old_licence]", "layer": "open"}, "cannot be open; choose bounded / fixed."),
        ({"place": "desks[window].title", "layer": "bounded"}, "cannot be bounded; choose fixed / open."),
        ({"place": "steps[review].limit", "layer": "bounded", "at_least": {"days": "9"}}, "shortest limit"),
        ({"place": "desks[window].title", "layer": "open", "at_least": {"days": "1"}}, "shortest limit"),
        ({"place": "steps[review].handler.desk", "layer": "bounded"}, "lists kinds of desk"),
        ({"place": "steps[review].handler.desk", "layer": "bounded", "among": ["moon"]}, "lists kinds of desk"),
        ({"place": "steps[review].limit", "layer": "bounded", "among": ["office"]}, "lists kinds of desk"),
    ],
)
def test_a_mark_no_district_can_be_given_is_a_defect(mark: dict[str, Any], says: str) -> None:
    (sentence,) = sentences(mark)

    assert says in sentence


def test_a_place_is_marked_once() -> None:
    mark = {"place": "steps[review].title", "layer": "open"}

    assert sentences(mark, mark) == ["The name of the step “review” is marked twice; keep one of the marks."] * 2


def test_a_document_a_condition_reads_cannot_be_done_without() -> None:
    checks = [{"id": "c", "condition": "has(materials.old_licence)", "effect": "WARN", "sentence": factory.text()}]

    (sentence,) = sentences({"place": "materials[old_licence]", "layer": "bounded"}, checks=checks)

    assert (
        sentence
        == "The document “Old licence” is read by a condition, so no district can do without it; leave it fixed."
    )


def test_the_applicants_time_cannot_be_left_to_a_district() -> None:
    steps = factory.steps()
    steps["review"] = steps["review"].model_copy(
        update={"limit": Limit(days="5"), "handler": Handler(party="applicant")}
    )

    (sentence,) = sentences({"place": "steps[review].limit", "layer": "bounded"}, steps=steps)

    assert "the applicant's own time" in sentence
