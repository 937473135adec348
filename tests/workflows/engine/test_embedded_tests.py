"""The tests a standard brings along, run for every district with its own calendar."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import permutations
from typing import Any

from tests.workflows.engine.factory import CORRECTION, LONGWAN, OUHAI, TEXT, act, days, end, rules, step
from workflows.clock.calendar import Calendar, shipped_calendar
from workflows.clock.days import Day, shipped_days
from workflows.clock.enums import DayKind
from workflows.engine.embedded_tests import Trial, trials
from workflows.engine.rules import Rules
from workflows.engine.timing import Clock, Place
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


def tried(law: Rules, *districts: str) -> list[Trial]:
    return trials(law, lambda expression, data: evaluate(expression, data).value, districts)


def failures(law: Rules) -> list[str]:
    return [sentence for trial in tried(law, LONGWAN, OUHAI) for sentence in trial.failures]


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
        "steps: expected ['site'], found ['window'].",
        "phase: expected ACCEPTED, found SUBMITTED.",
        "district: expected 330304, found None.",
        "due date: expected 2026-03-10, found None.",
    ]


def test_a_refused_act_is_a_failure() -> None:
    (found,) = failures(standard(done("decide", "terminate", "2026-03-03"), steps=[], phase="TERMINATED"))
    assert "decide" in found


A, B, C = "A", "B", "C"
EVERYWHERE = {A: "CN", B: "CN", C: "CN"}
FEAST = Day(date(2026, 5, 12), DayKind.OFF, "节")
CALENDAR_OF = {"CN": shipped_calendar(), "FEAST": Calendar.of([*shipped_days(), FEAST])}


def elsewhere(*roles: str, places: Mapping[str, str] = EVERYWHERE, **test: Any) -> Rules:
    """A case whose roles are played by the districts its form names, with one test for district A, or A and B."""
    made = rules(
        Regime.SERVICE,
        step("window", "review", "SUBMITTED", act("done", "end", move="complete"), party=roles[0], limit=days(1)),
        end("COMPLETED"),
        parties=[{"role": role, "title": TEXT, "district": f"form.{role}"} for role in roles],
        tests=[{"name": "t", "received": "2026-05-06T10:00:00+08:00", **test}],
    )
    clock = Clock(
        {name: CALENDAR_OF[name] for name in set(places.values())},
        {code: Place(name, "Asia/Shanghai") for code, name in places.items()},
    )
    return replace(made, clock=clock)


def expected(**more: Any) -> dict[str, Any]:
    return {"steps": ["window"], "phase": "SUBMITTED", "due": "2026-05-19", **more}


def test_a_test_holds_for_every_district_unless_it_names_one() -> None:
    law = elsewhere("home", answers={"home": A}, expect=expected(district=A))
    assert [(trial.parties, trial.failures) for trial in tried(law, A, B)] == [({"home": A}, ()), ({"home": B}, ())]
    law = elsewhere("home", answers={"home": A}, parties={"home": A}, expect=expected(district=A))
    assert [trial.parties for trial in tried(law, A, B)] == [{"home": A}]


def test_two_parties_are_every_ordered_pair() -> None:
    law = elsewhere("home", "origin", answers={"home": A, "origin": B}, expect=expected(district="home"))
    found = tried(law, A, B, C)
    assert sorted((t.parties["home"], t.parties["origin"]) for t in found) == sorted(permutations([A, B, C], 2))
    assert [trial.failures for trial in found] == [()] * 6


def test_more_parties_take_turns_so_that_each_plays_each_part() -> None:
    roles = ("home", "origin", "third")
    answers = dict(zip(roles, (A, B, C), strict=True))
    found = tried(elsewhere(*roles, answers=answers, expect=expected()), A, B, C)
    assert [tuple(trial.parties.values()) for trial in found] == [(A, B, C), (B, C, A), (C, A, B)]


def test_the_calendar_is_the_districts_own() -> None:
    law = elsewhere("home", places={A: "CN", B: "FEAST"}, answers={"home": A}, expect=expected())
    found = {trial.parties["home"]: trial.failures for trial in tried(law, A, B)}
    assert found == {A: (), B: ("due date: expected 2026-05-19, found 2026-05-20.",)}


def test_answers_that_lead_elsewhere_than_the_test_names_are_a_failure() -> None:
    law = elsewhere("home", answers={"home": A}, parties={"home": B}, expect=expected(district=A))
    (trial,) = tried(law, A, B)
    assert trial.failures == ("The test is meant for home in B, and its answers lead to A.",)


def test_a_district_without_a_place_in_the_clock_is_a_failure() -> None:
    law = elsewhere("home", places={A: "CN"}, answers={"home": A}, expect=expected())
    assert [trial.failures for trial in tried(law, A, "X")][1] == ("“X” is not known here.",)


def test_a_role_that_no_answer_changes_is_run_once() -> None:
    assert len(tried(standard(steps=["window"], phase="SUBMITTED"), LONGWAN, OUHAI)) == 1
