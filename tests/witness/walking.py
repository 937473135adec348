"""One walk by chance through the engine and through the standard's Viewflow twin."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from typing import Any

from tests.witness.pool import Candidate
from tests.workflows.engine.factory import at
from workflows.engine.errors import EngineError
from workflows.engine.interpreter import interpret, open_case
from workflows.engine.replay import after, apply
from workflows.engine.rules import APPLICANT, Rules
from workflows.engine.state import Actor, ActRequest, CaseState, Moves, OpenStep, Post, Turn
from workflows.organisation.bodies import Bodies
from workflows.standards.expressions import holds

NOW = at("2026-03-02")
FILER = Actor(1, "applicant", applicants=frozenset({100}))
LONGEST = 40
"""Acts of one walk; loops would go on for ever."""
FIRST_CLERK = 2
BODIES = Bodies(1, 1, 1)


@dataclass
class Walk:
    """The engine's case and the twin's process, and what they disagree about."""

    candidate: Candidate
    dice: Random
    acts: int = 0
    differences: list[str] = field(default_factory=list)

    def go(self) -> None:
        """Walk to the end, or until nothing more can be done by anybody."""
        rules, twin = self.candidate.rules, self.candidate.twin
        state = self._blank()
        opening = open_case(rules, state, FILER)
        process = twin.start()
        state = self._follow(process, state, opening)
        while not state.ended_at and self.acts < LONGEST and not self.differences:
            moves = self._any_act(state)
            if moves is None:
                return
            self.acts += 1
            state = self._follow(process, state, moves)

    def _follow(self, process: Any, state: CaseState, moves: Moves) -> CaseState:
        """Do in the twin every turn the engine took, then compare what stands open."""
        rules, twin, now = self.candidate.rules, self.candidate.twin, state
        for turn in moves.turns:
            if turn.step and not rules.kind(rules.step(turn.step)).ends_case:
                twin.perform(process, turn.step, turn.act, partial(_holds_for, _data(rules, now, turn)))
            now = after(now, turn)
        engine_has, twin_has = self._standing(apply(state, moves)), twin.open_steps(process)
        if engine_has != twin_has:
            acts = ", ".join(f"{turn.step}.{turn.act}" for turn in moves.turns)
            self.differences.append(f"{rules.standard.key} after {acts}: engine {engine_has}, twin {twin_has}")
        return self._unclaimed(apply(state, moves))

    def _standing(self, state: CaseState) -> list[str]:
        order = [step.key for step in self.candidate.rules.standard.steps]
        return sorted((step.key for step in state.steps), key=order.index)

    def _any_act(self, state: CaseState) -> Moves | None:
        """An act by chance that the rules let somebody do; None where nobody can do any."""
        rules = self.candidate.rules
        possible = [(step, act) for step in state.steps for act in rules.step(step.key).acts]
        self.dice.shuffle(possible)
        for number, (standing, act) in enumerate(possible):
            for actor in _actors(rules, standing, act.desks, FIRST_CLERK + self.acts + number):
                request = ActRequest(standing.key, act.name, actor, NOW, ordinal=standing.ordinal)
                try:
                    return interpret(rules, state, request)
                except EngineError:
                    continue
        return None

    def _blank(self) -> CaseState:
        rules = self.candidate.rules
        return CaseState(
            regime=rules.standard.regime,
            phase=rules.machine.initial,
            district=next(iter(self.candidate.parties.values())),
            parties=self.candidate.parties,
            applicant=100,
            received_at=NOW,
            form={"size": self.dice.randint(0, 10)},
        )

    def _unclaimed(self, state: CaseState) -> CaseState:
        return replace(state, steps=tuple(replace(step, claimed_by=None) for step in state.steps))


def _actors(rules: Rules, standing: OpenStep, desks: list[str], person: int) -> Iterator[Actor]:
    handler = rules.step(standing.key).handler
    if standing.party == APPLICANT:
        yield FILER
        return
    kinds: list[str | None] = [*desks] or [handler.desk, *handler.desks]
    roles = [handler.role] if handler.role else ["REVIEWER", "APPROVER", "RECEIVER", "ISSUER"]
    posts = (Post(1, 1, kind, standing.district, str(role), bodies=BODIES) for kind in kinds for role in roles)
    yield Actor(person, "clerk", tuple(posts))


def _data(rules: Rules, state: CaseState, turn: Turn) -> dict[str, Any]:
    said = {"step": turn.step, "name": turn.act, "outcome": turn.outcome, "payload": dict(turn.payload)}
    return rules.data(state, **said)


def _holds_for(data: dict[str, Any], source: str) -> bool:
    return holds(source, data)
