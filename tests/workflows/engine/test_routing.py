import pytest

from tests.law import law
from tests.workflows.engine.factory import (
    APPLICANT,
    Walk,
    act,
    at,
    end,
    rules,
    step,
)
from tests.workflows.engine.standards import ANNA, BO, CHEN, DESK, parallel
from workflows.engine import errors
from workflows.engine.interpreter import interpret
from workflows.engine.state import CALLED_OFF, ActRequest
from workflows.standards.enums import Regime


@law("许可法 26")
def test_a_join_waits_for_every_branch_that_can_still_reach_it() -> None:
    walk = Walk(parallel(join="all"), at("2026-03-02"))
    opened = walk.do("window", "accept", DESK, at("2026-03-02", "11:00")).opened
    assert {standing.opened_at for standing in opened} == {at("2026-03-02", "11:00")}
    walk.do("water", "pass", ANNA, at("2026-03-03"))
    assert (walk.open, walk.state.waiting) == (["fire"], ("last",))
    walk.do("fire", "ask", BO, at("2026-03-03"))
    assert (walk.open, walk.state.waiting) == (["more"], ("last",))
    walk.do("more", "resubmit", APPLICANT, at("2026-03-04"))
    walk.do("fire", "pass", BO, at("2026-03-05"))
    assert (walk.open, walk.state.waiting) == (["last"], ())
    walk.do("last", "pass", CHEN, at("2026-03-06"))
    assert (walk.state.phase, walk.open) == ("COMPLETED", [])


def test_without_a_join_each_branch_opens_the_step_for_itself() -> None:
    walk = Walk(parallel(), at("2026-03-02"))
    walk.do("window", "accept", DESK, at("2026-03-02", "11:00"))
    walk.do("water", "pass", ANNA, at("2026-03-03"))
    walk.do("fire", "pass", BO, at("2026-03-03"))
    assert walk.open == ["last", "last"]


def test_the_end_calls_off_what_is_still_open() -> None:
    walk = Walk(parallel(join="all"), at("2026-03-02"))
    walk.do("window", "accept", DESK, at("2026-03-02", "11:00"))
    walk.do("water", "refuse", ANNA, at("2026-03-03"), {"ground": "unfit", "opinion": "水源保护区。"})
    fire = next(done for done in walk.state.history if done.key == "fire")
    assert (walk.open, fire.act, fire.actor) == ([], CALLED_OFF, None)


def test_joins_that_wait_for_one_another_open_in_the_order_of_the_document() -> None:
    walk = Walk(
        rules(
            Regime.SERVICE,
            step("window", "front_desk", "SUBMITTED", act("accept", "b a", move="begin")),
            step("a", "review", "IN_PROGRESS", act("pass", "b"), join="all"),
            step("b", "review", "IN_PROGRESS", act("pass", "a"), join="all"),
        ),
        at("2026-03-02"),
    )
    walk.do("window", "accept", DESK, at("2026-03-02"))
    assert (walk.open, walk.state.waiting) == (["a"], ("b",))


@law("16号令 30")
def test_a_standing_offer_to_withdraw_ends_with_the_decision_and_carries_no_case() -> None:
    law_ = rules(
        Regime.LICENCE,
        step(
            "window",
            "front_desk",
            "SUBMITTED",
            act("accept", "work", move="accept"),
            act("none", outcome="not_required"),
        ),
        step(
            "offer",
            "applicant_supplement",
            "ACCEPTED IN_REVIEW",
            act("withdraw", "end", move="terminate"),
            party="applicant",
            settings={"standing": True},
        ),
        step(
            "work",
            "review",
            "ACCEPTED",
            act("pass", "review offer", move="begin_review"),
            act("drop", "offer", outcome="forward"),
        ),
        step("review", "review", "IN_REVIEW", act("pass", "decision", move="submit_for_decision")),
        step("decision", "decision", "PENDING_DECISION", act("grant", "decision", move="grant")),
        end("TERMINATED"),
    )
    walk = Walk(law_, at("2026-03-02"))
    with pytest.raises(errors.Stranded):
        walk.do("window", "none", DESK, at("2026-03-02"), {"opinion": "无需许可。"})
    walk.do("window", "accept", DESK, at("2026-03-02"))
    with pytest.raises(errors.Stranded):
        walk.do("work", "drop", DESK, at("2026-03-02"))
    walk.do("work", "pass", DESK, at("2026-03-02"))
    before = walk.state

    walk.do("review", "pass", DESK, at("2026-03-03"))
    assert walk.open == ["decision"]
    with pytest.raises(errors.StepCalledOff):
        walk.do("offer", "withdraw", APPLICANT, at("2026-03-04"))

    withdrawn = interpret(law_, before, ActRequest("offer", "withdraw", APPLICANT, at("2026-03-03")))
    assert (withdrawn.phase, withdrawn.ended_at) == ("TERMINATED", at("2026-03-03"))


def test_a_move_the_law_does_not_know_is_refused() -> None:
    bad = rules(
        Regime.LICENCE, step("window", "front_desk", "SUBMITTED", act("accept", "end", move="grant")), end("GRANTED")
    )
    with pytest.raises(errors.WrongPhase):
        Walk(bad, at("2026-03-02")).do("window", "accept", DESK, at("2026-03-02"))


def test_a_case_does_not_end_in_a_phase_the_law_does_not_end_in() -> None:
    bad = rules(
        Regime.LICENCE, step("window", "front_desk", "SUBMITTED", act("accept", "end", move="accept")), end("ACCEPTED")
    )
    with pytest.raises(errors.WrongPhase):
        Walk(bad, at("2026-03-02")).do("window", "accept", DESK, at("2026-03-02"))


def test_a_step_does_not_open_in_a_phase_it_may_not_stand_in() -> None:
    bad = rules(
        Regime.SERVICE,
        step("window", "front_desk", "SUBMITTED", act("accept", "review")),
        step("review", "review", "IN_PROGRESS", act("pass", "review")),
    )
    with pytest.raises(errors.WrongPhase):
        Walk(bad, at("2026-03-02")).do("window", "accept", DESK, at("2026-03-02"))


def test_the_first_route_that_holds_is_taken() -> None:
    law_ = rules(
        Regime.SERVICE,
        step(
            "a",
            "review",
            "SUBMITTED",
            act(
                "pass",
                routes=[
                    {"to": ["b"], "when": "form.amount > 10"},
                    {"to": ["c"], "when": "form.amount > 5"},
                ],
            ),
        ),
        step("b", "review", "SUBMITTED", act("pass", "b")),
        step("c", "review", "SUBMITTED", act("pass", "c")),
    )
    walk = Walk(law_, at("2026-03-02"), form={"amount": 7})
    walk.do("a", "pass", ANNA, at("2026-03-02"))
    assert walk.open == ["c"]
    with pytest.raises(errors.NoRoute):
        Walk(law_, at("2026-03-02"), form={"amount": 1}).do("a", "pass", ANNA, at("2026-03-02"))


def test_a_party_without_a_district_is_named() -> None:
    law_ = rules(
        Regime.SERVICE,
        step("window", "front_desk", "SUBMITTED", act("accept", "x")),
        step("x", "review", "SUBMITTED", act("pass", "x"), party="nobody"),
    )
    with pytest.raises(errors.UnknownParty):
        Walk(law_, at("2026-03-02")).do("window", "accept", DESK, at("2026-03-02"))
