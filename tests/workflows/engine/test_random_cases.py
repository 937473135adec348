"""Random standards and random acts: what must hold in every case, whoever wrote the standard."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, reject, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.workflows.engine.factory import APPLICANT, TEXT, Walk, act, at, clerk, days, end, rules, step
from workflows.clock.ledger import Ledger
from workflows.engine.errors import CaseClosed, EngineError
from workflows.engine.interpreter import advance, interpret
from workflows.engine.replay import replay
from workflows.engine.state import SYSTEM, Actor, ActRequest, CaseState, Moves
from workflows.standards.enums import Regime

PHASES = "SUBMITTED", "IN_PROGRESS", "COMPLETED", "DECLINED", "WITHDRAWN"
KEYS = "a", "b", "c", "d", "e"
ACTORS = APPLICANT, SYSTEM, clerk(2), clerk(3), Actor(4)
FINAL = "complete", "withdraw"
MOVES = None, None, None, None, None, "begin", "decline", "grant", *FINAL
OUTCOMES = {
    "review": ("pass", "forward"),
    "hand_over": ("cleared",),
    "automatic_check": ("pass",),
    "applicant_supplement": ("resubmit", "withdraw"),
}


def arrangement(family: int, seed: int) -> list[dict[str, Any]]:
    """Steps drawn evenly: hypothesis' own draws favour small standards, in which nothing happens."""
    dice = Random(f"{family} {seed}")  # noqa: S311 - no secret
    steps = [_step(dice, key) for key in KEYS]
    steps[0]["phases"] = sorted({"SUBMITTED", *steps[0]["phases"]})
    for each in steps:
        _offer_or_send_back(dice, each)
    return steps


def _offer_or_send_back(dice: Random, made: dict[str, Any]) -> None:
    """Put some steps on offer, and let some lead back; drawn last, so that the rest is as it was without."""
    if made["type"] != "automatic_check@1" and dice.random() < 0.4:
        made["offer"] = {"beside": dice.sample(KEYS, 2), "times": dice.choice(("once", "many"))}
    if made["type"] == "review@1" and dice.random() < 0.4:
        made["acts"].append(act(f"{made['key']}9", outcome="send_back", routes=[{"to": [], "back": True}]))


def _step(dice: Random, key: str) -> dict[str, Any]:
    kind = dice.choice((*OUTCOMES, "review", "review", "hand_over"))
    acts = [_act(dice, f"{key}{n}", dice.choice(OUTCOMES[kind])) for n in range(dice.randint(1, 3))]
    more: dict[str, Any] = {"join": dice.choice(("each", "all"))}
    if kind == "automatic_check":
        more |= {"party": "system", "settings": {"checks": ["ok"]}}
    if kind == "applicant_supplement":
        more |= {"party": "applicant", "settings": {"standing": dice.random() < 0.3}}
    if kind != "automatic_check" and dice.random() < 0.4:
        citation = {"law": "许可法", "article": "32"}
        more["silence"] = {"after": days(1), "act": acts[0]["name"], "basis": "design", "citation": citation}
    phases = PHASES if dice.random() < 0.6 else dice.sample(PHASES, 2)
    return step(key, kind, " ".join({"IN_PROGRESS", *phases}), *acts, **more)


def _act(dice: Random, name: str, outcome: str) -> dict[str, Any]:
    move = dice.choice(MOVES)
    to = dice.sample(KEYS, dice.choice((0, 1, 1, 2, 2, 3)))
    return act(name, "end" if move in FINAL else " ".join(to), outcome=outcome, move=move)


