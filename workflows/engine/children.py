"""Child cases, as the rules see them: which are to be opened, and what another case of the family came to.

Pure. What a child is and came to is a fact of its parent, written by the turns of the parent's own journal.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from workflows.engine.errors import CaseClosed, NotAllowed, UnknownParty
from workflows.engine.state import CHILDREN, TOLD, ActRequest, CaseState, ChildPlan, OpenStep, Told, Turn

if TYPE_CHECKING:
    from workflows.engine.rules import Rules


def with_children(rules: "Rules", state: CaseState, turn: Turn) -> Turn:
    """Return the turn with the child cases its steps bring about, and whether others of the family hear of it."""
    plans = tuple(plan for step in turn.opened for plan in _plans(rules, state, step))
    concerned = bool(state.child_key or state.facts.get(CHILDREN))
    family = concerned and (turn.ends or not state.version)
    return replace(turn, children=plans, family=family) if plans or family else turn


def told(state: CaseState, request: ActRequest, at: datetime) -> Turn:
    """Return the turn by which a case hears what its child, or its parent, came to.

    Raise CaseClosed when it has ended, NotAllowed for a person, or for a child the case does not have.
    """
    if state.ended_at:
        raise CaseClosed(at=state.ended_at)
    heard = Told(**request.payload)
    if not request.actor.is_system or (heard.name and heard.name not in state.facts.get(CHILDREN, {})):
        raise NotAllowed(step=heard.name)
    return Turn(
        step="",
        ordinal=0,
        act=TOLD,
        outcome=heard.outcome,
        actor=None,
        at=at,
        source=state.phase,
        target=state.phase,
        waiting=state.waiting,
        told=heard,
    )


def after_children(state: CaseState, turn: Turn) -> CaseState:
    """Return the case with what the turn says of its children; a child of an earlier round changes nothing."""
    if not turn.children and not turn.told:
        return state
    known = dict(state.facts.get(CHILDREN, {}))
    for plan in turn.children:
        known[plan.name] = {"key": plan.key, "standard": plan.standard, "district": plan.district, "outcome": None}
    heard = turn.told
    if heard and known.get(heard.name, {}).get("key") == heard.key:
        known[heard.name] = {**known[heard.name], "outcome": heard.outcome, "number": heard.number}
    elif not turn.children:
        return state
    return replace(state, facts={**state.facts, CHILDREN: known})


def _plans(rules: "Rules", state: CaseState, standing: OpenStep) -> Iterator[ChildPlan]:
    step = rules.step(standing.key)
    for child in rules.kind(step).children(rules.settings(step)):
        if rules.evaluate(child.when, rules.data(state)):
            district = child.district or state.parties.get(child.party or "")
            if district is None:
                raise UnknownParty(party=child.party)
            yield ChildPlan(child.name, f"{standing.ordinal}:{child.name}", child.standard, district)
