import pytest

from tests.law import law
from tests.workflows.engine.factory import (
    APPLICANT,
    CORRECTION,
    OUHAI,
    REFUSAL,
    Walk,
    act,
    at,
    clerk,
    rules,
    step,
)
from tests.workflows.engine.standards import ANNA, BO, CHEN, DESK, accepted, decided, licence
from workflows.engine import errors
from workflows.engine.state import SYSTEM, Actor, Post
from workflows.standards.enums import Regime


def test_reviewer_and_decision_maker_differ() -> None:
    with pytest.raises(errors.SameHands):
        decided().do("decision", "grant", ANNA, at("2026-03-05"))


def test_a_step_waits_for_a_post_of_its_desk_and_district() -> None:
    for stranger in (clerk(8, district=OUHAI), clerk(8, desk="ARCHIVE"), Actor(8), APPLICANT, SYSTEM):
        with pytest.raises(errors.NotAllowed):
            accepted().do("review", "pass", stranger, at("2026-03-04"))


def test_a_role_is_asked_where_the_standard_asks_it() -> None:
    walk = Walk(
        rules(Regime.SERVICE, step("review", "review", "SUBMITTED", act("pass", "review"), role="APPROVER")),
        at("2026-03-02"),
    )
    with pytest.raises(errors.NotAllowed):
        walk.do("review", "pass", clerk(3), at("2026-03-02"))
    walk.do("review", "pass", clerk(3, role="APPROVER"), at("2026-03-02"))


def test_only_who_acts_for_the_applicant_acts_for_them() -> None:
    walk = Walk(licence(), at("2026-03-02"))
    walk.do("window", "correct", DESK, at("2026-03-03"), CORRECTION)
    with pytest.raises(errors.NotAllowed):
        walk.do("correction", "resubmit", Actor(9, applicants=frozenset({101})), at("2026-03-04"))
    with pytest.raises(errors.NotAllowed):
        walk.do("correction", "lapse", APPLICANT, at("2026-03-04"))


def test_the_engine_may_not_speak_for_silence_before_its_instant() -> None:
    walk = Walk(licence(), at("2026-03-02"))
    with pytest.raises(errors.NotAllowed):
        walk.do("window", "deem", SYSTEM, at("2026-03-03"))


def test_a_claimed_step_is_its_holders() -> None:
    walk = decided()
    walk.do("decision", "extend", BO, at("2026-03-09"), {"opinion": "情况复杂。"})
    with pytest.raises(errors.StepClaimed):
        walk.do("decision", "grant", CHEN, at("2026-03-10"))
    assert walk.do("decision", "grant", BO, at("2026-03-10")).turns[0].post == BO.posts[0].id


@pytest.mark.parametrize(
    ("payload", "refusal"),
    [
        ({}, errors.MissingGround),
        ({"ground": "unfit", "remedy": "复议。"}, errors.MissingOpinion),
        ({"ground": "seized", "opinion": "不符。", "remedy": "复议。"}, errors.GroundNotListed),
        ({"ground": "unfit", "opinion": "不符。"}, errors.PayloadInvalid),
        (REFUSAL | {"stamp": "x"}, errors.PayloadInvalid),
    ],
)
@law("许可法 38")
def test_a_denial_needs_ground_reasons_and_remedy(payload: dict[str, str], refusal: type[errors.EngineError]) -> None:
    with pytest.raises(refusal) as told:
        decided().do("decision", "deny", BO, at("2026-03-05"), payload)
    assert type(told.value) is refusal
    assert str(told.value)


@law("许可法 32(四)")
@pytest.mark.parametrize(
    "payload",
    [
        {"days": 15, "items": []},
        {"days": 0, "items": CORRECTION["items"]},
        {"days": 15, "items": [{"defect": "x", "remedy": "y", "basis": "z"}]},
        {"days": 15, "items": [{"material": "passport", "defect": "x", "remedy": "y", "basis": "z"}]},
        {"days": 15, "items": [{"field": "colour", "defect": "x", "remedy": "y", "basis": "z"}]},
    ],
)
def test_a_correction_notice_is_complete_or_refused(payload: dict[str, object]) -> None:
    walk = Walk(licence(), at("2026-03-02"))
    with pytest.raises(errors.PayloadInvalid):
        walk.do("window", "correct", DESK, at("2026-03-03"), payload)


@law("许可法 34")
def test_a_verification_bears_two_names_one_of_them_the_writers() -> None:
    law_ = rules(Regime.SERVICE, step("site", "review", "SUBMITTED", act("pass", "site"), settings={"two_names": True}))
    walk = Walk(law_, at("2026-03-02"))
    for names in (None, [3, 3], [4, 5]):
        with pytest.raises(errors.TwoNamesNeeded):
            walk.do("site", "pass", ANNA, at("2026-03-02"), {"opinion": "相符。"} | ({"names": names} if names else {}))
    walk.do("site", "pass", ANNA, at("2026-03-02"), {"opinion": "相符。", "names": [3, 4]})


def test_an_applicant_is_no_front_desk() -> None:
    bad = rules(Regime.SERVICE, step("window", "front_desk", "SUBMITTED", act("accept", "window"), party="applicant"))
    with pytest.raises(errors.NotAllowed):
        Walk(bad, at("2026-03-02")).do("window", "accept", APPLICANT, at("2026-03-02"))


def test_a_step_without_a_desk_waits_for_any_desk_of_its_district() -> None:
    walk = Walk(rules(Regime.SERVICE, step("a", "review", "SUBMITTED", act("pass", "a"), desk=None)), at("2026-03-02"))
    with pytest.raises(errors.NotAllowed):
        walk.do("a", "pass", clerk(3, district=OUHAI), at("2026-03-02"))
    walk.do("a", "pass", clerk(3, desk="ARCHIVE"), at("2026-03-02"))


def test_the_engine_issues_where_the_standard_lets_it() -> None:
    walk = Walk(
        rules(Regime.SERVICE, step("a", "issue", "SUBMITTED", act("issue", "a"), party="system")), at("2026-03-02")
    )
    with pytest.raises(errors.NotAllowed):
        walk.do("a", "issue", ANNA, at("2026-03-02"))
    walk.do("a", "issue", SYSTEM, at("2026-03-02"))


def test_a_post_without_a_desk_handles_nothing() -> None:
    supervisor = Actor(6, posts=(Post(60, None, None, None, "SUPERVISOR"),))
    with pytest.raises(errors.NotAllowed):
        accepted().do("review", "pass", supervisor, at("2026-03-04"))
