"""A licence with gaps, consultation, hearing, extension, tasks and a wait, walked by the rules alone."""

import json

import pytest

from tests.law import law
from tests.workflows.engine.every_step import (
    AGREE,
    ANNA,
    BO,
    DESK,
    FIRE,
    GAPS,
    HEAD,
    HEARING,
    ORIGIN,
    begun,
    decided,
    in_joint_review,
    in_review,
    licence,
)
from tests.workflows.engine.factory import APPLICANT, REFUSAL, Walk, act, at, end, rules, step
from workflows.clock.entries import Extend, Finish, Resume, Stop
from workflows.clock.enums import Ground, Light
from workflows.clock.ledger import Ledger
from workflows.clock.reading import Reading
from workflows.engine import errors
from workflows.engine.forbidding import open_gap
from workflows.engine.interpreter import advance, interpret
from workflows.engine.procedures import gaps_of, procedures_of
from workflows.engine.replay import replay
from workflows.engine.state import SYSTEM, ActRequest, Moves
from workflows.standards.enums import Regime


def reading(walk: Walk, day: str, time: str = "10:00") -> Reading:
    return Ledger(walk.state.ledger, walk.law.clock.calendars).at(at(day, time))


# -- acceptance with gaps (浙规 11) ------------------------------------------------------------------------------------


@law("浙规 11")
def test_gaps_are_tolerated_materials_that_were_asked_for_and_not_handed_in() -> None:
    walk = begun()
    assert [material.key for material in gaps_of(walk.law, walk.state)] == ["drawing"]
    for gap in ("lease", "photo", "map", "nothing"):
        with pytest.raises(errors.PayloadInvalid) as told:
            walk.do("window", "accept_with_gaps", DESK, at("2026-03-03"), {"gaps": ["drawing", gap], "days": 5})
        assert told.value.named["defects"] == [("gaps.1", "not_a_gap")]
    with pytest.raises(errors.PayloadInvalid):
        walk.do("window", "accept_with_gaps", DESK, at("2026-03-03"), {"gaps": [], "days": 5})


@law("浙规 11")
def test_gaps_closed_in_time_lead_on_and_the_clock_runs_from_acceptance() -> None:
    walk = begun()
    walk.do("window", "accept_with_gaps", DESK, at("2026-03-03"), GAPS)
    (supply,) = walk.state.steps
    assert (walk.state.phase, supply.key, supply.due_at) == ("ACCEPTED_WITH_GAPS", "supply", at("2026-03-11", "00:00"))
    assert walk.state.ledger[0].at == at("2026-03-03")
    walk.do("supply", "close_gaps", APPLICANT, at("2026-03-04"))
    assert walk.open == ["judge"]
    assert open_gap(walk.state)
    walk.do("judge", "confirm", DESK, at("2026-03-05"))
    assert (walk.state.phase, walk.open) == ("IN_REVIEW", ["review"])
    assert open_gap(walk.state) is None


@law("浙规 11")
def test_gaps_that_stay_open_end_in_a_revocation_with_reason_and_remedy() -> None:
    walk = begun()
    walk.do("window", "accept_with_gaps", DESK, at("2026-03-03"), GAPS)
    state, applied = advance(walk.law, walk.state, at("2026-03-12"))
    walk.write(applied[0])
    assert ([s.key for s in state.steps], applied[0].turns[0].at) == (["judge"], at("2026-03-11", "00:00"))
    with pytest.raises(errors.GapsLate, match="revoke the acceptance"):
        walk.do("judge", "confirm", DESK, at("2026-03-12"))
    with pytest.raises(errors.PayloadInvalid):
        walk.do("judge", "revoke", DESK, at("2026-03-12"), {"ground": "unfit", "opinion": "逾期未补齐。"})
    walk.do("judge", "revoke", DESK, at("2026-03-12"), REFUSAL)
    assert (walk.state.phase, walk.open) == ("ACCEPTANCE_REVOKED", [])
    assert isinstance(walk.state.ledger[-1], Finish)


@law("浙规 11")
def test_nothing_is_granted_while_a_gap_is_open() -> None:
    # A standard that leads on without anybody's confirmation, which no publish check lets through.
    walk = Walk(
        rules(
            Regime.LICENCE,
            step("window", "front_desk", "SUBMITTED", act("accept_with_gaps", "decide", move="accept_with_gaps")),
            step("decide", "decision", "ACCEPTED_WITH_GAPS", act("grant", "decide"), act("terminate", "decide")),
            materials=[{"key": "drawing", "title": {"zh-Hans": "图", "en": "map"}, "tolerable_gap": True}],
        ),
        at("2026-03-02"),
    )
    walk.do("window", "accept_with_gaps", ANNA, at("2026-03-03"), GAPS)
    with pytest.raises(errors.GapOpen, match="still open"):
        walk.do("decide", "grant", BO, at("2026-03-04"))


