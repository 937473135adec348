"""Whole standards that several tests walk through, and the clerks who do."""

from tests.workflows.engine.factory import (
    TEXT,
    Walk,
    act,
    at,
    clerk,
    days,
    end,
    rules,
    step,
)
from workflows.engine.rules import Rules
from workflows.standards.enums import Regime

DESK, ANNA, BO, CHEN = clerk(2), clerk(3), clerk(4), clerk(5)
FINAL = "ARCHIVED WITHDRAWN NOT_ACCEPTED LAPSED TERMINATED"


def licence() -> Rules:
    """A licence with everything the law gives it: correction, review, decision by another person, delivery."""
    return rules(
        Regime.LICENCE,
        step(
            "window",
            "front_desk",
            "SUBMITTED",
            act("accept", "start", move="accept"),
            act("deem", "start", move="deem_accepted"),
            act("correct", "correction", move="issue_correction"),
            act("refuse", "end", move="refuse_acceptance"),
            silence={
                "after": days(5),
                "act": "deem",
                "basis": "law",
                "citation": {"law": "许可法", "article": "32(四)"},
            },
            limit=days(5),
        ),
        step(
            "again",
            "front_desk",
            "RESUBMITTED",
            act("accept", "start", move="accept"),
            act("correct", "correction"),
            act("refuse", "end", move="refuse_acceptance"),
        ),
        step(
            "correction",
            "applicant_supplement",
            "CORRECTION_ISSUED",
            act("resubmit", "again", move="resubmit"),
            act("withdraw", "end", move="withdraw"),
            act("lapse", "end", move="lapse"),
            party="applicant",
            silence={"after": days(20), "act": "lapse", "basis": "law", "citation": {"law": "16号令", "article": "15"}},
        ),
        step(
            "start",
            "automatic_check",
            "ACCEPTED",
            act("pass", "review", move="begin_review"),
            party="system",
            settings={"checks": ["named"]},
        ),
        step(
            "review", "review", "IN_REVIEW EXTENDED", act("pass", "decision", move="submit_for_decision"), limit=days(3)
        ),
        step(
            "decision",
            "decision",
            "PENDING_DECISION",
            act("grant", "certify", move="grant"),
            act("deny", "deliver", move="deny", grounds=["unfit"]),
            act("send_back", "review", move="send_back"),
            act("extend", "decision"),
            act("terminate", "end", move="terminate"),
            settings={"differs_from": ["review"]},
        ),
        step("certify", "issue", "GRANTED", act("issue", "deliver", move="certify")),
        step("deliver", "issue", "CERTIFIED DENIED", act("issue", "archive", move="deliver")),
        step(
            "archive",
            "automatic_check",
            "DELIVERED",
            act("pass", "end", move="archive"),
            party="system",
            settings={"checks": ["named"]},
        ),
        end(FINAL),
        checks=[{"id": "named", "condition": "has(form.name)", "effect": "WARN", "sentence": TEXT}],
        results=[
            {"key": "certificate", "kind": "LICENCE", "template": "t", "title": TEXT, "step": "certify", "act": "issue"}
        ],
        notices=[{"key": "told", "audience": "APPLICANT", "step": "window", "act": "accept", "text": TEXT}],
    )


def accepted() -> Walk:
    walk = Walk(licence(), at("2026-03-02"))
    walk.do("window", "accept", DESK, at("2026-03-03"))
    return walk


def decided() -> Walk:
    walk = accepted()
    walk.do("review", "pass", ANNA, at("2026-03-04"))
    return walk


def parallel(**join: str) -> Rules:
    """Two reviews at once, one of which may ask the applicant and come back, then one that closes."""
    return rules(
        Regime.SERVICE,
        step("window", "front_desk", "SUBMITTED", act("accept", "fire water", move="begin")),
        step("fire", "review", "IN_PROGRESS", act("pass", "last"), act("ask", "more", outcome="forward")),
        step("water", "review", "IN_PROGRESS", act("pass", "last"), act("refuse", "end", move="decline")),
        step("more", "applicant_supplement", "IN_PROGRESS", act("resubmit", "fire"), party="applicant"),
        step("last", "review", "IN_PROGRESS", act("pass", "end", move="complete"), **join),
        end("COMPLETED DECLINED"),
    )
