"""What the rules know of children: which are opened, when their joint outcome is certain, and where it leads."""

from typing import Any

import pytest

from tests.workflows.engine.children_stage import CHILDREN, joint
from tests.workflows.engine.factory import LONGWAN, OUHAI, Walk, at, clerk
from workflows.engine.errors import CaseClosed, NotAllowed
from workflows.engine.interpreter import interpret
from workflows.engine.replay import replay
from workflows.engine.state import SYSTEM, TOLD, Actor, ActRequest, ChildPlan

ANNA = clerk(3)
OPENED, LATER = at("2026-03-03"), at("2026-03-05")


def under_way(*arguments: Any, **more: Any) -> Walk:
    walk = Walk(joint(*arguments, **more), at("2026-03-02"))
    walk.do("window", "accept", ANNA, OPENED)
    return walk


def told(walk: Walk, name: str, outcome: str, actor: Actor = SYSTEM, key: str = "") -> None:
    said = {"number": "1", "outcome": outcome, "name": name, "key": key or f"2:{name}"}
    walk.write(interpret(walk.law, walk.state, ActRequest("", TOLD, actor, LATER, said)))


def test_the_step_plans_its_children_with_their_districts_and_waits() -> None:
    walk = under_way()
    assert walk.journal[-1].turns[0].children == (
        ChildPlan("fire", "2:fire", "fire", LONGWAN),
        ChildPlan("water", "2:water", "water", OUHAI),
    )
    assert walk.open == ["together", "mend"]


def test_a_child_is_planned_only_where_its_condition_holds() -> None:
    walk = under_way(children=[CHILDREN[0], {**CHILDREN[1], "when": "case.district == 'elsewhere'"}])
    assert [plan.name for plan in walk.journal[-1].turns[0].children] == ["fire"]
    told(walk, "fire", "GRANTED")
    assert sorted(walk.open) == ["last", "mend"]


def test_without_any_child_the_case_goes_on_at_once() -> None:
    walk = under_way(children=[{**child, "when": "false"} for child in CHILDREN])
    assert "last" in walk.open


@pytest.mark.parametrize(
    ("rule", "early", "outcomes", "leads_to"),
    [
        ("all", False, ["GRANTED"], "together"),
        ("all", False, ["GRANTED", "NOT_NEEDED"], "last"),
        ("all", False, ["GRANTED", "REFUSED"], None),
        ("all", False, ["RETURNED"], "together"),
        ("all", True, ["WITHDRAWN"], None),
        ("any", False, ["GRANTED"], "together"),
        ("any", False, ["REFUSED", "GRANTED"], "last"),
        ("any", False, ["REFUSED", "REFUSED"], None),
        ("any", True, ["GRANTED"], "last"),
        (1, True, ["REFUSED"], "together"),
        (2, False, ["GRANTED", "GRANTED"], "last"),
    ],
)
def test_the_joint_outcome_leads_the_parent_on(
    rule: str | int, early: Any, outcomes: list[str], leads_to: str | None
) -> None:
    walk = under_way(rule, early=early)
    for name, outcome in zip(("fire", "water"), outcomes, strict=False):
        told(walk, name, outcome)
    if leads_to is None:
        assert (walk.state.phase, walk.state.ended_at) == ("DECLINED", LATER)
    else:
        assert leads_to in walk.open


def test_what_a_child_came_to_is_a_fact_the_conditions_see() -> None:
    walk = under_way()
    told(walk, "fire", "GRANTED")
    assert walk.state.facts["children"]["fire"] == {
        "key": "2:fire",
        "standard": "fire",
        "district": LONGWAN,
        "outcome": "GRANTED",
        "number": "1",
    }
    assert walk.law.evaluate("facts.children.fire.outcome == 'GRANTED'", walk.law.data(walk.state))


def test_a_child_of_an_earlier_round_is_recorded_and_counts_for_nothing() -> None:
    walk = under_way()
    told(walk, "fire", "REFUSED", key="9:fire")
    assert walk.state.facts["children"]["fire"]["outcome"] is None


def test_only_the_engine_tells_and_only_of_children_there_are() -> None:
    walk = under_way()
    with pytest.raises(NotAllowed):
        told(walk, "fire", "GRANTED", ANNA)
    with pytest.raises(NotAllowed):
        told(walk, "nobody", "GRANTED")
    walk.do("mend", "withdraw", Actor(1, applicants=frozenset({100})), LATER)
    with pytest.raises(CaseClosed):
        told(walk, "fire", "GRANTED")


def test_the_moves_replay_to_the_case_with_its_facts() -> None:
    walk = under_way()
    told(walk, "fire", "GRANTED")
    told(walk, "water", "GRANTED")
    assert replay(walk.first, walk.journal) == walk.state


def test_the_end_of_a_case_with_children_is_told_to_its_family() -> None:
    walk = under_way()
    moves = walk.do("mend", "withdraw", Actor(1, applicants=frozenset({100})), LATER)
    assert [turn.family for turn in moves.turns] == [False, True]


def test_a_person_cannot_act_for_a_parent() -> None:
    walk = under_way()
    with pytest.raises(NotAllowed):
        interpret(walk.law, walk.state, ActRequest("mend", "withdraw", ANNA, LATER, as_parent=True))
    with pytest.raises(NotAllowed):
        interpret(walk.law, walk.state, ActRequest("mend", "withdraw", SYSTEM, LATER))
    assert interpret(walk.law, walk.state, ActRequest("mend", "withdraw", SYSTEM, LATER, as_parent=True)).ended_at
