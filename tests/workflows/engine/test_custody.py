"""Custody is offered and answered; on acceptance all that hangs on it moves in one turn, and nothing stays behind."""

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from tests.law import law
from tests.workflows.engine.custody_stage import ANNA, BO, OU, WHY, movable, silent
from tests.workflows.engine.factory import CLOCK, LONGWAN, OUHAI, SHANGHAI, Walk, at
from workflows.clock.calendar import shipped_calendar
from workflows.clock.entries import Carry, Start
from workflows.engine.enums import Passing
from workflows.engine.errors import (
    MissingOpinion,
    NoOffer,
    NotAllowed,
    NotInCharge,
    OfferStands,
    ReceiverNotPossible,
    StepCalledOff,
)
from workflows.engine.interpreter import advance, interpret
from workflows.engine.replay import replay
from workflows.engine.state import ActRequest, CustodyMove, OpenStep
from workflows.engine.timing import Clock, Place
from workflows.journal.chain import canonical

OFFERED, ANSWERED = at("2026-03-04"), at("2026-03-05")


def under_way(**more: Any) -> Walk:
    walk = Walk(movable(**more), at("2026-03-02"))
    walk.do("window", "accept", ANNA, at("2026-03-03"))
    return walk


def offered(**more: Any) -> Walk:
    walk = under_way(**more)
    walk.do("custody", "offer", ANNA, OFFERED, {**WHY, "district": OUHAI})
    return walk


def handed_over(**more: Any) -> Walk:
    walk = offered(**more)
    walk.do("answer", "accept", OU, ANSWERED)
    return walk


def standing(walk: Walk, key: str) -> OpenStep:
    (found,) = (step for step in walk.state.steps if step.key == key)
    return found


def where(walk: Walk) -> dict[str, str]:
    return {step.key: step.district for step in walk.state.steps}


def test_an_offer_waits_at_the_receivers_desk_and_moves_nothing() -> None:
    walk = offered()
    assert where(walk) == {
        "fire": LONGWAN,
        "water": OUHAI,
        "mend": LONGWAN,
        "answer": OUHAI,
        "custody": LONGWAN,
    }
    assert (walk.state.district, walk.state.offered_to) == (LONGWAN, OUHAI)
    assert walk.state.districts == {LONGWAN, OUHAI}


def test_an_offer_needs_reasons() -> None:
    with pytest.raises(MissingOpinion):
        under_way().do("custody", "offer", ANNA, OFFERED, {"district": OUHAI})


@law("许可法 42")
def test_acceptance_moves_custody_party_steps_and_clock_in_one_act() -> None:
    clock = Clock(
        {"CN": shipped_calendar(), "OU": shipped_calendar()},
        {LONGWAN: Place("CN", "Asia/Shanghai"), OUHAI: Place("OU", "Asia/Shanghai")},
    )
    walk = offered()
    walk.law = replace(walk.law, clock=clock)
    moves = walk.do("answer", "accept", OU, ANSWERED)
    assert len(moves.turns) == 1
    assert (walk.state.district, walk.state.parties) == (OUHAI, {"home": OUHAI, "origin": OUHAI})
    assert where(walk) == dict.fromkeys(("fire", "water", "mend", "custody"), OUHAI)
    assert [type(entry) for entry in walk.state.ledger] == [Start, Carry]
    assert walk.state.ledger[-1] == Carry(at=ANSWERED, calendar="OU", zone="Asia/Shanghai")
    assert (walk.state.offered_to, walk.state.keeps_sight) == (None, (LONGWAN,))


def test_a_step_that_moves_keeps_its_limits_and_is_in_nobodys_hands() -> None:
    walk = offered()
    fire = standing(walk, "fire")
    walk.state = replace(
        walk.state, steps=tuple(replace(s, claimed_by=4) if s.key == "fire" else s for s in walk.state.steps)
    )
    walk.do("answer", "accept", OU, ANSWERED)
    moved = standing(walk, "fire")
    assert moved == replace(fire, ordinal=moved.ordinal, district=OUHAI, claimed_by=None)
    assert moved.due_at == at("2026-03-11", "00:00").astimezone(SHANGHAI)


def test_the_old_desk_keeps_sight_and_acts_on_nothing() -> None:
    walk = handed_over()
    assert LONGWAN in walk.state.districts
    for step, name in (("fire", "pass"), ("water", "pass"), ("custody", "offer")):
        with pytest.raises(NotAllowed):
            walk.do(step, name, BO, ANSWERED, {**WHY, "district": LONGWAN} if name == "offer" else {})
    old = next(done for done in walk.state.history if done.key == "fire")
    with pytest.raises(StepCalledOff):
        interpret(walk.law, walk.state, ActRequest("fire", "pass", BO, ANSWERED, ordinal=old.ordinal))


def test_the_receiver_carries_the_case_to_its_end() -> None:
    walk = handed_over()
    for key in ("fire", "water", "last"):
        walk.do(key, "pass", OU, ANSWERED)
    assert walk.state.ended_at == ANSWERED


def test_a_hand_over_goes_both_ways_and_the_list_of_sight_names_nobody_twice() -> None:
    walk = handed_over()
    walk.do("custody", "offer", OU, ANSWERED, {**WHY, "district": LONGWAN})
    walk.do("answer", "accept", ANNA, ANSWERED)
    # The party ``origin`` was in the receiver's district before, and stays there.
    assert (walk.state.district, walk.state.parties) == (LONGWAN, {"home": LONGWAN, "origin": OUHAI})
    assert walk.state.keeps_sight == (LONGWAN, OUHAI)


