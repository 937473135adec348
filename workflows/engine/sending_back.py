"""Back to an earlier step (发回): which steps a case may go back to, who gets one again, and what falls with it.

The data stay as they are: nothing that was written is undone, and whoever has the step again finds what they wrote.
What comes after the step is done anew. So every open step some act leads to from there is called off, and so is a join
that only such steps had reached; parallel branches that do not come after the step stand as they stood. Ways by which a
case was sent back itself do not count as ways on.
"""

from collections.abc import Iterable

from workflows.engine.errors import NotEarlier
from workflows.engine.rights import handling_of, handling_post
from workflows.engine.rules import Rules
from workflows.engine.state import CALLED_OFF, Actor, CaseState, ClosedStep, OpenStep
from workflows.engine.step_types.payloads import SEND_BACK
from workflows.refusals import Refusal
from workflows.standards.enums import Handling


def earlier_steps(rules: Rules, state: CaseState, acting: str, phases: Iterable[str]) -> dict[str, ClosedStep]:
    """Return the last standing of every step a case may go back to from the step ``acting``, in the order done.

    These are the steps somebody did, which stand open no more and may stand in one of ``phases``.
    """
    there = frozenset(phases)
    closed = {acting, *(step.key for step in state.steps)}
    found: dict[str, ClosedStep] = {}
    for done in state.history:
        if done.act != CALLED_OFF and done.key not in closed and _may_stand(rules, done.key, there):
            found.pop(done.key, None)
            found[done.key] = done
    return found


def goal_of(rules: Rules, state: CaseState, acting: str, goal: str, phase: str) -> ClosedStep:
    """Return the standing the case goes back to; raise NotEarlier for a step that is not among ``earlier_steps``."""
    known = earlier_steps(rules, state, acting, (phase,))
    if goal not in known:
        raise NotEarlier(goal=goal, step=acting, known=", ".join(known) or "—")
    return known[goal]


def not_after(rules: Rules, goal: str, steps: Iterable[OpenStep]) -> list[OpenStep]:
    """Return the open steps no way on leads to from ``goal``."""
    ahead = _ahead(rules, goal)
    return [step for step in steps if step.key not in ahead]


def still_waiting(rules: Rules, state: CaseState, goal: str) -> tuple[str, ...]:
    """Return the joins that a branch has reached which does not come after ``goal``."""
    ahead = _ahead(rules, goal)
    kept = {done.key for done in state.history if done.act != CALLED_OFF} - ahead - {goal}
    return tuple(join for join in state.waiting if any(join in _next(rules, key) for key in kept))


def holder_of(rules: Rules, state: CaseState, done: ClosedStep, again: OpenStep) -> int | None:
    """Return the person who did the step, who has it in hand again; None where they may handle it no more.

    Also None for a step of the applicant's: whoever acts for them may take it up.
    """
    if done.actor is None or handling_of(again.party) is not Handling.DESK:
        return None
    posts = tuple(hand.post for hand in state.hands if hand.person == done.actor)
    try:
        handling_post(rules, state, again, Actor(done.actor, posts=posts))
    except Refusal:
        return None
    return done.actor


def _may_stand(rules: Rules, key: str, phases: frozenset[str]) -> bool:
    step = rules.step(key)
    by_somebody = handling_of(step.handler.party) is not Handling.SYSTEM and not rules.kind(step).automatic
    return by_somebody and not phases.isdisjoint(step.phases)


def _ahead(rules: Rules, key: str) -> frozenset[str]:
    found: set[str] = set()
    frontier = [key]
    while frontier:
        fresh = _next(rules, frontier.pop()) - found
        found |= fresh
        frontier.extend(fresh)
    return frozenset(found)


def _next(rules: Rules, key: str) -> set[str]:
    acts = (act for act in rules.step(key).acts if act.outcome != SEND_BACK)
    return {target for act in acts for route in act.routes for target in route.to}