# -- consultation ------------------------------------------------------------------------------------------------------


def test_a_review_asks_another_district_and_goes_on() -> None:
    walk = in_review()
    with pytest.raises(errors.MissingOpinion):
        walk.do("review", "ask", ANNA, at("2026-03-04"))
    walk.do("review", "ask", ANNA, at("2026-03-04"), {"opinion": "请瓯海核对场地。"})
    assert [(s.key, s.party, s.claimed_by) for s in walk.state.steps] == [
        ("review", "home", ANNA.person),
        ("opinion", "origin", None),
    ]
    with pytest.raises(errors.MissingOpinion):
        walk.do("opinion", "answer", ORIGIN, at("2026-03-05"))
    walk.do("opinion", "answer", ORIGIN, at("2026-03-05"), {"opinion": "场地无异议。"})
    assert walk.open == ["review"]


def test_a_standing_consultation_holds_nobody_up_and_its_silence_is_no_objection() -> None:
    walk = in_review()
    walk.do("review", "ask", ANNA, at("2026-03-04"), {"opinion": "请核对。"})
    walk.do("review", "pass", ANNA, at("2026-03-04"))
    assert walk.open == ["opinion", "joint", "joint", "joint"]
    state, applied = advance(walk.law, walk.state, at("2026-03-10"))
    turn = applied[0].turns[0]
    assert (turn.step, turn.act, turn.outcome, turn.actor) == ("opinion", "silent", "no_objection", None)
    assert {s.key for s in state.steps} == {"joint"}


def test_a_consultation_that_is_waited_for_holds_the_join() -> None:
    walk = Walk(
        rules(
            Regime.SERVICE,
            step("review", "review", "SUBMITTED", act("ask", "review opinion", "consult"), act("pass", "last")),
            step("opinion", "consult", "SUBMITTED", act("answer", "last"), party="origin"),
            step("last", "review", "SUBMITTED", act("pass", "end", move="complete"), join="all"),
            end("COMPLETED"),
        ),
        at("2026-03-02"),
    )
    walk.do("review", "ask", ANNA, at("2026-03-03"), {"opinion": "请核对。"})
    walk.do("review", "pass", ANNA, at("2026-03-03"))
    assert (walk.open, walk.state.waiting) == (["opinion"], ("last",))
    walk.do("opinion", "answer", ORIGIN, at("2026-03-04"), {"opinion": "无异议。"})
    assert walk.open == ["last"]


# -- special procedures (许可法 45) ------------------------------------------------------------------------------------


@law("许可法 45", "trap 5", "clock C3")
def test_a_hearing_stops_the_clock_for_the_days_told_and_its_end_resumes_it() -> None:
    walk = in_review()
    before = walk.journal[-1].dues.promised
    (turn,) = walk.do("review", "hear", ANNA, at("2026-03-04"), HEARING).turns
    assert turn.entries == (Stop(at=at("2026-03-04"), ground=Ground.HEARING, announced_days=10),)
    assert turn.notices == ("hearing",)
    assert (walk.state.phase, walk.open) == ("SPECIAL_PROCEDURE", ["hearing"])
    assert walk.state.steps[0].due_at == at("2026-03-19", "00:00")
    assert reading(walk, "2026-03-10").light is Light.BLUE

    with pytest.raises(errors.PayloadInvalid):
        walk.do("hearing", "finish", BO, at("2026-03-11"))
    (turn,) = walk.do("hearing", "finish", BO, at("2026-03-11"), {"result": "听证笔录附卷。"}).turns
    assert turn.entries == (Resume(at=at("2026-03-11")),)
    assert (walk.state.phase, walk.open) == ("IN_REVIEW", ["review"])
    assert before == at("2026-03-18", "00:00")
    assert walk.journal[-1].dues.promised == at("2026-03-25", "00:00")