class Case(RuleBasedStateMachine):
    """One case of a random standard."""

    family: int
    walk: Walk

    @initialize(seed=st.integers(0, 2**32))
    def open(self, seed: int) -> None:
        check = {"id": "ok", "condition": "true", "effect": "WARN", "sentence": TEXT}
        law = rules(
            Regime.SERVICE,
            *arrangement(self.family, seed),
            end("COMPLETED DECLINED WITHDRAWN IN_PROGRESS"),
            checks=[check],
        )
        self.now = at("2026-03-02")
        try:
            self.walk = Walk(law, self.now)
        except EngineError:
            reject()

    @rule(key=st.sampled_from(KEYS), number=st.integers(0, 2), actor=st.sampled_from(ACTORS), hours=st.integers(0, 30))
    def somebody_acts(self, key: str, number: int, actor: Actor, hours: int) -> None:
        self.now += timedelta(hours=hours)
        before = self.walk.state
        try:
            self.walk.do(key, f"{key}{number}", actor, self.now)
        except EngineError:
            assert self.walk.state is before
        else:
            self.went_on(before)

    @precondition(lambda self: self.may_send_back and self.walk.state.history)
    @rule(data=st.data())
    def somebody_sends_back(self, data: st.DataObject) -> None:
        before = self.walk.state
        key = data.draw(st.sampled_from(self.may_send_back))
        goal = data.draw(st.sampled_from([done.key for done in before.history]))
        said = {"back_to": goal, "opinion": "again"}
        try:
            moves = self.walk.do(key, f"{key}9", ACTORS[2], self.now, said)
        except EngineError:
            assert self.walk.state is before
            return
        assert goal in {step.key for step in moves.turns[0].opened}
        self.went_on(before)

    @precondition(lambda self: self.walk.state.steps)
    @rule(data=st.data())
    def the_right_one_acts(self, data: st.DataObject) -> None:
        standing = data.draw(st.sampled_from(self.walk.state.steps))
        name = data.draw(st.sampled_from([act.name for act in self.walk.law.step(standing.key).acts]))
        actor = APPLICANT if standing.party == "applicant" else ACTORS[2]
        before = self.walk.state
        request = ActRequest(standing.key, name, actor, self.now, ordinal=standing.ordinal)
        try:
            self.walk.write(interpret(self.walk.law, before, request))
        except EngineError:
            return
        self.went_on(before)
        assert standing not in self.walk.state.steps

    @rule(hours=st.integers(1, 60))
    def nobody_acts(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        try:
            state, applied = advance(self.walk.law, self.walk.state, self.now)
        except EngineError:
            return
        before = self.walk.state
        for moves in applied:
            self.walk.write(moves)
        assert self.walk.state == state
        self.went_on(before)

    @property
    def may_send_back(self) -> list[str]:
        standing = (self.walk.law.step(step.key) for step in self.walk.state.steps)
        return [step.key for step in standing if any(act.outcome == "send_back" for act in step.acts)]

    def went_on(self, before: CaseState) -> None:
        assert not before.ended_at or self.walk.state is before
        assert set(before.history) <= set(self.walk.state.history)

    @precondition(lambda self: hasattr(self, "walk"))
    @invariant()
    def it_rests_on_a_step_until_its_end(self) -> None:
        state, law = self.walk.state, self.walk.law
        if state.ended_at:
            assert (state.steps, state.waiting) == ((), ())
            assert state.phase in law.machine.final
        else:
            assert any(law.carries(standing.key) for standing in state.steps)

    @precondition(lambda self: hasattr(self, "walk"))
    @invariant()
    def every_open_step_may_stand_in_the_phase(self) -> None:
        for standing in self.walk.state.steps:
            assert self.walk.state.phase in self.walk.law.step(standing.key).phases

    @precondition(lambda self: hasattr(self, "walk"))
    @invariant()
    def every_waiting_join_can_still_be_reached(self) -> None:
        law, state = self.walk.law, self.walk.state
        sources = {*(standing.key for standing in state.steps), *state.waiting}
        for join in state.waiting:
            assert any(law.leads_to(source, join) for source in sources - {join})

    @precondition(lambda self: hasattr(self, "walk"))
    @invariant()
    def steps_are_numbered_without_gaps(self) -> None:
        state = self.walk.state
        numbers = [*(standing.ordinal for standing in state.steps), *(done.ordinal for done in state.history)]
        assert sorted(numbers) == list(range(1, state.next_ordinal))

    @precondition(lambda self: hasattr(self, "walk"))
    @invariant()
    def every_move_is_lawful_and_the_journal_gives_the_state(self) -> None:
        walk = self.walk
        for turn in (turn for moves in walk.journal for turn in moves.turns):
            if turn.move is None:
                assert turn.source == turn.target
            else:
                assert (turn.source, turn.move, turn.target) in walk.law.machine.moves
        assert replay(walk.first, [Moves.from_json(moves.to_json()) for moves in walk.journal]) == walk.state
        Ledger(walk.state.ledger, walk.law.clock.calendars)

    @precondition(lambda self: self.walk.state.ended_at)
    @rule(key=st.sampled_from(KEYS))
    def what_is_closed_stays_closed(self, key: str) -> None:
        try:
            self.walk.do(key, f"{key}0", ACTORS[2], self.now)
        except CaseClosed:
            return
        raise AssertionError("an act on a closed case was taken")


@pytest.mark.parametrize("family", range(15))
def test_random_cases_keep_the_law(family: int) -> None:
    run_state_machine_as_test(
        type("Case", (Case,), {"family": family}),
        settings=settings(
            max_examples=40, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
