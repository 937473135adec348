"""Steps that may be done although no act led to them: which are on offer, and how one stands when it is started.

An offered step that nobody has started is no step of the case: it carries nothing, holds up no join, waits in no queue
and has no limit. The act that starts it opens it and closes it in one turn.
"""

from datetime import datetime

from workflows.engine.routing import Opening, opened
from workflows.engine.rules import Rules
from workflows.engine.state import ActRequest, CaseState, OpenStep, steps_done
from workflows.standards.enums import Times
from workflows.standards.schema import Step


def is_offered(rules: Rules, state: CaseState, step: Step) -> bool:
    """Tell whether the step may be started now: something it stands beside is open, and its condition holds.

    A step that stands open already is acted at where it stands; ``once`` ends with the first time it was done, whoever
    opened it.
    """
    offer = step.offer
    if offer is None or state.ended_at or state.phase not in step.phases:
        return False
    standing = {each.key for each in state.steps}
    if step.key in standing or not rules.beside(step.key) & standing:
        return False
    if offer.times is Times.ONCE and step.key in steps_done(state):
        return False
    return offer.when is None or rules.evaluate(offer.when, rules.data(state))


def offered_steps(rules: Rules, state: CaseState, at: datetime) -> tuple[OpenStep, ...]:
    """Return every step on offer, in the order of the document, each as it would stand if it were started ``at``."""
    return tuple(_fresh(rules, state, step, at) for step in rules.standard.steps if is_offered(rules, state, step))


def started(rules: Rules, state: CaseState, request: ActRequest, at: datetime) -> OpenStep | None:
    """Return the step the request starts, None where it is not on offer or the standing it means is done already.

    Raise UnknownStep when the standard has no such step.
    """
    step = rules.step(request.step)
    if step.offer is None or any((d.key, d.ordinal) == (step.key, request.ordinal) for d in state.history):
        return None
    return _fresh(rules, state, step, at) if is_offered(rules, state, step) else None


def _fresh(rules: Rules, state: CaseState, step: Step, at: datetime) -> OpenStep:
    return opened(rules, state, Opening(step.key, state.next_ordinal, at))
