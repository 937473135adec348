"""What a clerk does with the queue itself: take the next step, and do one act on many cases at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from approvals.deciding.verbs import act_many
from approvals.desks.clerk import Clerk
from approvals.desks.queries import next_unclaimed
from workflows.clock.errors import ClockError
from workflows.engine import gateway
from workflows.engine.errors import CaseNotFound, EngineError
from workflows.engine.interpreter import advance, interpret
from workflows.engine.models import CaseStep
from workflows.engine.rulebook import rules_of
from workflows.engine.state import ActRequest
from workflows.engine.verbs import claim
from workflows.engine.wishes import Performed, Refusal, Wish


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What an act on one step would come to: nothing stands against it, or the refusal that says what does."""

    step: CaseStep
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class Done:
    """What an act on one step came to."""

    step: CaseStep
    performed: Performed | None
    refusal: Refusal | None


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
            claim(actor=actor.actor, case=step.case_id, step=step.key, now=actor.now)
        except EngineError:
            passed_over.append(step.pk)
            continue
        return step


def rehearse(*, actor: Clerk, steps: Sequence[CaseStep], act: str) -> list[Rehearsed]:
    """Tell for each step what the act would come to, in one read and without writing anything."""
    reading = gateway.read(actor.actor, sorted({step.case_id for step in steps}), [], actor.now, "default")
    return [Rehearsed(step, _refusal(reading, step, act, actor)) for step in steps]


def act_on_many(*, actor: Clerk, steps: Sequence[tuple[CaseStep, UUID]], act: str) -> list[Done]:
    """Perform an act on many steps, each for itself under its own key; what fails leaves the others done."""
    wishes = [Wish(step.case_id, step.key, act, key, ordinal=step.ordinal) for step, key in steps]
    answers = act_many(actor=actor.person, wishes=wishes, now=actor.now)
    return [
        Done(step, answer, None) if isinstance(answer, Performed) else Done(step, None, answer)
        for (step, _key), answer in zip(steps, answers, strict=True)
    ]


def _refusal(reading: gateway.Reading, step: CaseStep, act: str, clerk: Clerk) -> Refusal | None:
    held = reading.cases.get(step.case_id)
    if held is None:
        return CaseNotFound()
    rules = rules_of(held.standard)
    state, _silences = advance(rules, held.state, clerk.now)
    request = ActRequest(step.key, act, reading.actor, clerk.now, ordinal=step.ordinal)
    try:
        interpret(rules, state, request)
    except (EngineError, ClockError) as refusal:
        who = refusal.named.get("who")
        if isinstance(who, int):
            refusal.named["who"] = held.names.get(who, who)
        return refusal
    return None
