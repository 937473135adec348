"""A case that has its result rests: it may be opened again, rated, or closed by silence."""

import pytest

from tests.workflows.engine.factory import Walk, act, at, clerk, end, rules, step
from workflows.engine.errors import NotAllowed
from workflows.engine.interpreter import advance
from workflows.engine.rules import Rules
from workflows.standards.enums import Regime

ANNA = clerk(1)


def service() -> Rules:
    citation = {"law": "走廊公约", "article": "9"}
    silence = {"after": {"days": 5}, "act": "close", "basis": "design", "citation": citation}
    return rules(
        Regime.SERVICE,
        step("work", "review", "SUBMITTED IN_PROGRESS", act("solve", "result", "forward", "complete")),
        step(
            "result",
            "result",
            "COMPLETED",
            act("again", "work", "reopen", "reopen"),
            act("close", "end"),
            silence=silence,
        ),
        end("COMPLETED"),
    )


def solved() -> Walk:
    walk = Walk(service(), at("2026-03-02"))
    walk.do("work", "solve", ANNA, at("2026-03-03"))
    return walk


def test_a_result_ends_the_clock_and_not_the_case() -> None:
    walk = solved()
    assert walk.open == ["result"]
    assert walk.state.phase == "COMPLETED"
    assert walk.state.ended_at is None
    assert [entry.kind for entry in walk.state.ledger] == ["START", "FINISH"]


def test_what_did_not_help_is_taken_up_again() -> None:
    walk = solved()
    walk.do("result", "again", ANNA, at("2026-03-04"))
    assert (walk.open, walk.state.phase) == (["work"], "IN_PROGRESS")
    walk.do("work", "solve", ANNA, at("2026-03-05"))
    assert (walk.open, walk.state.phase) == (["result"], "COMPLETED")


def test_silence_closes_a_result() -> None:
    walk = solved()
    state, moves = advance(walk.law, walk.state, at("2026-03-20"))
    assert [turn.act for each in moves for turn in each.turns] == ["close", "end"]
    assert state.ended_at == at("2026-03-11", "00:00")


def two_desks() -> Rules:
    return rules(
        Regime.SERVICE,
        step(
            "work",
            "review",
            "SUBMITTED",
            act("look", "work", "forward", desks=["REVIEW"]),
            act("solve", "end", "forward", "complete", desks=["HEAD"]),
            handler={"party": "home", "desk": "REVIEW", "desks": ["HEAD"]},
        ),
        end("COMPLETED"),
    )


def test_an_act_may_be_left_to_one_of_the_desks_of_a_step() -> None:
    walk = Walk(two_desks(), at("2026-03-02"))
    with pytest.raises(NotAllowed):
        walk.do("work", "solve", ANNA, at("2026-03-03"))
    walk.do("work", "solve", clerk(2, desk="HEAD"), at("2026-03-03"))
    assert walk.state.phase == "COMPLETED"
