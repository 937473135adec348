"""Rehearses in the worker, batch by batch; where it stands is in the database, so that a killed worker loses one batch."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from workflows.engine import gateway
from workflows.engine.gateway import Held
from workflows.engine.history import beginning_of
from workflows.engine.models import ActContent
from workflows.engine.rulebook import machine_of, rules_for, rules_of
from workflows.engine.rules import Rules
from workflows.engine.state import FILE, SYSTEM, Moves, Turn
from workflows.journal.enums import Verb
from workflows.journal.models import JournalRow
from workflows.rehearsing.comparing import Compared, Result, compare
from workflows.rehearsing.enums import RehearsalState
from workflows.rehearsing.models import Rehearsal
from workflows.rehearsing.queries import cases_of
from workflows.rehearsing.walking import Done, Recorded, walk
from workflows.standards.expressions import evaluate
from workflows.standards.schema import Standard

BATCH = 50
"""Cases read and walked at once."""


def rehearse_on(now: datetime, using: str) -> bool:
    """Do the next batch of the first rehearsal that is not finished; tell whether there may be more."""
    with transaction.atomic(using=using):
        waiting = Rehearsal.objects.using(using).select_for_update(skip_locked=True, no_key=True, of=["self"])
        rehearsal = waiting.exclude(state=RehearsalState.DONE).order_by("pk").first()
        if rehearsal is None:
            return False
        if rehearsal.state == RehearsalState.WAITING:
            rehearsal.found, rehearsal.cases = cases_of(rehearsal, using)
            rehearsal.state = RehearsalState.RUNNING
        else:
            _batch(rehearsal, now, using)
        rehearsal.save(using=using, update_fields=["state", "found", "cases", "done", "result", "finished_at"])
    return True


def _batch(rehearsal: Rehearsal, now: datetime, using: str) -> None:
    cases = rehearsal.cases[rehearsal.done : rehearsal.done + BATCH]
    result = Result.from_json(rehearsal.result)
    draft = rules_for(Standard.model_validate(rehearsal.body))
    for held, compared in compared_cases(draft, cases, now, using):
        result.add(held.number, held.state.district, compared)
    rehearsal.result = result.as_json()
    rehearsal.done += len(cases)
    if rehearsal.done >= len(rehearsal.cases):
        rehearsal.state, rehearsal.finished_at = RehearsalState.DONE, now


def compared_cases(draft: Rules, cases: Sequence[int], now: datetime, using: str) -> Iterator[tuple[Held, Compared]]:
    """Read the cases in three queries, walk each under the draft and compare; nothing is written."""
    rows: defaultdict[int, list[JournalRow]] = defaultdict(list)
    for row in JournalRow.objects.using(using).filter(case_id__in=cases).order_by("case_id", "seq"):
        rows[row.case_id].append(row)
    contents: dict[tuple[int, int], Mapping[str, Any]] = {
        (content.case_id, content.seq): content.body
        for content in ActContent.objects.using(using).filter(case__in=cases)
    }
    for held in gateway.read(SYSTEM, cases, [], now, using).cases.values():
        recorded = recorded_case(held, rows[held.id], contents, now)
        walked = walk(draft, recorded, lambda expression, data: evaluate(expression, data).value)
        yield held, compare(rules_of(held.standard), draft, recorded, walked)


def recorded_case(
    held: Held, rows: Sequence[JournalRow], contents: Mapping[tuple[int, int], Mapping[str, Any]], now: datetime
) -> Recorded:
    """The case as its journal tells it: the acts of people, and every turn they and the engine took."""
    state = held.state
    turns = [(row, _turn(row)) for row in rows if row.verb in {Verb.OPEN, Verb.ACT}]
    return Recorded(
        beginning=beginning_of(state, machine_of(state.regime).initial),
        acts=tuple(
            Done(turn.step, turn.act, turn.actor, turn.at, contents.get((held.id, row.seq), {}))
            for row, turn in turns
            if turn.actor is not None and turn.act != FILE
        ),
        turns=tuple(turn for _row, turn in turns),
        state=state,
        until=state.ended_at or now,
    )


def _turn(row: JournalRow) -> Turn:
    (turn,) = Moves.from_json({"base": row.payload["base"], "turns": [row.payload["turn"]]}).turns
    return turn
