import pytest

from tests.law import law
from tests.workflows.engine.factory import (
    APPLICANT,
    CORRECTION,
    OUHAI,
    TEXT,
    Walk,
    act,
    at,
    blank,
    clerk,
    days,
    end,
    rules,
    step,
)
from tests.workflows.engine.standards import ANNA, BO, CHEN, DESK, accepted, decided, licence
from workflows.clock.entries import Finish, Start
from workflows.clock.errors import ClockError
from workflows.engine import errors
from workflows.engine.enums import Answer
from workflows.engine.interpreter import LONGEST_CASCADE, advance, due_silences, interpret, open_case
from workflows.engine.rules import Rules
from workflows.engine.state import SYSTEM, ActRequest
from workflows.standards.enums import Regime


@law("许可法 32(五)", "许可法 38", "许可法 42", "许可法 44")
def test_a_licence_walks_from_receipt_to_archive() -> None:
    walk = Walk(licence(), at("2026-03-02"), form={"name": "甲"})
    assert (walk.open, walk.state.phase, walk.state.ledger) == (["window"], "SUBMITTED", ())

    moves = walk.do("window", "accept", DESK, at("2026-03-03"))
    assert [(turn.step, turn.move, turn.target) for turn in moves.turns] == [
        ("window", "accept", "ACCEPTED"),
        ("start", "begin_review", "IN_REVIEW"),
    ]
    assert moves.turns[0].notices == ("told",)
    assert moves.turns[1].findings[0].answer is Answer.PASSED
    assert moves.dues.promised == at("2026-03-18", "00:00")
    assert moves.dues.statutory == at("2026-04-01", "00:00")
    assert walk.state.steps[0].due_at == at("2026-03-07", "00:00")

    walk.do("review", "pass", ANNA, at("2026-03-04"))
    decided = walk.do("decision", "grant", BO, at("2026-03-05"))
    assert isinstance(decided.entries[-1], Finish)
    assert decided.dues.promised is None
    assert walk.do("certify", "issue", CHEN, at("2026-03-05", "11:00")).results == ("certificate",)

    last = walk.do("deliver", "issue", CHEN, at("2026-03-06"))
    assert [turn.act for turn in last.turns] == ["issue", "pass", "end"]
    assert (walk.state.phase, walk.open, walk.state.ended_at) == ("ARCHIVED", [], at("2026-03-06"))


@law("许可法 32(四)", "许可法 42")
def test_a_correction_runs_on_no_clock_and_acceptance_starts_it() -> None:
    walk = Walk(licence(), at("2026-03-02"))
    notice = walk.do("window", "correct", DESK, at("2026-03-03"), CORRECTION)
    assert (walk.state.phase, walk.open, walk.state.ledger) == ("CORRECTION_ISSUED", ["correction"], ())
    assert notice.turns[0].payload["items"][0]["material"] == "licence"
    assert walk.state.steps[0].due_at == walk.state.steps[0].silence_at == at("2026-03-25", "00:00")

    walk.do("correction", "resubmit", APPLICANT, at("2026-03-10"))
    walk.do("again", "accept", DESK, at("2026-03-11"))
    start = walk.state.ledger[0]
    assert isinstance(start, Start)
    assert start.at == at("2026-03-11")


@law("许可法 32(四)", "许可法 72(四)")
def test_a_second_correction_is_refused() -> None:
    walk = Walk(licence(), at("2026-03-02"))
    walk.do("window", "correct", DESK, at("2026-03-03"), CORRECTION)
    walk.do("correction", "resubmit", APPLICANT, at("2026-03-10"))
    with pytest.raises(errors.OnlyOnce):
        walk.do("again", "correct", DESK, at("2026-03-11"), CORRECTION)


@law("细则 18")
def test_an_incomplete_registration_is_returned_and_its_case_ends() -> None:
    walk = Walk(
        rules(
            Regime.REGISTRATION,
            step(
                "window",
                "front_desk",
                "SUBMITTED",
                act("return", "end", move="return_filing"),
                act("correct", "window"),
            ),
            end("RETURNED"),
        ),
        at("2026-03-02"),
    )
    assert isinstance(walk.state.ledger[0], Start)
    with pytest.raises(errors.UnlawfulOutcome):
        walk.do("window", "correct", DESK, at("2026-03-03"), CORRECTION)
    walk.do("window", "return", DESK, at("2026-03-03"), {"items": CORRECTION["items"]})
    assert (walk.state.phase, walk.open) == ("RETURNED", [])
    assert isinstance(walk.state.ledger[-1], Finish)
    with pytest.raises(errors.CaseClosed):
        walk.do("window", "return", DESK, at("2026-03-04"), {"items": CORRECTION["items"]})


