"""The write that opens a case."""

from typing import Any

from workflows.engine.state import CaseState, Moves
from workflows.engine.wishes import Filed
from workflows.engine.writing import Asked, Chain, case_row, step_rows
from workflows.journal.chain import ORIGIN


def opening_body(case: int, filed: Filed, state: CaseState, moves: Moves, asked: Asked) -> dict[str, Any]:
    """Return the write that opens a case; ``state`` is the case after the ``moves`` of its filing."""
    chain = Chain(case, 0, ORIGIN)
    for place, turn in enumerate(moves.turns):
        chain.add(turn, moves.base, asked if place == 0 else None)
    return {
        "case": case,
        "item": filed.item,
        "subject": filed.subject,
        "standard": filed.standard,
        "regime": filed.regime.value,
        "district": filed.district,
        "districts": sorted({filed.district, *filed.parties.values()}),
        "parties": filed.parties,
        "applicant": filed.applicant,
        "parent": filed.parent,
        "child_key": filed.child_key,
        "opened_at": state.received_at.isoformat(),
        "initial": moves.turns[0].source,
        "form": filed.form,
        "materials": filed.materials,
        "facts": filed.facts,
        **case_row(state, [moves]),
        **step_rows({}, [moves]),
        "rows": chain.rows,
        "head": chain.head.hex(),
    }
