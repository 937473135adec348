"""The newer step types in the applicant's words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.utils.translation import override

from approvals.portal.progress import Way, next_titles, progress_of
from tests.workflows.engine.every_step import (
    AGREE,
    ANNA,
    FIRE,
    HEARING,
    ORIGIN,
    decided,
    in_joint_review,
    in_review,
)
from tests.workflows.engine.factory import LONGWAN, OUHAI, Walk, at
from workflows.clock.ledger import Ledger
from workflows.engine.gateway import Held
from workflows.engine.writing import turn_json
from workflows.look.cards import EntryState


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


@dataclass
class Row:
    """A journal row as the portal reads it."""

    seq: int
    payload: dict[str, Any]
    legal_at: datetime
    desk: None = None
    verb: str = "ACT"


def way(walk: Walk, now: datetime, contents: Mapping[int, Mapping[str, Any]] | None = None) -> Way:
    turns = [turn for moves in walk.journal for turn in moves.turns]
    rows: Any = [Row(n, {"turn": turn_json(turn)}, turn.at) for n, turn in enumerate(turns, 1)]
    held = Held(1, "1", 1, walk.state, b"", len(rows), {})
    reading = Ledger(walk.state.ledger, walk.law.clock.calendars).at(now) if walk.state.ledger else None
    return Way(held, walk.law, rows, reading, {LONGWAN: "Longwan", OUHAI: "Ouhai"}, contents or {})


def now_entries(found: Way) -> list[tuple[str, str]]:
    return [(entry.title, entry.sentence) for entry in progress_of(found) if entry.state is EntryState.NOW]


def test_a_joint_review_is_one_line_that_counts_its_opinions() -> None:
    walk = in_joint_review()
    assert now_entries(way(walk, at("2026-03-04"))) == [("name", "0 of 3 desks have given their opinions.")]
    walk.do("joint", "agree", ORIGIN, at("2026-03-05"), AGREE)
    assert now_entries(way(walk, at("2026-03-05"))) == [("name", "1 of 3 desks has given its opinion.")]


def test_the_verdict_of_a_joint_review_is_told_in_the_standards_words() -> None:
    walk = in_joint_review()
    for who in (ORIGIN, FIRE):
        walk.do("joint", "agree", who, at("2026-03-05"), AGREE)
    done = [entry.sentence for entry in progress_of(way(walk, at("2026-03-05"))) if entry.state is EntryState.DONE]
    assert "Settled: name." in done
    assert "The joint review has passed." in done


def test_what_follows_a_joint_review_is_what_follows_its_verdict() -> None:
    assert len(next_titles(way(in_joint_review(), at("2026-03-04")))) > 1


def test_a_special_procedure_tells_why_and_how_long() -> None:
    walk = in_review()
    walk.do("review", "hear", ANNA, at("2026-03-04"), HEARING)
    seq = sum(len(moves.turns) for moves in walk.journal)
    found = progress_of(way(walk, at("2026-03-05"), {seq: HEARING}))
    sentences = [entry.sentence for entry in found]
    assert "The clock stands for a hearing, which takes 10 working days." in sentences
    assert "The clock stands still for this: hearing." in sentences


def test_a_wait_tells_until_when() -> None:
    found = dict.fromkeys(sentence for _title, sentence in now_entries(way(decided(), at("2026-03-11"))))
    assert "The case goes on by itself after 31 May." in found
