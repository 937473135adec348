"""Writing a row on the journal of a case that decides nothing and moves nothing, also of one that has ended."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from workflows.engine import gateway
from workflows.engine.errors import CaseNotFound, Conflict
from workflows.engine.gateway import Held
from workflows.engine.state import Actor
from workflows.engine.writing import Chain
from workflows.journal.enums import Verb

TRIES = 4
"""The first attempt and three more when the case moved in between."""


def note(
    *,
    actor: Actor,
    case: int,
    verb: Verb,
    said: Mapping[str, Any],
    now: datetime,
    beside: Callable[[Held], Mapping[str, Any]] | None = None,
    using: str = "default",
) -> int:
    """Write what was done on the journal of a case the actor sees; gives the row's number.

    ``said`` is plain JSON without personal values, because the journal is never erased. Whoever calls has settled that
    the actor may. ``beside`` gives what else is written, from the case as it was read. Raise CaseNotFound, Conflict or NotRecordableError.
    """
    for _attempt in range(TRIES):
        reading = gateway.read(actor, [case], [], now, using)
        if case not in reading.cases:
            raise CaseNotFound
        held = reading.cases[case]
        chain = Chain(held.id, held.seq, held.head)
        chain.link(verb, {"base": held.state.version, **said}, now, actor=actor.person)
        body = {
            "case": held.id,
            "version": held.state.version,
            "next": held.state.version + 1,
            "step": None,
            "actor": actor.person,
            "post": None,
            "closes": [],
            "opens": [],
            "claims": [],
            "rows": chain.rows,
            "head": chain.head.hex(),
            **(beside(held) if beside else {}),
        }
        (written,) = gateway.write(actor, [body], now, using)
        if written["answer"] == "done":
            return chain.seq
    raise Conflict
