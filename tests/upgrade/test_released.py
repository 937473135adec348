"""What an earlier release has written comes to the same state, due dates and open steps by the present program."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any
from uuid import UUID

import pytest

from tests.upgrade.released import FIXTURES, KeptCase, KeptRow, Released, read
from workflows.engine.history import rebuild
from workflows.engine.interpreter import interpret, open_case
from workflows.engine.replay import apply
from workflows.engine.rules import Rules
from workflows.engine.state import FILE, Actor, ActRequest, CaseState, Moves, Turn
from workflows.engine.writing import Asked, Chain
from workflows.journal.chain import ORIGIN, Entry
from workflows.journal.enums import Verb

NAMES = sorted(path.name.removesuffix(".json.gz") for path in FIXTURES.glob("*.json.gz"))
CASES = [
    pytest.param(released, case, id=f"{name}-{place}-{case.number}")
    for name in NAMES
    for place, released in enumerate(read(name))
    for case in released.cases
]


_laws: dict[tuple[int, str], Rules] = {}


def law_of(released: Released, case: KeptCase) -> Rules:
    key = id(released), case.standard
    if key not in _laws:
        _laws[key] = released.rules_of(case.standard)
    return _laws[key]


def groups(case: KeptCase) -> Iterator[list[KeptRow]]:
    """The rows of each write, in order: all of one write were reckoned from the same version."""
    for _base, rows in groupby(case.rows, key=lambda row: row.payload["base"]):
        yield list(rows)


def moves_of(rows: Sequence[KeptRow]) -> Moves:
    return Moves.from_json({"base": rows[0].payload["base"], "turns": [row.payload["turn"] for row in rows]})


def actor_of(released: Released, case: KeptCase, row: KeptRow, turn: Turn) -> Actor:
    posts = (released.posts[turn.post],) if turn.post else ()
    applicants = {case.beginning.applicant} - {None} if row.actor_id and not posts else ()
    return Actor(row.actor_id, posts=posts, applicants=frozenset(applicants))  # type: ignore[arg-type]


def decided_anew(released: Released, case: KeptCase, state: CaseState, rows: Sequence[KeptRow]) -> Moves:
    """What the present rules make of the act that was asked for then."""
    law, (turn, *_) = law_of(released, case), moves_of(rows).turns
    actor = actor_of(released, case, rows[0], turn)
    if turn.act == FILE:
        return open_case(law, state, actor, turn.on_behalf_of)
    asked = ActRequest(
        turn.step, turn.act, actor, turn.at, rows[0].content or {}, turn.ordinal, on_behalf_of=turn.on_behalf_of
    )
    return interpret(law, state, asked)


def without_payloads(moves: Moves) -> list[Turn]:
    """The turns as the journal keeps them: what a person wrote stands beside it."""
    return [replace(turn, payload={}) for turn in moves.turns]


def after_each(case: KeptCase) -> Iterator[tuple[CaseState, list[KeptRow]]]:
    """The case before each write, and the rows of that write."""
    state = case.beginning
    for rows in groups(case):
        yield state, rows
        state = rebuild(state, rows)
        if rows[0].verb == Verb.FACT:
            said = rows[0].payload
            state = replace(state, facts={**state.facts, said["name"]: said["value"]})


def test_the_first_release_left_cases_of_every_kind() -> None:
    kept = [case for released in read("first_release") for case in released.cases]
    outcomes = {done.outcome for case in kept for done in case.stored.history}
    assert {"deem", "correct", "lapse", "extend", "send_back", "grant", "deny", "issue"} <= outcomes
    assert {case.stored.regime.value for case in kept} == {"REGISTRATION", "RELOCATION", "LICENCE", "SERVICE"}
    assert any(case.stored.waiting for case in kept)
    assert {row.verb for case in kept for row in case.rows} == {"OPEN", "ACT", "CLAIM", "RELEASE", "FACT"}


@pytest.mark.parametrize(("released", "case"), CASES)
def test_the_journal_replays_to_the_stored_case(released: Released, case: KeptCase) -> None:
    rebuilt = rebuild(case.beginning, case.rows)
    # What closed at one instant has no order in the tables.
    history = tuple(sorted(rebuilt.history, key=lambda step: (step.at, step.ordinal)))
    assert replace(rebuilt, facts=case.stored.facts, history=history) == case.stored
    assert case.stored.ended_at or released.clock.dues(rebuilt.ledger, now(case)) == case.dues


@pytest.mark.parametrize(("released", "case"), CASES)
def test_every_act_is_decided_as_it_was_decided_then(released: Released, case: KeptCase) -> None:
    for state, rows in after_each(case):
        if rows[0].verb in {Verb.OPEN, Verb.ACT}:
            anew = decided_anew(released, case, state, rows)
            assert without_payloads(anew) == without_payloads(moves_of(rows))
            assert apply(state, anew) == rebuild(state, rows)


@pytest.mark.parametrize(("released", "case"), CASES)
def test_the_rows_written_anew_are_the_rows_that_were_written(released: Released, case: KeptCase) -> None:
    head = ORIGIN
    for state, rows in after_each(case):
        chain = Chain(case.id, rows[0].seq - 1, head)
        if rows[0].verb in {Verb.OPEN, Verb.ACT}:
            anew = decided_anew(released, case, state, rows)
            for row, turn in zip(rows, anew.turns, strict=True):
                chain.add(turn, anew.base, asked_of(row))
        else:
            chain.link(Verb(rows[0].verb), rows[0].payload, rows[0].legal_at, actor=rows[0].actor_id)
        assert [(written["payload"], written["hash"]) for written in chain.rows] == [
            (row.payload, row.hash) for row in rows
        ]
        head = chain.head


def test_a_changed_row_is_noticed() -> None:
    (case, *_) = read("first_release")[0].cases
    row = case.rows[0]
    entry = Entry(case.id, 1, Verb(row.verb), row.actor_id, None, None, row.legal_at, {**row.payload, "base": 1})
    assert entry.digest(ORIGIN).hex() != row.hash


def asked_of(row: KeptRow) -> Asked | None:
    said: dict[str, Any] = dict(row.payload)
    return Asked(UUID(said["key"]), said["digest"]) if "key" in said else None


def now(case: KeptCase) -> Any:
    return max(row.legal_at for row in case.rows if row.verb in {Verb.OPEN, Verb.ACT})