def test_a_party_named_in_the_settings_goes_along_only_from_the_giver() -> None:
    walk = offered(settings={"moves": ["home", "origin"]})
    moves = walk.do("answer", "accept", OU, ANSWERED)
    assert moves.turns[0].custody is not None
    assert moves.turns[0].custody.parties == ("home",)


def test_the_journal_row_names_from_to_and_the_file_by_digests() -> None:
    files = {"licence": [{"name": "执照.pdf", "media": "application/pdf", "size": 9, "digest": "ab" * 32}]}
    walk = Walk(movable(), at("2026-03-02"), form={"name": "睿视"}, materials=files)
    walk.do("window", "accept", ANNA, at("2026-03-03"))
    walk.do("custody", "offer", ANNA, OFFERED, {**WHY, "district": OUHAI})
    move = walk.do("answer", "accept", OU, ANSWERED).turns[0].custody
    assert move is not None
    assert move.file is not None
    assert (move.passing, move.giver, move.receiver, move.parties) == (Passing.ACCEPT, LONGWAN, OUHAI, ("home",))
    assert move.file.materials == {"licence": ("ab" * 32,)}
    assert move.file.form == hashlib.sha256(canonical({"name": "睿视"})).hexdigest()


def test_a_refusal_leaves_everything_with_the_giver_and_the_receiver_can_prove_it() -> None:
    walk = offered()
    before = [step for step in walk.state.steps if step.key != "answer"]
    with pytest.raises(MissingOpinion):
        walk.do("answer", "refuse", OU, ANSWERED)
    walk.do("answer", "refuse", OU, ANSWERED, WHY)
    assert list(walk.state.steps) == before
    assert (walk.state.district, walk.state.offered_to, walk.state.keeps_sight) == (LONGWAN, None, (OUHAI,))


def test_an_offer_taken_back_leaves_the_receiver_without_sight_and_step() -> None:
    walk = offered()
    walk.state = replace(walk.state, parties={"home": LONGWAN, "origin": LONGWAN})
    walk.do("custody", "back", BO, ANSWERED)
    assert (walk.state.offered_to, walk.state.keeps_sight, walk.state.districts) == (None, (), frozenset({LONGWAN}))
    assert "answer" not in walk.open
    with pytest.raises(StepCalledOff):
        walk.do("answer", "accept", OU, ANSWERED)


def test_an_offer_stands_once_and_nothing_is_taken_back_that_was_not_offered() -> None:
    with pytest.raises(NoOffer):
        under_way().do("custody", "back", ANNA, OFFERED)
    with pytest.raises(OfferStands):
        offered().do("custody", "offer", ANNA, ANSWERED, {**WHY, "district": OUHAI})


def test_only_the_district_in_charge_offers() -> None:
    walk = under_way()
    walk.state = replace(walk.state, district=OUHAI)
    with pytest.raises(NotInCharge):
        walk.do("custody", "offer", ANNA, OFFERED, {**WHY, "district": OUHAI})


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({}, ""),
        ({}, "999999"),
        ({}, LONGWAN),
        ({"districts": [LONGWAN]}, OUHAI),
        ({"receiver": "origin"}, LONGWAN),
    ],
)
def test_an_offer_names_a_district_that_can_have_the_case(settings: dict[str, Any], named: str) -> None:
    walk = under_way(settings=settings)
    three = {**CLOCK.places, "330305": Place("CN", "Asia/Shanghai")}
    walk.law = replace(walk.law, clock=Clock(CLOCK.calendars, three))
    with pytest.raises(ReceiverNotPossible):
        walk.do("custody", "offer", ANNA, OFFERED, {**WHY, "district": named})


def test_a_district_that_takes_no_part_receives_no_case() -> None:
    walk = under_way()
    closed = {**CLOCK.places, OUHAI: Place("CN", "Asia/Shanghai", is_open=False)}
    walk.law = replace(walk.law, clock=Clock(CLOCK.calendars, closed))
    with pytest.raises(ReceiverNotPossible):
        walk.do("custody", "offer", ANNA, OFFERED, {**WHY, "district": OUHAI})


def test_the_party_of_the_settings_is_asked_without_being_named() -> None:
    walk = under_way(settings={"receiver": "origin"})
    walk.do("custody", "offer", ANNA, OFFERED, WHY)
    assert walk.state.offered_to == OUHAI


@pytest.mark.parametrize(("name", "district"), [("lapse", LONGWAN), ("accept", OUHAI)])
def test_silence_lets_the_offer_lapse_or_accepts_it_as_the_standard_says(name: str, district: str) -> None:
    walk = offered(silence=silent(name))
    state, (applied,) = advance(walk.law, walk.state, at("2026-03-10"))
    assert (applied.turns[0].act, applied.turns[0].at) == (name, at("2026-03-07", "00:00"))
    assert (state.district, state.offered_to) == (district, None)


def test_an_offer_falls_with_the_phase_its_step_may_stand_in() -> None:
    walk = offered()
    for key, who in (("fire", ANNA), ("water", OU), ("last", ANNA)):
        walk.do(key, "pass", who, ANSWERED)
    assert (walk.state.ended_at, walk.state.offered_to, walk.state.keeps_sight) == (ANSWERED, None, (OUHAI,))


def test_the_moves_replay_to_the_case() -> None:
    walk = handed_over()
    assert replay(walk.first, walk.journal) == walk.state


def test_a_turn_without_custody_names_none() -> None:
    walk = under_way()
    assert [turn.custody for moves in walk.journal for turn in moves.turns] == [None] * 2
    assert CustodyMove(Passing.OFFER, LONGWAN, OUHAI).file is None