@law("许可法 32(四)")
def test_silence_of_the_window_accepts_from_the_day_of_receipt() -> None:
    walk = Walk(licence(), at("2026-02-12"))
    last_moment = at("2026-02-26", "23:59")
    assert due_silences(walk.law.standard, walk.state, last_moment) == []

    state, applied = advance(walk.law, walk.state, at("2026-03-02"))
    turn = applied[0].turns[0]
    assert (turn.act, turn.actor, turn.at) == ("deem", None, at("2026-02-27", "00:00"))
    start = state.ledger[0]
    assert isinstance(start, Start)
    assert (start.at, start.recorded_at) == (at("2026-02-12"), at("2026-02-27", "00:00"))
    assert start.is_retroactive
    assert applied[0].dues.statutory == at("2026-03-19", "00:00")
    assert state.phase == "IN_REVIEW"


def test_an_act_waits_for_the_silence_that_is_due() -> None:
    walk = Walk(licence(), at("2026-02-12"))
    with pytest.raises(errors.SilenceDue):
        walk.do("window", "correct", DESK, at("2026-02-27", "00:00"), CORRECTION)


@law("16号令 15(四)", "浙规 11")
def test_silence_of_the_applicant_lapses_at_the_end_of_the_period_told() -> None:
    walk = Walk(licence(), at("2026-03-02"))
    walk.do("window", "correct", DESK, at("2026-03-03"), CORRECTION)
    state, _ = advance(walk.law, walk.state, at("2026-04-01"))
    assert (state.phase, state.ended_at) == ("LAPSED", at("2026-03-25", "00:00"))


@law("条例 27")
def test_a_silent_origin_has_cleared_at_midnight() -> None:
    walk = Walk(
        rules(
            Regime.RELOCATION,
            step(
                "precheck",
                "automatic_check",
                "SUBMITTED",
                act("pass", "ask", move="precheck"),
                party="system",
                settings={"checks": ["ok"]},
            ),
            step(
                "ask",
                "automatic_check",
                "PRECHECK",
                act("pass", "origin", move="request_moveout"),
                party="system",
                settings={"checks": ["ok"]},
            ),
            step(
                "origin",
                "hand_over",
                "MOVEOUT_REQUESTED",
                act("clear", "review", outcome="cleared", move="clear"),
                act("hold", "overrule", outcome="held", move="hold", grounds=["seized"]),
                party="origin",
                limit=days(1),
                silence={
                    "after": days(1),
                    "act": "clear",
                    "basis": "agreement",
                    "citation": {"law": "条例", "article": "27"},
                },
            ),
            step("overrule", "review", "MOVEOUT_HELD", act("pass", "review", move="overrule")),
            step("review", "review", "MOVEOUT_CLEARED", act("pass", "end")),
            end("CLOSED"),
            checks=[{"id": "ok", "condition": "true", "effect": "WARN", "sentence": TEXT}],
        ),
        at("2026-02-13"),
    )
    assert walk.open == ["origin"]
    assert walk.state.steps[0].district == OUHAI
    state, applied = advance(walk.law, walk.state, at("2026-02-15"))
    assert (state.phase, applied[0].turns[0].at) == ("MOVEOUT_CLEARED", at("2026-02-15", "00:00"))

    ouhai = clerk(7, district=OUHAI)
    with pytest.raises(errors.GroundNotListed):
        walk.do("origin", "hold", ouhai, at("2026-02-13", "11:00"), {"ground": "unfit", "opinion": "慢一点。"})
    walk.do("origin", "hold", ouhai, at("2026-02-13", "11:00"), {"ground": "seized", "opinion": "法院协助执行。"})
    assert (walk.state.phase, walk.open) == ("MOVEOUT_HELD", ["overrule"])


@law("许可法 42")
def test_the_clock_is_extended_once_and_the_reason_told() -> None:
    walk = decided()
    with pytest.raises(errors.MissingOpinion):
        walk.do("decision", "extend", BO, at("2026-03-09"))
    before = walk.journal[-1].dues.statutory
    extended = walk.do("decision", "extend", BO, at("2026-03-09"), {"opinion": "情况复杂。"})
    assert before == at("2026-04-01", "00:00")
    assert extended.dues.statutory == at("2026-04-16", "00:00")
    assert (walk.open, walk.state.steps[0].claimed_by) == (["decision"], BO.person)
    with pytest.raises(errors.ExtendedBefore, match="one extension"):
        walk.do("decision", "extend", BO, at("2026-03-10"), {"opinion": "还是复杂。"})