@law("许可法 45")
def test_a_procedure_that_outlasts_the_days_told_turns_the_light_yellow() -> None:
    walk = in_review()
    walk.do("review", "hear", ANNA, at("2026-03-04"), HEARING)
    pause = reading(walk, "2026-03-18").stop
    assert pause
    assert (pause.announced_until.isoformat(), pause.is_too_long) == ("2026-03-18", False)
    assert reading(walk, "2026-03-18").light is Light.BLUE
    assert reading(walk, "2026-03-19").light is Light.YELLOW


@law("许可法 45")
@pytest.mark.parametrize(
    "payload",
    [
        {**HEARING, "procedure": "CORRECTION"},
        {**HEARING, "procedure": "AUCTION"},
        {**HEARING, "procedure": "LUNCH"},
        {**HEARING, "days": 0},
        {"procedure": "HEARING", "opinion": "理由"},
    ],
)
def test_only_a_procedure_of_the_list_with_its_days_told_stops_the_clock(payload: dict[str, object]) -> None:
    walk = in_review()
    with pytest.raises(errors.PayloadInvalid):
        walk.do("review", "hear", ANNA, at("2026-03-04"), payload)
    assert walk.open == ["review"]


def test_the_procedures_offered_are_those_the_step_holds() -> None:
    law_ = licence()
    hear = law_.act(law_.step("review"), "hear")
    assert procedures_of(law_, hear) == (Ground.HEARING, Ground.TESTING)
    assert procedures_of(law_, law_.act(law_.step("review"), "pass")) == ()


@law("许可法 48")
def test_who_reviews_a_case_hosts_no_hearing_on_it() -> None:
    walk = in_review()
    walk.do("review", "hear", ANNA, at("2026-03-04"), HEARING)
    with pytest.raises(errors.SameHands):
        walk.do("hearing", "finish", ANNA, at("2026-03-11"), {"result": "笔录。"})


@law("条例 19")
@pytest.mark.parametrize("regime", [Regime.REGISTRATION, Regime.RELOCATION])
def test_a_registration_knows_no_special_procedure(regime: Regime) -> None:
    walk = Walk(
        rules(
            regime,
            step("review", "review", "SUBMITTED", act("hear", "hearing", outcome="special")),
            step("hearing", "special_procedure", "SUBMITTED", act("finish", "review")),
        ),
        at("2026-03-02"),
    )
    with pytest.raises(errors.UnlawfulOutcome):
        walk.do("review", "hear", ANNA, at("2026-03-03"), HEARING)


# -- extension (许可法 42) ---------------------------------------------------------------------------------------------


@law("许可法 42")
def test_the_review_asks_and_the_head_extends_once() -> None:
    walk = in_review()
    walk.do("review", "ask_extension", ANNA, at("2026-03-09"), {"opinion": "情况复杂。"})
    with pytest.raises(errors.NotAllowed):
        walk.do("extension", "extend", BO, at("2026-03-09"), {"opinion": "情况复杂。"})
    walk.do("extension", "extend", HEAD, at("2026-03-09"), {"opinion": "同意延长。"})
    assert walk.open == ["review"]
    assert isinstance(walk.state.ledger[-1], Extend)
    with pytest.raises(errors.ExtendedBefore, match="one extension"):
        walk.do("review", "ask_extension", ANNA, at("2026-03-10"), {"opinion": "还是复杂。"})
    walk.do("review", "pass", ANNA, at("2026-03-10"))
    assert walk.open == ["joint"] * 3


# -- tasks and waits ---------------------------------------------------------------------------------------------------


def test_tasks_run_beside_each_other_with_days_of_their_own() -> None:
    walk = decided()
    due = {standing.key: standing.due_at for standing in walk.state.steps}
    assert due == {
        "inspect": at("2026-06-06", "00:00"),
        "train": at("2026-04-10", "00:00"),
        "opening": at("2026-06-01", "00:00"),
    }
    walk.do("train", "done", DESK, at("2026-03-11"))
    with pytest.raises(errors.MissingGround):
        walk.do("inspect", "waive", FIRE, at("2026-03-11"), {"opinion": "不需要。"})
    walk.do("inspect", "waive", FIRE, at("2026-03-11"), {"opinion": "不需要。", "ground": "unfit"})
    assert (walk.open, walk.state.waiting) == (["opening"], ("archive",))


def test_the_case_goes_on_at_the_beginning_of_the_day_it_waits_for() -> None:
    walk = decided()
    walk.do("train", "done", DESK, at("2026-03-11"))
    walk.do("inspect", "done", FIRE, at("2026-03-11"))
    assert advance(walk.law, walk.state, at("2026-05-31", "23:59"))[1] == ()
    state, applied = advance(walk.law, walk.state, at("2026-06-02"))
    turn = applied[0].turns[0]
    assert (turn.step, turn.act, turn.actor, turn.at) == ("opening", "reached", None, at("2026-06-01", "00:00"))
    assert state.phase == "ARCHIVED"


