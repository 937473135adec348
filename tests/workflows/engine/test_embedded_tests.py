from typing import Any

from tests.workflows.engine.factory import CORRECTION, LONGWAN, act, days, end, rules, step
from workflows.engine.embedded_tests import run_embedded_tests
from workflows.engine.rules import Rules
from workflows.standards.enums import Regime
from workflows.standards.expressions import evaluate

RECEIVED = "2026-03-02T10:00:00+08:00"


def standard(*acts: dict[str, Any], **expect: Any) -> Rules:
    silence = {"after": days(5), "act": "deem", "basis": "law", "citation": {"law": "许可法", "article": "32"}}
    return rules(
        Regime.LICENCE,
        step(
            "window",
            "front_desk",
            "SUBMITTED RESUBMITTED",
            act("accept", "site", move="accept"),
            act("deem", "site", move="deem_accepted"),
            act("correct", "more", move="issue_correction"),
            limit=days(5),
            silence=silence,
        ),
        step(
            "more",
            "applicant_supplement",
            "CORRECTION_ISSUED",
            act("resubmit", "window", move="resubmit"),
            party="applicant",
        ),
        step("site", "review", "ACCEPTED", act("pass", "decide"), settings={"two_names": True}, party="origin"),
        step(
            "decide",
            "decision",
            "ACCEPTED",
            act("terminate", "end", move="terminate"),
            settings={"differs_from": ["site"]},
        ),
        end("TERMINATED"),
        tests=[{"name": "t", "answers": {"name": "甲"}, "received": RECEIVED, "acts": list(acts), "expect": expect}],
    )


def failures(law: Rules) -> list[str]:
    return run_embedded_tests(law, lambda expression, data: evaluate(expression, data).value)


def done(step_: str, name: str, day: str, **payload: Any) -> dict[str, Any]:
    return {"step": step_, "act": name, "at": f"{day}T10:00:00+08:00", "payload": payload}


def test_a_test_that_holds_says_nothing() -> None:
    assert failures(standard(steps=["window"], phase="SUBMITTED", district=LONGWAN, due="2026-03-09")) == []


def test_acts_are_done_by_whoever_the_step_waits_for() -> None:
    acts = (
        done("window", "correct", "2026-03-03", **CORRECTION),
        done("more", "resubmit", "2026-03-04"),
        done("window", "accept", "2026-03-05"),
        done("site", "pass", "2026-03-06", opinion="相符。", names=[5, 6]),
    )
    assert failures(standard(*acts, steps=["decide"], phase="ACCEPTED", due="2026-03-19")) == []
    ended = done("decide", "terminate", "2026-03-09", opinion="申请人请求终止。")
    assert failures(standard(*acts, ended, steps=[], phase="TERMINATED")) == []


def test_a_test_may_wait_for_silence() -> None:
    waited = done("window", "deem", "2026-03-20")
    assert failures(standard(waited, steps=["site"], phase="ACCEPTED", district="330304", due="2026-03-16")) == []


def test_every_expectation_that_fails_is_a_sentence() -> None:
    found = failures(standard(steps=["site"], phase="ACCEPTED", district="330304", due="2026-03-10"))
    assert found == [
        "Test “t”: steps: expected ['site'], found ['window'].",
        "Test “t”: phase: expected ACCEPTED, found SUBMITTED.",
        "Test “t”: district: expected 330304, found None.",
        "Test “t”: due date: expected 2026-03-10, found None.",
    ]


def test_a_refused_act_is_a_failure() -> None:
    (found,) = failures(standard(done("decide", "terminate", "2026-03-03"), steps=[], phase="TERMINATED"))
    assert "decide" in found
