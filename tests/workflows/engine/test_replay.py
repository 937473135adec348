import json
from dataclasses import replace

import pytest
from pydantic import ValidationError

from tests.workflows.engine.factory import REFUSAL, Walk, act, at, clerk, end, rules, step
from workflows.engine.errors import NotReplayable
from workflows.engine.replay import apply, replay
from workflows.engine.state import Moves
from workflows.standards.enums import Regime


def decided() -> Walk:
    walk = Walk(
        rules(
            Regime.SERVICE,
            step("window", "front_desk", "SUBMITTED", act("accept", "decide", move="begin")),
            step("decide", "decision", "IN_PROGRESS", act("deny", "end", move="decline"), act("grant", "end")),
            end("DECLINED"),
        ),
        at("2026-03-02"),
    )
    walk.do("window", "accept", clerk(2), at("2026-03-03"))
    walk.do("decide", "deny", clerk(3), at("2026-03-04"), REFUSAL)
    return walk


def test_replaying_the_written_journal_gives_the_state() -> None:
    walk = decided()
    written = json.loads(json.dumps([moves.to_json() for moves in walk.journal]))
    read = [Moves.from_json(row) for row in written]
    assert read == walk.journal
    assert [moves.to_json() for moves in read] == written
    assert replay(walk.first, read) == walk.state


def test_a_journal_that_leaves_something_out_is_refused() -> None:
    walk = decided()
    with pytest.raises(NotReplayable, match="version 2"):
        replay(walk.first, [walk.journal[0], walk.journal[2]])
    with pytest.raises(NotReplayable, match=r"window\.accept"):
        apply(walk.first, replace(walk.journal[1], base=0))


def test_a_case_that_ended_takes_no_more_turns() -> None:
    walk = decided()
    with pytest.raises(NotReplayable):
        apply(walk.state, replace(walk.journal[2], base=3))


def test_what_is_no_row_of_moves_is_refused() -> None:
    with pytest.raises(ValidationError):
        Moves.from_json({"base": 0, "turns": [{"step": "window"}]})


def test_moves_sum_up_what_is_to_be_written() -> None:
    walk = decided()
    last = walk.journal[-1]
    assert (last.base, last.phase, last.waiting, last.ended_at) == (2, "DECLINED", (), at("2026-03-04"))
    assert [standing.key for standing in last.opened] == ["end"]
    assert last.closed == {
        2: ("deny", "deny", 3, at("2026-03-04")),
        3: ("end", "end", None, at("2026-03-04")),
    }
    assert walk.journal[0].closed == {}
