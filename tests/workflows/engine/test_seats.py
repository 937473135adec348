"""Seats of a joint review: who fills which, and when the rule is met or cannot be met any more."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law import law
from tests.workflows.engine.every_step import (
    AGREE,
    ANNA,
    BO,
    DISAGREE,
    FIRE,
    HEAD,
    ORIGIN,
    RECEIVED,
    SEATS,
    in_joint_review,
    licence,
)
from tests.workflows.engine.factory import LONGWAN, OUHAI, Walk, act, at, clerk, end, rules, step
from workflows.engine import errors
from workflows.engine.interpreter import advance, interpret
from workflows.engine.replay import replay
from workflows.engine.rules import Rules
from workflows.engine.seats import rounds
from workflows.engine.state import Actor, ActRequest, Moves, Post
from workflows.standards.enums import Regime

WHEN = at("2026-03-05")


def test_a_joint_review_opens_one_step_per_seat() -> None:
    walk = in_joint_review()
    assert [(s.key, s.party, s.district, s.desk) for s in walk.state.steps] == [
        ("joint", "home", LONGWAN, "REVIEW"),
        ("joint", "home", LONGWAN, "FIRE"),
        ("joint", "origin", OUHAI, "REVIEW"),
    ]
    assert [s.ordinal for s in walk.state.steps] == [4, 5, 6]


@law("许可法 26")
def test_the_act_that_meets_the_rule_takes_the_route_and_calls_the_other_seats_off() -> None:
    walk = in_joint_review()
    first = walk.do("joint", "agree", ORIGIN, WHEN, AGREE).turns[0]
    assert (first.verdict, first.results, first.opened) == ("", ("agreed",), ())
    assert (walk.state.phase, walk.open) == ("IN_REVIEW", ["joint", "joint"])

    (turn,) = walk.do("joint", "agree", FIRE, WHEN, AGREE).turns
    assert (turn.act, turn.outcome, turn.verdict) == ("agree", "agree", "passed")
    assert (turn.move, turn.called_off) == ("submit_for_decision", (4,))
    assert (turn.results, turn.notices) == (("settled", "agreed"), ("settled",))
    assert (walk.state.phase, walk.open) == ("PENDING_DECISION", ["decision"])


def test_a_rule_that_cannot_be_met_any_more_fails_at_once() -> None:
    walk = in_joint_review()
    walk.do("joint", "disagree", ANNA, WHEN, DISAGREE)
    turn = walk.do("joint", "disagree", FIRE, WHEN, DISAGREE).turns[0]
    assert (turn.verdict, turn.called_off, walk.open) == ("failed", (6,), ["review"])
    assert walk.state.steps[0].claimed_by is None


@pytest.mark.parametrize(
    ("settings", "votes", "verdicts"),
    [
        ({"rule": "all"}, "aaa", ["", "", "passed"]),
        ({"rule": "all"}, "ad", ["", "failed"]),
        ({"rule": "any"}, "a", ["passed"]),
        ({"rule": "any"}, "ddd", ["", "", "failed"]),
        ({"rule": "count", "needed": 2}, "ada", ["", "", "passed"]),
        ({"rule": "count", "needed": 2}, "dad", ["", "", "failed"]),
    ],
)
def test_each_rule_counts_as_it_says(settings: dict[str, object], votes: str, verdicts: list[str]) -> None:
    walk = in_joint_review(licence(**settings))
    asked = ((ANNA, FIRE, ORIGIN)[n] for n in range(len(votes)))
    found = [
        walk.do("joint", "agree" if vote == "a" else "disagree", who, WHEN, AGREE if vote == "a" else DISAGREE)
        .turns[0]
        .verdict
        for who, vote in zip(asked, votes, strict=True)
    ]
    assert found == verdicts


def panel(seats: int, needed: int) -> Rules:
    """So many seats at one desk, and a review that opens them, twice if need be."""
    handlers = [{"party": "home", "desk": "REVIEW"}] * seats
    acts = [act("agree", routes=[]), act("disagree", routes=[]), act("passed", "end", move="complete")]
    return rules(
        Regime.SERVICE,
        step(
            "panel",
            "joint_review",
            "SUBMITTED",
            *acts,
            act("failed", "panel"),
            settings={"seats": handlers, "rule": "count", "needed": needed},
        ),
        end("COMPLETED"),
    )


@given(st.integers(1, 6).flatmap(lambda m: st.tuples(st.just(m), st.integers(1, m))), st.randoms(use_true_random=False))
def test_it_ends_exactly_when_its_rule_is_met(size: tuple[int, int], dice: object) -> None:
    seats, needed = size
    walk = Walk(panel(seats, needed), RECEIVED)
    agreed = against = 0
    for person in range(10, 10 + seats):
        open_seats = [s.ordinal for s in walk.state.steps]
        agrees = dice.random() < 0.5  # type: ignore[attr-defined]
        request = ActRequest(
            "panel",
            "agree" if agrees else "disagree",
            clerk(person),
            WHEN,
            AGREE if agrees else DISAGREE,
            dice.choice(open_seats),  # type: ignore[attr-defined]
        )
        turn = walk.write(interpret(walk.law, walk.state, request)).turns[0]
        agreed, against = agreed + agrees, against + (not agrees)
        if agreed >= needed:
            assert turn.verdict == "passed"
            assert walk.state.ended_at == WHEN
            break
        if against > seats - needed:
            assert turn.verdict == "failed"
            assert walk.open == ["panel"] * seats
            break
        assert turn.verdict == ""
        assert len(walk.open) == seats - agreed - against
    else:
        raise AssertionError("every seat has spoken and nothing came of it")
    assert replay(walk.first, [Moves.from_json(moves.to_json()) for moves in walk.journal]) == walk.state


def test_a_second_round_begins_with_no_opinions() -> None:
    walk = Walk(panel(2, 2), RECEIVED)
    walk.do("panel", "disagree", ANNA, WHEN, DISAGREE)
    assert [[done.act for done in each.given] for each in rounds(walk.state, "panel", walk.law.seats("panel"), 2)] == [
        ["disagree"],
        [],
    ]
    walk.do("panel", "agree", ANNA, WHEN, AGREE)
    assert walk.open == ["panel"]


def test_whoever_has_posts_at_two_seats_fills_one_of_them() -> None:
    walk = in_joint_review(licence(rule="all"))
    both = Actor(8, "both", (*BO.posts, Post(81, 801, "FIRE", LONGWAN, "REVIEWER")))
    walk.do("joint", "agree", both, WHEN, AGREE)
    with pytest.raises(errors.SeatFilled, match="colleagues"):
        walk.do("joint", "agree", both, WHEN, AGREE)
    assert walk.open == ["joint", "joint"]


def test_without_a_number_the_actors_own_seat_is_meant() -> None:
    walk = in_joint_review(licence(rule="all"))
    assert walk.do("joint", "agree", ORIGIN, WHEN, AGREE).turns[0].ordinal == 6
    with pytest.raises(errors.NotAllowed):
        walk.do("joint", "agree", HEAD, WHEN, AGREE)


def test_a_seat_asks_for_its_own_role() -> None:
    walk = in_joint_review()
    approver = clerk(9, role="APPROVER")
    with pytest.raises(errors.NotAllowed):
        interpret(walk.law, walk.state, ActRequest("joint", "agree", approver, WHEN, AGREE, ordinal=4))


def test_nobody_says_the_verdict_and_every_opinion_has_words() -> None:
    walk = in_joint_review()
    with pytest.raises(errors.NotAllowed):
        walk.do("joint", "settled", ANNA, WHEN)
    with pytest.raises(errors.MissingOpinion):
        walk.do("joint", "agree", ANNA, WHEN)
    with pytest.raises(errors.MissingGround):
        walk.do("joint", "disagree", ANNA, WHEN, AGREE)


def test_seats_that_are_silent_agree_and_end_it_once() -> None:
    walk = in_joint_review()
    walk.do("joint", "disagree", ANNA, WHEN, DISAGREE)
    state, applied = advance(walk.law, walk.state, at("2026-04-01"))
    turns = [(turn.act, turn.verdict, turn.at) for moves in applied for turn in moves.turns]
    assert turns == [
        ("silent", "", at("2026-03-19", "00:00")),
        ("silent", "passed", at("2026-03-19", "00:00")),
    ]
    assert [s.key for s in state.steps] == ["decision"]


def test_conditions_see_the_verdict_as_what_was_done() -> None:
    walk = in_joint_review()
    assert "joint" not in walk.law.data(walk.state)["case"]["done"]
    walk.do("joint", "agree", ORIGIN, WHEN, AGREE)
    assert "joint" not in walk.law.data(walk.state)["case"]["done"]
    walk.do("joint", "agree", FIRE, WHEN, AGREE)
    assert walk.law.data(walk.state)["case"]["done"]["joint"] == "settled"


def test_who_sat_in_the_joint_review_does_not_decide() -> None:
    walk = in_joint_review()
    head = Actor(8, "head", (*HEAD.posts, Post(81, 801, "FIRE", LONGWAN, "REVIEWER")))
    walk.do("joint", "agree", head, WHEN, AGREE)
    walk.do("joint", "agree", ORIGIN, WHEN, AGREE)
    with pytest.raises(errors.SameHands):
        walk.do("decision", "grant", head, WHEN)


def test_rows_without_a_verdict_are_written_as_before() -> None:
    walk = in_joint_review()
    assert all("verdict" not in turn for moves in walk.journal for turn in moves.to_json()["turns"])
    walk.do("joint", "agree", ORIGIN, WHEN, AGREE)
    walk.do("joint", "agree", FIRE, WHEN, AGREE)
    assert walk.journal[-1].to_json()["turns"][0]["verdict"] == "passed"


@pytest.mark.parametrize("order", list(product((0, 1), repeat=2)))
def test_the_order_of_seats_does_not_matter(order: tuple[int, int]) -> None:
    walk = in_joint_review(licence(seats=SEATS[:2], rule="all", needed=None))
    for who in (ANNA, FIRE) if order[0] else (FIRE, ANNA):
        walk.do("joint", "agree", who, WHEN, AGREE)
    assert walk.open == ["decision"]
