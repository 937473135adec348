from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from tests.workflows.standards.factory import a_registry, a_standard, a_step, an_act, desks, steps, text
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.publish_check import Failure, may_publish, publish_check
from workflows.standards.schema import Limit, Standard, Step

pytestmark = pytest.mark.usefixtures("english")


def found(standard: Standard, **changes: Any) -> list[Defect]:
    return publish_check(standard, changes.pop("registry", a_registry()), changes.pop("districts", desks()), **changes)


def replaced(key: str, **changes: Any) -> dict[str, Step]:
    """Return the steps with one of them changed."""
    all_steps = steps()
    return all_steps | {key: all_steps[key].model_copy(update=changes)}


def test_the_smallest_standard_may_be_published() -> None:
    assert found(a_standard()) == []


def test_embedded_tests_run_when_nothing_else_refuses() -> None:
    def run(standard: Standard) -> Sequence[Failure]:
        return [Failure(f"{standard.key} in time", "It was due on 2026-03-06, not on 2026-03-05.", "LW")]

    assert found(a_standard(), run_tests=run) == [
        Defect(
            DefectCode.TEST_FAILED,
            "tests[toy in time]",
            "The test toy in time of the standard fails in LW: It was due on 2026-03-06, not on 2026-03-05."
            " Mend the steps or the test.",
        )
    ]


def test_embedded_tests_do_not_run_on_a_standard_that_is_refused() -> None:
    def run(_standard: Standard) -> Sequence[Failure]:
        pytest.fail("The interpreter cannot walk this standard.")

    assert [defect.code for defect in found(a_standard(start="nowhere"), run_tests=run)] == [
        DefectCode.UNKNOWN_START,
        *[DefectCode.UNREACHABLE] * 5,
    ]


def test_what_only_needs_a_look_does_not_stop_the_publication() -> None:
    defects = [Defect(DefectCode.TERMINAL_WITH_ACTS, "steps[end].acts", "Look.", refuses=False)]

    assert may_publish(defects)
    assert not may_publish([*defects, Defect(DefectCode.NO_END, "steps", "Add one.")])


def test_defects_are_ordered_by_element_whatever_finds_them() -> None:
    broken = replaced("review", block="b", limit=Limit(days=Decimal(21)))
    standard = a_standard(title=text(""), steps=broken)

    assert [(defect.element, defect.code) for defect in found(standard)] == [
        ("steps[review].block", DefectCode.UNKNOWN_BLOCK),
        ("steps[review].limit", DefectCode.STEP_LIMIT_OVER_STATUTORY),
        ("title.en", DefectCode.MISSING_TEXT),
    ]


def test_a_standard_with_several_defects_names_each_once() -> None:
    extra = steps() | {"orphan": a_step("orphan", "review", "ACCEPTED", an_act("pass", "reviewed", "gone"))}

    assert found(a_standard(steps=extra)) == [
        Defect(
            DefectCode.UNREACHABLE,
            "steps[orphan]",
            "No act leads to the step orphan; lead one to it or remove it.",
        ),
        Defect(
            DefectCode.DANGLING_TARGET,
            "steps[orphan].acts[pass].routes[1].to[gone]",
            "The act pass at the step orphan leads to the step gone, which does not exist;"
            " add that step or lead the act elsewhere.",
        ),
    ]
