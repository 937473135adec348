"""Keeping somebody away from a case (回避): they declare a conflict themselves, or a supervisor orders it.

Whoever keeps away may not act at the case, nor claim a step of it, by a post of their own or by one they stand in for;
and nobody stands in for them there. What they have in hand goes back to the desk in the same write.
"""

from datetime import datetime
from typing import Any

from workflows.engine import gateway
from workflows.engine.enums import Bar, RecusalReason
from workflows.engine.errors import AlreadyRecused, CaseClosed, CaseNotFound, Conflict, NoApplicant, NotASupervisor
from workflows.engine.gateway import Held
from workflows.engine.rights import recusing_post
from workflows.engine.state import Actor, Post
from workflows.engine.verbs import TRIES, look
from workflows.engine.writing import Chain, digest
from workflows.journal.enums import Verb


def recuse(
    *,
    actor: Actor,
    case: int,
    person: int,
    reason: RecusalReason,
    now: datetime,
    words: str = "",
    from_applicant: bool = False,
    using: str = "default",
) -> None:
    """Keep ``person`` away from a case, or with ``from_applicant`` from every case of its applicant (公务员法 76).

    Oneself, whoever works in a district of the case; others, a supervisor there. ``words`` are kept beside the journal.
    Raise CaseNotFound, CaseClosed, NotASupervisor, AlreadyRecused or NoApplicant.
    """
    for _attempt in range(TRIES):
        current, held = look(actor=actor, case=case, now=now, using=using)
        post = recusing_post(held.state, current, person)
        _refuse(held, current, person, from_applicant=from_applicant)
        body = _body(held, current, post, person, reason, words.strip(), now, from_applicant=from_applicant)
        (written,) = gateway.write(current, [body], now, using)
        match written["answer"]:
            case "done":
                return
            case "post":
                raise NotASupervisor
            case "missing":
                raise CaseNotFound
    raise Conflict


def _refuse(held: Held, actor: Actor, person: int, *, from_applicant: bool) -> None:
    state = held.state
    if state.ended_at:
        raise CaseClosed(at=state.ended_at)
    if from_applicant and state.applicant is None:
        raise NoApplicant
    if not from_applicant and held.barred.get(person) is Bar.RECUSED:
        raise AlreadyRecused(who=actor.name if person == actor.person else held.names.get(person, person))


def _body(
    held: Held,
    actor: Actor,
    post: Post,
    person: int,
    reason: RecusalReason,
    words: str,
    now: datetime,
    *,
    from_applicant: bool,
) -> dict[str, Any]:
    """The write: the row, the recusal, and the steps that go back to their desks."""
    released = [step for step in held.state.steps if step.claimed_by == person]
    payload: dict[str, Any] = {
        "base": held.state.version,
        "person": person,
        "reason": reason.value,
        "from_applicant": from_applicant,
        "released": [step.ordinal for step in released],
    }
    content = {"words": words} if words else None
    if content:
        payload["content"] = digest(content)
    chain = Chain(held.id, held.seq, held.head)
    chain.link(Verb.RECUSE, payload, now, actor=actor.person, desk=post.desk_id)
    chain.rows[-1]["content"] = content
    recusal = {
        "seq": chain.seq,
        "applicant": held.state.applicant if from_applicant else None,
        "person": person,
        "reason": reason.value,
        "declared_by": actor.person,
        "declared_at": now.isoformat(),
    }
    return {
        "case": held.id,
        "version": held.state.version,
        "next": held.state.version + 1,
        "step": None,
        "actor": actor.person,
        "post": post.id,
        "closes": [],
        "opens": [],
        "claims": [{"id": step.id, "claimed_by": None, "claimed_at": None} for step in released],
        "recusals": [recusal],
        "rows": chain.rows,
        "head": chain.head.hex(),
    }