def test_a_wait_ends_as_soon_as_what_was_waited_for_is_known() -> None:
    walk = decided()
    walk.state = walk.first = type(walk.state)(
        **{f: getattr(walk.state, f) for f in walk.state.__slots__} | {"facts": {"opened": True}}
    )
    state, applied = advance(walk.law, walk.state, at("2026-03-20"))
    turn = applied[0].turns[0]
    assert (turn.step, turn.act, turn.at) == ("opening", "reached", at("2026-03-20"))
    assert {s.key for s in state.steps} == {"inspect", "train"}


def test_a_wait_whose_day_has_passed_opens_and_closes_in_one_write() -> None:
    walk = decided(form={"name": "甲", "opens_on": "2026-01-01"})
    assert [turn.act for turn in walk.journal[-1].turns] == ["issue", "reached"]
    assert walk.open == ["inspect", "train"]


def test_somebody_may_end_a_wait_early_with_the_reason_why() -> None:
    walk = decided()
    with pytest.raises(errors.NotAllowed):
        walk.do("opening", "reached", DESK, at("2026-03-11"))
    with pytest.raises(errors.MissingOpinion):
        walk.do("opening", "skip", DESK, at("2026-03-11"))
    walk.do("opening", "skip", DESK, at("2026-03-11"), {"opinion": "已提前开业。"})
    assert "opening" not in walk.open


def test_a_wait_for_a_date_nobody_named_is_refused() -> None:
    with pytest.raises(errors.NoDate, match="names none"):
        decided(form={"name": "甲"})


def test_a_wait_is_not_ended_by_a_person_in_the_engines_place() -> None:
    walk = decided()
    request = ActRequest("opening", "reached", SYSTEM, at("2026-03-11"))
    with pytest.raises(errors.NotAllowed):
        interpret(walk.law, walk.state, request)


# -- the whole way -----------------------------------------------------------------------------------------------------


def test_the_written_journal_of_the_whole_way_gives_the_case() -> None:
    walk = begun()
    walk.do("window", "accept_with_gaps", DESK, at("2026-03-03"), GAPS)
    walk.do("supply", "close_gaps", APPLICANT, at("2026-03-04"))
    walk.do("judge", "confirm", DESK, at("2026-03-05"))
    walk.do("review", "hear", ANNA, at("2026-03-05"), HEARING)
    walk.do("hearing", "finish", BO, at("2026-03-11"), {"result": "笔录。"})
    walk.do("review", "ask_extension", ANNA, at("2026-03-12"), {"opinion": "复杂。"})
    walk.do("extension", "extend", HEAD, at("2026-03-12"), {"opinion": "同意。"})
    walk.do("review", "pass", ANNA, at("2026-03-13"))
    walk.do("joint", "agree", ORIGIN, at("2026-03-13"), AGREE)
    walk.do("joint", "agree", FIRE, at("2026-03-13"), AGREE)
    walk.do("decision", "grant", HEAD, at("2026-03-16"))
    walk.do("certify", "issue", DESK, at("2026-03-17"))
    walk.do("deliver", "issue", DESK, at("2026-03-18"))
    walk.do("train", "done", DESK, at("2026-03-19"))
    walk.do("inspect", "done", FIRE, at("2026-03-19"))
    walk.do("opening", "skip", DESK, at("2026-03-19"), {"opinion": "已开业。"})
    assert (walk.state.phase, walk.open) == ("ARCHIVED", [])
    written = json.loads(json.dumps([moves.to_json() for moves in walk.journal]))
    assert replay(walk.first, [Moves.from_json(row) for row in written]) == walk.state


def test_a_joint_review_that_fails_goes_back_and_comes_again() -> None:
    walk = in_joint_review()
    for who in (ANNA, FIRE):
        walk.do("joint", "disagree", who, at("2026-03-05"), {"opinion": "不同意。", "ground": "unfit"})
    walk.do("review", "pass", BO, at("2026-03-06"))
    walk.do("joint", "agree", ORIGIN, at("2026-03-06"), AGREE)
    walk.do("joint", "agree", ANNA, at("2026-03-06"), AGREE)
    assert walk.open == ["decision"]
