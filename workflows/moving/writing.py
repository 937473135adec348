"""The write of a move: what the engine's function puts down for one case, with the row that says so."""

from datetime import datetime
from typing import Any

from workflows.engine.gateway import Held
from workflows.engine.moving import Move, moved
from workflows.engine.rules import Rules
from workflows.engine.state import Moves
from workflows.engine.writing import Chain, case_row
from workflows.journal.enums import Verb


def move_body(
    held: Held,
    move: Move,
    rules: Rules,
    version: int,
    now: datetime,
    *,
    verb: Verb = Verb.MOVE,
    actor: int | None = None,
) -> dict[str, Any]:
    """Return the write that moves the case to ``version``, whose ``rules`` say how its clock stands afterwards."""
    before, after = held.state, moved(held.state, move)
    chain = Chain(held.id, held.seq, held.head)
    chain.link(verb, {"base": before.version, "move": move.to_json()}, now, actor=actor)
    dues = rules.clock.dues(after.ledger, now)
    return {
        "case": held.id,
        "version": before.version,
        **case_row(after, [Moves(before.version, (), dues)]),
        "next": before.version + 1,
        "standard": version,
        "step": None,
        "actor": None,
        "post": None,
        "closes": [],
        "opens": [],
        "changes": [
            {
                "id": step.id,
                "key": step.key,
                "party": step.party,
                "desk": step.desk,
                "due_at": step.due_at.isoformat() if step.due_at else None,
                "silence_at": step.silence_at.isoformat() if step.silence_at else None,
                "claimed_by": step.claimed_by,
            }
            for step in after.steps
        ],
        "rows": chain.rows,
        "head": chain.head.hex(),
    }