def test_the_second_clerk_is_told_who_was_faster() -> None:
    walk = accepted()
    with pytest.raises(errors.StepTaken) as told:
        walk.do("window", "accept", ANNA, at("2026-03-04"))
    assert told.value.named == {"step": "window", "who": 2, "act": "accept", "at": at("2026-03-03")}
    with pytest.raises(errors.UnknownStep):
        walk.do("nowhere", "accept", ANNA, at("2026-03-04"))


def test_an_act_on_an_unclaimed_step_is_written_with_post_and_desk() -> None:
    turn = accepted().journal[-1].turns[0]
    assert (turn.actor, turn.post, turn.desk) == (2, 20, 200)


def test_an_unknown_act_names_the_known_ones() -> None:
    with pytest.raises(errors.UnknownAct, match="pass"):
        accepted().do("review", "dance", ANNA, at("2026-03-04"))


def checked(effect: str) -> Rules:
    return rules(
        Regime.SERVICE,
        step(
            "check",
            "automatic_check",
            "SUBMITTED",
            act("pass", "p"),
            act("blocked", "b"),
            act("review", "r"),
            party="system",
            settings={"checks": ["asked"]},
        ),
        *(step(key, "review", "SUBMITTED", act("pass", key)) for key in "pbr"),
        checks=[
            {
                "id": "asked",
                "probe": "court",
                "effect": effect,
                "sentence": TEXT,
                "basis": [{"law": "细则", "article": "79"}],
            }
        ],
    )


@pytest.mark.parametrize(
    ("effect", "facts", "step_", "answer"),
    [
        ("BLOCK", {"court": {"value": True}}, "p", "PASSED"),
        ("BLOCK", {"court": {"value": False}}, "b", "FAILED"),
        ("BLOCK", {}, "r", "UNANSWERED"),
        ("REVIEW", {"court": False}, "r", "FAILED"),
        ("TRAVEL", {"court": False}, "p", "FAILED"),
        ("WARN", {}, "p", "UNANSWERED"),
    ],
)
def test_a_probe_that_does_not_answer_blocks_nobody_and_passes_nobody(
    effect: str, facts: dict[str, object], step_: str, answer: str
) -> None:
    walk = Walk(checked(effect), at("2026-03-02"), facts=facts)
    assert walk.open == [step_]
    assert [found.answer for found in walk.journal[0].turns[1].findings] == [answer]


def test_automatic_steps_that_lead_on_without_end_are_stopped() -> None:
    loop = rules(
        Regime.SERVICE,
        step(
            "check", "automatic_check", "SUBMITTED", act("pass", "check"), party="system", settings={"checks": ["ok"]}
        ),
        checks=[{"id": "ok", "condition": "true", "effect": "WARN", "sentence": TEXT}],
    )
    with pytest.raises(errors.Runaway):
        open_case(loop, blank(loop, at("2026-03-02")), APPLICANT)
    assert LONGEST_CASCADE == 50


def test_a_clerk_cannot_slip_in_after_the_silence() -> None:
    walk = Walk(licence(), at("2026-02-12"))
    late = at("2026-02-27", "00:00")
    for request in (
        ActRequest("window", "correct", DESK, late, CORRECTION, ordinal=1),
        ActRequest("window", "deem", DESK, late, ordinal=1),
        ActRequest("window", "deem", SYSTEM, at("2026-03-02"), ordinal=1),
    ):
        with pytest.raises(errors.SilenceDue):
            interpret(walk.law, walk.state, request)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ClockError):
        accepted().do("review", "pass", ANNA, at("2026-03-04").replace(tzinfo=None))


def test_a_step_of_another_system_waits_for_its_word_and_nobody_acts_there() -> None:
    walk = Walk(
        rules(
            Regime.SERVICE,
            step("window", "front_desk", "SUBMITTED", act("accept", "register", move="begin")),
            step("register", "external", "IN_PROGRESS", act("recorded", "end", move="complete"), party="system"),
            end("COMPLETED"),
        ),
        at("2026-03-02"),
    )
    walk.do("window", "accept", DESK, at("2026-03-02"))
    assert walk.open == ["register"]
    with pytest.raises(errors.NotAllowed):
        walk.do("register", "recorded", DESK, at("2026-03-03"))
    walk.do("register", "recorded", SYSTEM, at("2026-03-03"))
    assert walk.state.ended_at == at("2026-03-03")
