"""A step somebody has again: the form as they, or whoever did it last, filled it in."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from approvals.deciding.queries import OfferedAct, OfferedStep
from approvals.desks.typed import FIELD, MATERIAL, Row, Typed
from workflows.engine.models import ActContent
from workflows.engine.step_types.payloads import SEND_BACK
from workflows.journal.models import JournalRow
from workflows.organisation.queries import Scope


def sent_back_by(rows: Sequence[JournalRow], ordinal: int) -> JournalRow | None:
    """Return the row by which the case was sent back to that standing of a step, None where no row did."""
    return next((row for row in rows if _gave_back(row.payload.get("turn", {}), ordinal)), None)


def filled_before(scope: Scope, rows: Sequence[JournalRow], step: OfferedStep, act: OfferedAct) -> Typed | None:
    """Return the act's form as it stood when the step was done last; read inside ``seen_by``.

    None where the case was not sent back to this standing of the step. Another act than then begins with the opinion.
    """
    if sent_back_by(rows, step.ordinal) is None:
        return None
    turns = [(row, row.payload.get("turn", {})) for row in rows]
    done = [(row, turn) for row, turn in turns if turn.get("step") == step.step and turn["ordinal"] < step.ordinal]
    if not done:
        return None
    row, turn = done[-1]
    found = ActContent.objects.visible_to(scope).filter(case=row.case_id, seq=row.seq).values_list("body", flat=True)
    body = found.first() or {}
    return _typed(body if turn["act"] == act.name else {"opinion": body.get("opinion", "")}, act)


def _gave_back(turn: Mapping[str, Any], ordinal: int) -> bool:
    return turn.get("outcome") == SEND_BACK and any(opened["ordinal"] == ordinal for opened in turn["opened"])


def _typed(body: Mapping[str, Any], act: OfferedAct) -> Typed:
    names = body.get("names") or ()
    return Typed(
        key=uuid4(),
        opinion=body.get("opinion", ""),
        ground=body.get("ground", ""),
        remedy=body.get("remedy", ""),
        days=str(body.get("days", "")),
        second=str(names[1]) if names else "",
        rows=tuple(_row(item) for item in body.get("items", ())) or ((Row(),) if "items" in act.fields else ()),
    )


def _row(item: Mapping[str, Any]) -> Row:
    place = f"{FIELD}:{item['field']}" if item.get("field") else f"{MATERIAL}:{item.get('material', '')}"
    return Row(place, item.get("defect", ""), item.get("remedy", ""), item.get("basis", ""))
