"""What a clerk does with the queue itself: take the next step."""

from approvals.desks.clerk import Clerk
from approvals.desks.queries import next_unclaimed
from workflows.engine.errors import EngineError
from workflows.engine.models import CaseStep
from workflows.engine.verbs import claim


def claim_next(*, actor: Clerk) -> CaseStep | None:
    """Claim the unclaimed step that falls due first and may be handled by the clerk; None when none is left.

    A step that somebody else took a moment earlier, or that the clerk may not handle, is passed over.
    """
    passed_over: list[int] = []
    while True:
        with actor.seeing() as scope:
            step = next_unclaimed(scope, actor.now, passed_over)
        if step is None:
            return None
        try:
            claim(actor=actor.actor, case=step.case_id, step=step.key, now=actor.now, ordinal=step.ordinal)
        except EngineError:
            passed_over.append(step.pk)
            continue
        return step
