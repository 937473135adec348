"""What a million cases change: plans, buffers and time of an act and of a desk's queue."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from approvals.desks.enums import View
from approvals.desks.queries import Wanted, counts, matching_number, queue
from tests.performance.corridor import Corridor
from workflows.engine.models import Case
from workflows.organisation.queries import Scope
from workflows.organisation.scoping import seen_by

TRIES = 7
MOST = 1_001


def preload(admin: "psycopg.Connection[Any]", model: int, number: int) -> None:
    """Add so many cases like ``model``, which the engine has carried so far."""
    written = (Path(__file__).parent / "preload.sql").read_text()
    statement = written.replace(":number", str(number)).replace(":model", str(model))
    admin.execute(statement.encode())
    for table in ("case", "casefile", "casestep", "journalrow"):
        admin.execute(f"VACUUM (ANALYZE) workflows_{table}".encode())
    admin.execute("CHECKPOINT")


def buffers_of_an_act(corridor: Corridor) -> float:
    """Shared buffers touched per act of a whole case, by the database's own count of this session."""
    connections["default"].close()
    acts = 0
    for _ in range(20):
        _whole_case(corridor)
    with _counted() as touched:
        for _ in range(100):
            acts += _whole_case(corridor)
    return round(touched[0] / acts, 1)


def queue_figures(corridor: Corridor) -> dict[str, dict[str, Any]]:
    """Milliseconds in the database and the shape of the plans, of everything a desk asks of its queue."""
    now = timezone.now()
    who = corridor.clerks["receiver"].person
    assert who is not None
    with seen_by(who, timezone.localdate(now)) as scope:
        first = queue(scope, Wanted(View.TO_DO), now)
        later = Wanted(View.TO_DO, after=first.next)
        number = first.rows[0].step.case.number
        asked: dict[str, Callable[[Scope], object]] = {
            "first_page": lambda s: queue(s, Wanted(View.TO_DO), now),
            "next_page": lambda s: queue(s, later, now),
            "count": lambda s: counts(s, now),
            "search": lambda s: matching_number(s, Wanted(View.TO_DO, item=corridor.stage.version.key), now, MOST),
            "case_by_number": lambda s: list(Case.objects.visible_to(s).filter(number=number)),
        }
        return {name: _explained(question, scope) for name, question in asked.items()}


def _explained(question: Callable[[Scope], object], scope: Scope) -> dict[str, Any]:
    with CaptureQueriesContext(connection) as captured:
        question(scope)
    statements = [each["sql"] for each in captured.captured_queries if each["sql"].startswith(("SELECT", "(SELECT"))]
    times: list[float] = []
    shape: list[str] = []
    for _ in range(TRIES):
        plans = [_plan(statement) for statement in statements]
        times.append(sum(plan["Execution Time"] for plan in plans))
        shape = [" > ".join(_nodes(plan["Plan"])) for plan in plans]
    return {"ms": round(median(times), 3), "queries": len(statements), "plans": shape}


def _plan(statement: str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) " + statement.replace("%", "%%"), None)
        found = cursor.fetchone()[0]
    plan: dict[str, Any] = (found if isinstance(found, list) else json.loads(found))[0]
    return plan


def _nodes(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["Node Type"] + (f" {plan['Index Name']}" if "Index Name" in plan else "")
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _whole_case(corridor: Corridor) -> int:
    case = corridor.submit()
    for place in range(3):
        corridor.act(case, place)
    return 4


@contextmanager
def _counted() -> Iterator[list[int]]:
    touched = [-_touched()]
    yield touched
    touched[0] += _touched()


def _touched() -> int:
    # What this backend has read from shared buffers so far, hits and misses.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT 1")
        cursor.execute(
            "SELECT sum(heap_blks_hit + heap_blks_read + coalesce(idx_blks_hit, 0) + coalesce(idx_blks_read, 0)"
            " + coalesce(toast_blks_hit, 0) + coalesce(toast_blks_read, 0))::bigint FROM pg_statio_all_tables"
            " WHERE relname LIKE 'workflows%%' OR relname LIKE 'enterprises%%'"
        )
        return int(cursor.fetchone()[0])
