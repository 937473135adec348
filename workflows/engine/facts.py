"""Recording on a case what a register answered: a row of the journal, and a fact the rules see from then on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from workflows.engine import gateway
from workflows.engine.errors import CaseNotFound, Conflict
from workflows.engine.gateway import Held
from workflows.engine.state import SYSTEM
from workflows.engine.writing import Chain
from workflows.journal.enums import Verb

TRIES = 4
"""The first attempt and three more when the case moved in between."""


def record_fact(*, case: int, name: str, value: Any, source: str, now: datetime, using: str = "worker") -> int:
    """Write an answer of a register on the journal of a case, also of one that has ended; gives the row's number.

    ``value`` is plain JSON without personal values, because the journal is never erased; ``source`` names the register.
    The answer becomes the fact ``name``. Who repeats it writes it twice: the caller knows what it has recorded. Raise
    CaseNotFound, Conflict or NotRecordableError.
    """
    for _attempt in range(TRIES):
        reading = gateway.read(SYSTEM, [case], [], now, using)
        if case not in reading.cases:
            raise CaseNotFound
        held = reading.cases[case]
        chain = Chain(held.id, held.seq, held.head)
        said = {"base": held.state.version, "name": name, "value": value, "source": source}
        chain.link(Verb.FACT, said, now, actor=None)
        (written,) = gateway.write(SYSTEM, [_body(held, chain, {**held.state.facts, name: value})], now, using)
        if written["answer"] == "done":
            return chain.seq
    raise Conflict


def _body(held: Held, chain: Chain, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "case": held.id,
        "version": held.state.version,
        "next": held.state.version + 1,
        "step": None,
        "actor": None,
        "post": None,
        "closes": [],
        "opens": [],
        "claims": [],
        "facts": facts,
        "rows": chain.rows,
        "head": chain.head.hex(),
    }
