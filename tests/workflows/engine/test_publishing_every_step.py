"""What the publish check says of the newer step types: a standard that uses all of them, and what can be wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.translation import override

from tests.law import law
from tests.workflows.engine.every_step import SEATS, written
from tests.workflows.engine.factory import CLOCK, LONGWAN, OUHAI, rules
from workflows.engine.publishing import check_to_publish, register_engine
from workflows.standards.checks_people import Desk
from workflows.standards.defects import DefectCode
from workflows.standards.enums import Regime
from workflows.standards.registry import Registry
from workflows.standards.schema import Standard


@pytest.fixture(autouse=True)
def _english() -> Any:
    with override("en"):
        yield


OFFICE = [
    Desk("WINDOW", frozenset({"RECEIVER"})),
    Desk("REVIEW", frozenset({"REVIEWER", "APPROVER"})),
    Desk("FIRE", frozenset({"REVIEWER"})),
]
DESKS = {LONGWAN: OFFICE, OUHAI: OFFICE[:2]}
FORM = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "title": "名称", "x-title-en": "Name"},
        "opens_on": {"type": "string", "format": "date", "title": "开业日期", "x-title-en": "Opens on"},
    },
}
Steps = dict[str, dict[str, Any]]


def found(
    change: Callable[[Steps, dict[str, Any]], Any] | None = None, **settings: Any
) -> list[tuple[DefectCode, str]]:
    steps, more = written(**settings)
    if change:
        change({step["key"]: step for step in steps}, more)
    standard: Standard = rules_of(steps, more)
    registry = Registry()
    register_engine(registry)
    defects = check_to_publish(standard, desks=DESKS, clock=CLOCK, registry=registry)
    return [(defect.code, defect.element) for defect in defects]


def rules_of(steps: list[dict[str, Any]], more: dict[str, Any]) -> Standard:
    return rules(Regime.LICENCE, *steps, **more, form=FORM).standard


def test_the_standard_that_uses_every_step_type_may_be_published() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("settings", "element"),
    [
        ({"seats": []}, "steps[joint].settings"),
        ({"needed": 4}, "steps[joint].settings"),
        ({"needed": None}, "steps[joint].settings"),
    ],
)
def test_a_joint_review_that_never_ends(settings: dict[str, Any], element: str) -> None:
    codes = found(**settings)
    assert (DefectCode.JOINT_REVIEW_NEVER_ENDS, element) in codes


def test_a_seat_of_an_unknown_party_and_a_seat_no_desk_can_fill() -> None:
    seats = [*SEATS, {"party": "nobody", "desk": "REVIEW"}, {"party": "origin", "desk": "FIRE"}, {"party": "applicant"}]
    assert found(seats=seats) == [
        (DefectCode.UNKNOWN_PARTY, "steps[joint].settings.seats[4].party"),
        (DefectCode.NO_DESK, "steps[joint].settings.seats[5]"),
        (DefectCode.UNKNOWN_PARTY, "steps[joint].settings.seats[6].party"),
    ]


def test_a_joint_review_routes_both_its_verdicts() -> None:
    def change(steps: Steps, _more: dict[str, Any]) -> None:
        steps["joint"]["acts"] = [act for act in steps["joint"]["acts"] if act["outcome"] != "failed"]

    assert found(change) == [(DefectCode.MISSING_OUTCOME, "steps[joint].acts")]


@law("许可法 48")
def test_a_hearing_hosted_by_whoever_reviews_the_case() -> None:
    def change(steps: Steps, _more: dict[str, Any]) -> None:
        steps["hearing"]["settings"] = {"procedures": ["HEARING"]}

    assert found(change) == [(DefectCode.HOST_NOT_APART, "steps[hearing].settings.differs_from")]


def test_a_test_may_be_held_by_whoever_reviews_the_case() -> None:
    def change(steps: Steps, _more: dict[str, Any]) -> None:
        steps["hearing"]["settings"] = {"procedures": ["TESTING"]}

    assert found(change) == []


def test_a_correction_is_no_procedure_a_step_may_hold() -> None:
    def change(steps: Steps, _more: dict[str, Any]) -> None:
        steps["hearing"]["settings"]["procedures"] = ["CORRECTION"]

    assert (DefectCode.SETTINGS_INVALID, "steps[hearing].settings.procedures.0") in found(change)


@law("许可法 45")
def test_a_procedure_the_applicant_is_not_told_of() -> None:
    def change(_steps: Steps, more: dict[str, Any]) -> None:
        more["notices"] = [notice for notice in more["notices"] if notice["key"] != "hearing"]

    assert found(change) == [(DefectCode.NOT_TOLD, "steps[review].acts[hear]")]


@law("许可法 45")
def test_a_procedure_that_would_never_let_the_clock_go_on() -> None:
    def change(steps: Steps, _more: dict[str, Any]) -> None:
        hear = next(act for act in steps["review"]["acts"] if act["name"] == "hear")
        hear["routes"] = [{"to": ["review"], "move": None}]

    codes = found(change)
    assert (DefectCode.PROCEDURE_WITHOUT_STEP, "steps[review].acts[hear]") in codes
    assert (DefectCode.MOVE_NOT_OF_OUTCOME, "steps[review].acts[hear].routes[1]") in codes


@law("浙规 11")
def test_gaps_nobody_could_settle() -> None:
    def change(steps: Steps, _more: dict[str, Any]) -> None:
        steps["judge"]["acts"] = [act for act in steps["judge"]["acts"] if act["name"] == "confirm"]

    assert found(change) == [
        (DefectCode.MISSING_OUTCOME, "steps[judge].acts"),
        (DefectCode.MISSING_OUTCOME, "steps[window].acts"),
    ]


def test_a_task_without_a_limit() -> None:
    def change(steps: Steps, _more: dict[str, Any]) -> None:
        del steps["train"]["limit"]

    assert found(change) == [(DefectCode.FOLLOW_ON_WITHOUT_LIMIT, "steps[train].limit")]


@pytest.mark.parametrize(
    ("settings", "defects"),
    [
        ({}, [(DefectCode.WAIT_WITHOUT_END, "steps[opening]")]),
        ({"event": "has(facts.opened)"}, []),
        ({"until": "form.opens_on"}, []),
        ({"until": "form.("}, [(DefectCode.EXPRESSION_INVALID, "steps[opening].settings.until")]),
        (
            {"until": "form.opens_on", "event": "import os"},
            [(DefectCode.EXPRESSION_INVALID, "steps[opening].settings.event")],
        ),
    ],
)
def test_what_a_wait_waits_for(settings: dict[str, Any], defects: list[tuple[DefectCode, str]]) -> None:
    def change(steps: Steps, _more: dict[str, Any]) -> None:
        steps["opening"]["settings"] = settings

    assert found(change) == defects


def test_an_event_nobody_can_end_the_wait_for() -> None:
    def change(steps: Steps, _more: dict[str, Any]) -> None:
        steps["opening"]["settings"] = {"event": "has(facts.opened)"}
        steps["opening"]["acts"] = steps["opening"]["acts"][:1]

    assert found(change) == [(DefectCode.WAIT_WITHOUT_END, "steps[opening]")]


def test_a_wait_with_a_silence_beside_it() -> None:
    def change(steps: Steps, _more: dict[str, Any]) -> None:
        citation = {"law": "约", "article": "1"}
        silence = {"after": {"days": 1}, "act": "reached", "basis": "design", "citation": citation}
        steps["opening"]["silence"] = silence

    codes = found(change)
    assert (DefectCode.SILENCE_CANNOT_ACT, "steps[opening].silence") in codes


def test_embedded_tests_walk_joint_reviews_and_waits() -> None:
    def at(day: str, step: str, name: str, **payload: Any) -> dict[str, Any]:
        return {"step": step, "act": name, "at": f"2026-{day}T10:00:00+08:00", "payload": payload}

    def change(_steps: Steps, more: dict[str, Any]) -> None:
        agree = {"opinion": "同意。"}
        more["tests"] = [
            {
                "name": "会审通过",
                "answers": {"name": "甲", "opens_on": "2026-03-20"},
                "received": "2026-03-02T10:00:00+08:00",
                "acts": [
                    at("03-03", "window", "accept"),
                    at("03-04", "review", "pass"),
                    at("03-05", "joint", "agree", **agree),
                    at("03-05", "joint", "agree", **agree),
                    at("03-06", "decision", "grant"),
                    at("03-09", "certify", "issue"),
                    at("03-10", "deliver", "issue"),
                    at("03-21", "opening", "reached"),
                ],
                "expect": {"steps": ["inspect", "train"], "phase": "DELIVERED"},
            }
        ]

    assert found(change) == []
