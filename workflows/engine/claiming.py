"""Taking a step into one's hands and giving it back: by which post, and what is written of it."""

from datetime import datetime
from typing import Any

from workflows.engine.gateway import Held
from workflows.engine.rights import handling_post
from workflows.engine.rulebook import rules_of
from workflows.engine.state import Actor, OpenStep, Post
from workflows.engine.writing import Chain
from workflows.journal.enums import Verb


def claiming_post(held: Held, standing: OpenStep, actor: Actor, verb: Verb) -> Post | None:
    """Whoever has a step in hand gives it back also when the post they took it by is no longer theirs."""
    if verb is Verb.RELEASE and standing.claimed_by == actor.person:
        return None
    return handling_post(rules_of(held.standard), held.state, standing, actor, barred=held.barred)


def claim_body(
    held: Held, standing: OpenStep, actor: Actor, verb: Verb, now: datetime, post: Post | None
) -> dict[str, Any]:
    """The write of a claim or a release; a deputy's names the holder too."""
    taker = actor.person if verb is Verb.CLAIM else None
    behalf = post.deputy_for if post else None
    chain = Chain(held.id, held.seq, held.head)
    said = {"base": held.state.version, "ordinal": standing.ordinal}
    chain.link(verb, said, now, actor=actor.person, on_behalf_of=behalf)
    return {
        "post": post.id if post else None,
        "deputy_for": behalf,
        "case": held.id,
        "version": held.state.version,
        "next": held.state.version + 1,
        "step": standing.id,
        "actor": actor.person,
        "closes": [],
        "opens": [],
        "claims": [{"id": standing.id, "claimed_by": taker, "claimed_at": now.isoformat() if taker else None}],
        "rows": chain.rows,
        "head": chain.head.hex(),
    }
