"""The rules of one version of a standard in one district, looked up by name.

``Rules`` is made once per effective version and kept: it holds nothing of any case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from workflows.clock.arithmetic import to_local, zone_named
from workflows.engine.errors import UnknownAct, UnknownStep, UnlawfulOutcome
from workflows.engine.seats import Round, round_at, rounds
from workflows.engine.state import CaseState, OpenStep
from workflows.engine.step_types.base import Evaluate, Outcome, StepType
from workflows.engine.step_types.payloads import SentBack
from workflows.engine.timing import Clock
from workflows.standards.enums import Join
from workflows.standards.registry import Machine
from workflows.standards.schema import Act, Handler, Standard, Step

APPLICANT = "applicant"
SYSTEM_PARTY = "system"


@dataclass(frozen=True)
class Rules:
    """The effective standard, the law of its regime, and what its words mean: types, conditions and calendars."""

    standard: Standard
    machine: Machine
    types: Mapping[str, StepType]
    evaluate: Evaluate
    clock: Clock

    def step(self, key: str) -> Step:
        """Return the step of that key; raise UnknownStep when the standard has none."""
        try:
            return self._steps[key]
        except KeyError as error:
            raise UnknownStep(step=key) from error

    def kind(self, step: Step) -> StepType:
        """Return the step's type; raises KeyError for one this program does not have."""
        return self.types[step.type]

    def settings(self, step: Step) -> BaseModel:
        """Return the step's settings, typed."""
        return self._settings[step.key]

    def act(self, step: Step, name: str) -> Act:
        """Return the act of that name; raise UnknownAct when the step has none."""
        for act in step.acts:
            if act.name == name:
                return act
        raise UnknownAct(act=name, step=step.key, known=", ".join(act.name for act in step.acts))

    def act_for(self, step: Step, outcome: str) -> Act:
        """Return the first act of that outcome; raise UnknownAct when the standard does not route it."""
        for act in step.acts:
            if act.outcome == outcome:
                return act
        raise UnknownAct(act=outcome, step=step.key, known=", ".join(act.outcome for act in step.acts))

    def outcome(self, step: Step, act: Act) -> Outcome:
        """Return what ``act`` means in law; raise UnlawfulOutcome where the regime or the type does not know it.

        An act that leads back has to say where to.
        """
        kind = self.kind(step)
        found = kind.outcome(act.outcome, self.settings(step)) if act.outcome in kind.outcomes else None
        if found is None or self.standard.regime not in found.regimes:
            raise UnlawfulOutcome(regime=self.standard.regime, outcome=act.outcome)
        return replace(found, form=SentBack) if any(route.back for route in act.routes) else found

    def beside(self, key: str) -> frozenset[str]:
        """Return the steps beside which that step is offered; none for a step without an offer."""
        return self._beside[key]

    def seats(self, key: str) -> tuple[Handler, ...]:
        """Return the desks among which that step is shared; none for a step one handler does."""
        return self._seats[key]

    def round_of(self, state: CaseState, standing: OpenStep) -> Round | None:
        """Return the opening of a joint review an open step belongs to; None for a step without seats."""
        seats = self.seats(standing.key)
        if not seats:
            return None
        return round_at(state, standing.key, standing.ordinal, seats, self._votes_needed(standing.key))

    def handler(self, state: CaseState, standing: OpenStep) -> Handler:
        """Return who an open step waits for: its seat, or the handler of the step."""
        here = self.round_of(state, standing)
        return here.seat(standing.ordinal) if here else self.step(standing.key).handler

    def carries(self, key: str) -> bool:
        """Tell whether a case may rest on that step."""
        step = self.step(key)
        return self.kind(step).carries_case(self.settings(step))

    def waits_for_all(self, key: str) -> bool:
        """Tell whether that step opens once for all the branches that lead to it."""
        return self.step(key).join is Join.ALL

    def leads_to(self, key: str, goal: str) -> bool:
        """Tell whether some route from ``key`` may arrive at ``goal``, whatever its conditions."""
        return goal in self._reach[key]

    def place_of(self, key: str) -> int:
        """Return where the step stands in the document, the order of last resort."""
        return self._places[key]

    def data(self, state: CaseState, **act: Any) -> dict[str, Any]:
        """Return what the standard's conditions see of a case, and of the act being done."""
        case = {
            "regime": state.regime.value,
            "phase": state.phase,
            "district": state.district,
            "parties": dict(state.parties),
            "received_at": state.received_at.isoformat(),
            "received_on": self._received_on(state),
            "done": self._done(state),
            "act": act,
        }
        return {"form": state.form, "facts": state.facts, "materials": state.materials, "case": case}

    def _done(self, state: CaseState) -> dict[str, str]:
        """The act each step was done by last; of a joint review its verdict's, once there is one."""
        done = {step.key: step.act for step in state.history}
        for key in done.keys() & {key for key, seats in self._seats.items() if seats}:
            last = [*rounds(state, key, self.seats(key), self._votes_needed(key))][-1].verdict()
            done |= {key: self.act_for(self.step(key), last).name} if last else {}
            if not last:
                del done[key]
        return done

    def _votes_needed(self, key: str) -> int:
        step = self.step(key)
        return self.kind(step).votes_needed(self.settings(step))

    def _received_on(self, state: CaseState) -> str:
        zone = zone_named(self.clock.places[state.district].zone)
        return to_local(state.received_at, zone).date().isoformat()

    @cached_property
    def _steps(self) -> dict[str, Step]:
        return {step.key: step for step in self.standard.steps}

    @cached_property
    def _settings(self) -> dict[str, BaseModel]:
        return {step.key: self.kind(step).settings_model.model_validate(step.settings) for step in self.standard.steps}

    @cached_property
    def _beside(self) -> dict[str, frozenset[str]]:
        beside = self.standard.beside
        return {key: beside(step.offer) if step.offer else frozenset() for key, step in self._steps.items()}

    @cached_property
    def _seats(self) -> dict[str, tuple[Handler, ...]]:
        return {key: self.kind(step).seats(self.settings(step)) for key, step in self._steps.items()}

    @cached_property
    def _places(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self._steps)}

    @cached_property
    def _reach(self) -> dict[str, frozenset[str]]:
        return {key: self._reachable_from(key) for key in self._steps}

    def _reachable_from(self, key: str) -> frozenset[str]:
        found: set[str] = set()
        frontier = [key]
        while frontier:
            fresh = self._next(frontier.pop()) - found
            found |= fresh
            frontier.extend(fresh)
        return frozenset(found)

    def _next(self, key: str) -> set[str]:
        return {target for act in self.step(key).acts for route in act.routes for target in route.to}
