"""Carrying a plan out: slice by slice, each in one transaction with the lines that say what became of its cases.

A case that moved is no longer one of the version the plan leaves, so nothing is done twice; a worker that is killed
leaves the slice it was at undone, and the next one does it.
"""

from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.utils.timezone import localdate

from workflows.engine import gateway
from workflows.engine.errors import EngineError
from workflows.engine.gateway import Held
from workflows.engine.interpreter import due_silences
from workflows.engine.rulebook import rules_of
from workflows.engine.state import SYSTEM
from workflows.engine.verbs import catch_up
from workflows.moving.enums import LineOutcome, PlanState
from workflows.moving.models import MoveLine, MovePlan
from workflows.moving.slices import Judged, judged, lines_of, next_cases
from workflows.moving.writing import move_body

_reports = structlog.get_logger(__name__)


def carry_on(now: datetime, using: str) -> bool:
    """Move the next slice of the first approved plan whose day has come; tell whether there may be more."""
    with transaction.atomic(using=using):
        approved = MovePlan.objects.using(using).select_for_update(skip_locked=True, no_key=True, of=["self"])
        due = approved.filter(state=PlanState.APPROVED, valid_from__lte=localdate(now))
        plan = due.order_by("pk").first()
        if plan is None:
            return False
        cases = next_cases(plan, using)
        if cases:
            _move(plan, cases, now, using)
            plan.cursor = cases[-1]
        else:
            plan.state, plan.done_at = PlanState.DONE, now
        plan.save(using=using, update_fields=["cursor", "state", "done_at"])
    return True


def _move(plan: MovePlan, cases: list[int], now: datetime, using: str) -> None:
    """Move what can move and leave the rest, with one read and one write; both are noted."""
    _let_time_speak(plan, cases, now, using)
    found = list(judged(plan, cases, now, using, hold=True))
    rules = rules_of(plan.target_id)
    bodies = [
        (each, move_body(each.held, each.judgement.move, rules, plan.target_id, now))
        for each in found
        if each.judgement.move
    ]
    written = gateway.write(SYSTEM, [body for _each, body in bodies], now, using) if bodies else []
    rows = {
        each.held.id: body["rows"][-1]["seq"]
        for (each, body), answer in zip(bodies, written, strict=True)
        if answer["answer"] == "done"
    }
    _note(plan, found, rows, using)


def _let_time_speak(plan: MovePlan, cases: list[int], now: datetime, using: str) -> None:
    """Apply what became due under the version the cases leave, before they leave it."""
    old = rules_of(plan.source_id)
    for held in gateway.read(SYSTEM, cases, [], now, using, hold=True).cases.values():
        if due_silences(old.standard, held.state, now):
            _catch_up(held, now, using)


def _catch_up(held: Held, now: datetime, using: str) -> None:
    try:
        with transaction.atomic(using=using):
            catch_up(cases=[held.id], now=now, using=using)
    except EngineError:
        # It stays where it is: the judgement meets the same fault and says so.
        _reports.exception("moving.case_not_caught_up", case=held.id)


def _note(plan: MovePlan, found: list[Judged], rows: dict[int, int], using: str) -> None:
    lines = lines_of(plan, found, using)
    for line in lines:
        line.outcome = LineOutcome.MOVED if line.case_id in rows else LineOutcome.STAYED
        line.seq = rows.get(line.case_id)
        line.why = [] if line.case_id in rows else line.reasons
    noted: Any = ["verdict", "reasons", "changes", "outcome", "why", "seq"]
    MoveLine.objects.using(using).bulk_create(
        lines, update_conflicts=True, unique_fields=["plan", "case"], update_fields=noted
    )
