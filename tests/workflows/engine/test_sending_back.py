from dataclasses import replace

import pytest

from tests.workflows.engine.factory import LONGWAN, Walk, act, at, clerk, end, rules, step
from workflows.engine import errors
from workflows.engine.enums import Bar
from workflows.engine.gateway import Held, _handed
from workflows.engine.rules import Rules
from workflows.engine.sending_back import earlier_steps
from workflows.engine.state import Actor, Hand
from workflows.standards.enums import Regime

ANNA, BO = clerk(3), clerk(4)
DAY = at("2026-03-02")
BACK = [{"to": [], "back": True}]


def service() -> Rules:
    """Two reviews one after the other beside a third, then a last one from which the case may go back anywhere."""
    return rules(
        Regime.SERVICE,
        step("window", "front_desk", "SUBMITTED", act("accept", "first side", move="begin")),
        step("first", "review", "IN_PROGRESS", act("pass", "second")),
        step(
            "second",
            "review",
            "IN_PROGRESS",
            act("pass", "last"),
            act("send_back", routes=BACK),
        ),
        step("side", "review", "IN_PROGRESS", act("pass", "last")),
        step(
            "last",
            "review",
            "IN_PROGRESS",
            act("pass", "end", move="complete"),
            act("send_back", routes=BACK),
            join="all",
        ),
        end("COMPLETED"),
    )


def at_last(*, by: Actor = ANNA) -> Walk:
    walk = Walk(service(), DAY)
    for key, name in (("window", "accept"), ("first", "pass"), ("second", "pass"), ("side", "pass")):
        walk.do(key, name, by, DAY)
    return walk


def back(walk: Walk, key: str, goal: str, actor: Actor = BO) -> None:
    walk.do(key, "send_back", actor, DAY, {"back_to": goal, "opinion": "The plan is missing."})


def hold(walk: Walk, *actors: Actor) -> None:
    hands = tuple(Hand(actor.person or 0, post) for actor in actors for post in actor.posts)
    walk.state = replace(walk.state, hands=hands)


def test_a_case_goes_back_to_any_step_somebody_did() -> None:
    walk = at_last()
    assert list(earlier_steps(walk.law, walk.state, "last", ["IN_PROGRESS"])) == ["first", "side", "second"]
    back(walk, "last", "first")
    assert walk.open == ["first"]
    walk.do("first", "pass", ANNA, DAY)
    walk.do("second", "pass", ANNA, DAY)
    assert walk.open == ["last"]


def test_going_back_needs_the_step_and_the_reason() -> None:
    walk = at_last()
    with pytest.raises(errors.MissingOpinion):
        walk.do("last", "send_back", BO, DAY, {"back_to": "first"})
    with pytest.raises(errors.PayloadInvalid):
        walk.do("last", "send_back", BO, DAY, {"opinion": "The plan is missing."})


@pytest.mark.parametrize("goal", ["last", "end", "window", "nowhere"])
def test_a_case_goes_back_to_no_other_step(goal: str) -> None:
    with pytest.raises(errors.NotEarlier) as told:
        back(at_last(), "last", goal)
    assert told.value.named["known"] == "first, side, second"


def test_the_step_is_in_the_hands_of_whoever_did_it_while_they_are_in_post() -> None:
    walk = at_last()
    hold(walk, ANNA, BO)
    back(walk, "last", "first")
    assert walk.state.steps[0].claimed_by == 3
    with pytest.raises(errors.StepClaimed):
        walk.do("first", "pass", BO, DAY)


def test_the_step_is_the_desks_when_whoever_did_it_has_left() -> None:
    walk = at_last()
    hold(walk, BO, clerk(3, desk="ARCHIVE"))
    back(walk, "last", "first")
    assert walk.state.steps[0].claimed_by is None
    walk.do("first", "pass", BO, DAY)


def test_what_comes_after_the_step_is_called_off_and_a_branch_beside_it_stands() -> None:
    walk = Walk(service(), DAY)
    walk.do("window", "accept", ANNA, DAY)
    walk.do("first", "pass", ANNA, DAY)
    back(walk, "second", "first")
    assert sorted(walk.open) == ["first", "side"]


def test_a_join_goes_on_waiting_for_a_branch_that_does_not_come_after_the_step() -> None:
    walk = Walk(service(), DAY)
    for key, name in (("window", "accept"), ("first", "pass"), ("side", "pass")):
        walk.do(key, name, ANNA, DAY)
    assert walk.state.waiting == ("last",)
    back(walk, "second", "first")
    assert (walk.open, walk.state.waiting) == (["first"], ("last",))


def test_a_join_reached_only_by_what_comes_after_the_step_waits_no_more() -> None:
    law_ = rules(
        Regime.SERVICE,
        step("window", "review", "SUBMITTED", act("forward", "split")),
        step("split", "review", "SUBMITTED", act("pass", "one two")),
        step("one", "review", "SUBMITTED", act("pass", "last"), act("send_back", routes=BACK)),
        step("two", "review", "SUBMITTED", act("pass", "last"), act("forward", "three")),
        step("three", "review", "SUBMITTED", act("pass", "last")),
        step("last", "review", "SUBMITTED", act("pass", "end", move="complete"), join="all"),
        end("COMPLETED"),
    )
    walk = Walk(law_, DAY)
    for key, name in (("window", "forward"), ("split", "pass"), ("two", "forward"), ("three", "pass")):
        walk.do(key, name, ANNA, DAY)
    assert list(walk.state.waiting) == ["last"]
    back(walk, "one", "split")
    assert (walk.open, list(walk.state.waiting)) == (["split"], [])


def test_nothing_is_given_back_to_whoever_keeps_away_from_the_case() -> None:
    posts = [
        {
            "case": 1,
            "person": person,
            "post": person,
            "desk": 1,
            "kind": "REVIEW",
            "district": LONGWAN,
            "role": "REVIEWER",
        }
        for person in (1, 2)
    ]
    held = Held(1, "1", 1, at_last().state, b"", 1, {}, barred={1: Bar.RECUSED})
    assert [hand.person for hand in _handed(held, posts).state.hands] == [2]
