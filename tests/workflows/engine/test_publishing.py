from typing import Any

import pytest
from django.utils.translation import override

from tests.workflows.engine.factory import CLOCK, LONGWAN, OUHAI, TEXT, act, days, end, rules, step
from workflows.engine.publishing import check_to_publish, failures, register_engine, run_tests
from workflows.engine.step_types import by_name
from workflows.standards.checks_people import Desk
from workflows.standards.defects import DefectCode
from workflows.standards.enums import Regime
from workflows.standards.publish_check import Failure
from workflows.standards.registry import Registry, registry
from workflows.standards.schema import Standard

DESKS = {code: [Desk("REVIEW", frozenset({"REVIEWER"}))] for code in (LONGWAN, OUHAI)}
FORM = {"type": "object", "properties": {"name": {"type": "string", "title": "名称", "x-title-en": "Name"}}}
RECEIVED = "2026-03-02T10:00:00+08:00"


@pytest.fixture(autouse=True)
def _english() -> Any:
    with override("en"):
        yield


def window(*more: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return step("window", "front_desk", "SUBMITTED", act("accept", "work", move="begin"), *more, **changes)


def work(*acts: dict[str, Any], kind: str = "review", **changes: Any) -> dict[str, Any]:
    given = acts or (act("pass", "end", move="complete"),)
    return step("work", kind, changes.pop("phases", "IN_PROGRESS"), *given, **changes)


def standard(*steps: dict[str, Any], regime: Regime = Regime.SERVICE, ends: str = "COMPLETED", **more: Any) -> Standard:
    written = steps or (window(), work())
    return rules(regime, *written, end(ends), **({"form": FORM} | more)).standard


def codes(checked: Standard) -> list[tuple[DefectCode, str]]:
    full = Registry()
    register_engine(full)
    return [
        (defect.code, defect.element) for defect in check_to_publish(checked, desks=DESKS, clock=CLOCK, registry=full)
    ]


def test_every_process_knows_the_machines_and_the_step_types() -> None:
    assert registry.step_types == by_name()
    assert registry.machines.keys() == set(Regime)
    register_engine()
    assert registry.step_types == by_name()


def test_a_standard_of_real_step_types_may_be_published() -> None:
    assert codes(standard()) == []


def test_a_failing_embedded_test_refuses_the_publication() -> None:
    wrong = {"name": "t", "answers": {"name": "甲"}, "received": RECEIVED}
    failing = standard(tests=[wrong | {"expect": {"steps": ["work"], "phase": "SUBMITTED"}}])

    assert codes(failing) == [(DefectCode.TEST_FAILED, "tests[t]")]
    full = Registry()
    register_engine(full)
    assert failures(run_tests(failing, CLOCK, [LONGWAN], full)) == [
        Failure("t", "steps: expected ['work'], found ['window'].", "home 330303 + origin 330304")
    ]
    assert codes(standard(tests=[wrong | {"expect": {"steps": ["window"], "phase": "SUBMITTED"}}])) == []


def test_a_desk_cannot_take_the_applicants_step() -> None:
    assert codes(standard(window(), work(act("withdraw", "end", move="complete"), kind="applicant_supplement"))) == [
        (DefectCode.HANDLER_NOT_ALLOWED, "steps[work].handler.party")
    ]


def test_an_outcome_the_regime_does_not_know() -> None:
    returned = window(act("deem", "work", move="begin"), silence=silent("deem"))

    assert codes(standard(returned, work())) == [
        (DefectCode.OUTCOME_OUTSIDE_REGIME, "steps[window].acts[deem].outcome")
    ]


def silent(name: str) -> dict[str, Any]:
    return {"after": days(5), "act": name, "basis": "law", "citation": {"law": "许可法", "article": "32"}}


def test_silence_cannot_write_a_correction_notice() -> None:
    noticed = window(act("correct", "work", move="begin"), silence=silent("correct"))

    assert codes(standard(noticed, work())) == [(DefectCode.SILENCE_CANNOT_ACT, "steps[window].silence.act")]


def test_what_only_silence_does_has_to_be_its_act() -> None:
    more = step("more", "applicant_supplement", "IN_PROGRESS", act("lapse", "end", move="complete"), party="applicant")
    checked = standard(window(), work(act("pass", "more")), more)

    assert codes(checked) == [(DefectCode.ACT_OF_NOBODY, "steps[more].acts[lapse]")]


def test_every_outcome_a_type_must_come_to_is_routed() -> None:
    check = {"id": "c", "condition": "true", "effect": "REVIEW", "sentence": TEXT}
    asked = work(
        act("pass", "end", move="complete"), kind="automatic_check", party="system", settings={"checks": ["c"]}
    )

    assert codes(standard(window(), asked, checks=[check])) == [(DefectCode.MISSING_OUTCOME, "steps[work].acts")]


def test_a_check_with_a_slip_of_the_pen_is_not_forgotten() -> None:
    asked = work(kind="automatic_check", party="system", settings={"checks": ["c"]})

    assert codes(standard(window(), asked)) == [(DefectCode.UNKNOWN_CHECK, "steps[work].settings[c]")]


def test_a_case_ends_in_a_final_phase_only() -> None:
    checked = standard(window(), work(act("pass", "end")), ends="IN_PROGRESS")

    assert codes(checked) == [(DefectCode.END_IN_OPEN_PHASE, "steps[end].phases[IN_PROGRESS]")]


def test_the_applicants_time_may_be_longer_than_the_statutory_limit() -> None:
    more = step(
        "more",
        "applicant_supplement",
        "IN_PROGRESS",
        act("resubmit", "work"),
        party="applicant",
        limit={"days": 30},
    )
    checked = standard(window(), work(act("pass", "end", move="complete"), act("forward", "more")), more)

    assert codes(checked) == []


def test_a_refusal_before_the_review_needs_no_grant() -> None:
    denial = [act("deny", "end", move="decline")]
    refusal: dict[str, Any] = {"kind": "decision", "settings": {"refusal_only": True}}

    assert codes(standard(window(), work(*denial, **refusal), ends="DECLINED")) == []
    assert codes(standard(window(), work(*denial, kind="decision"), ends="DECLINED")) == [
        (DefectCode.MISSING_OUTCOME, "steps[work].acts")
    ]


def test_a_district_without_a_calendar_fails_the_test_that_reaches_it() -> None:
    reached = {"name": "t", "answers": {"name": "甲"}, "received": RECEIVED}
    elsewhere = [{"role": "home", "title": TEXT, "district": '"330999"'}]
    checked = standard(tests=[reached | {"expect": {"steps": [], "phase": "SUBMITTED"}}], parties=elsewhere)

    assert failures(run_tests(checked, CLOCK, [])) == [Failure("t", "“330999” is not known here.", "330999")]
