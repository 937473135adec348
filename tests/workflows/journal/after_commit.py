"""A small case whose rows have effects, and consumers a test registers for its own length."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connections

from tests.workflows.engine.factory import LONGWAN, act, end, rules, step
from tests.workflows.engine.stage import Stage, ask, set_up
from workflows.engine.rules import Rules
from workflows.journal import effects
from workflows.journal.effects import register_consumer
from workflows.journal.models import JournalRow
from workflows.standards.enums import Regime


def law() -> Rules:
    return rules(
        Regime.SERVICE,
        step(
            "desk", "review", "SUBMITTED", act("on", "back", "forward"), act("done", "end", "forward", move="complete")
        ),
        step("back", "review", "SUBMITTED", act("on", "desk", "forward")),
        end("COMPLETED"),
    )


def stage() -> Stage:
    return set_up(law(), {"anna": (LONGWAN, "REVIEW", "REVIEWER"), "bo": (LONGWAN, "REVIEW", "REVIEWER")})


@contextmanager
def no_consumers() -> Iterator[None]:
    """Nobody is registered, until the test registers; afterwards everybody is again."""
    kept = dict(effects._consumers), dict(effects._listeners)
    effects._consumers.clear()
    effects._listeners.clear()
    try:
        yield
    finally:
        effects._consumers.clear()
        effects._listeners.clear()
        effects._consumers.update(kept[0])
        effects._listeners.update(kept[1])


class Handled:
    """A consumer that writes one note per row into a table of the test's own, and fails as often as it is told."""

    def __init__(self, kind: str = "noted", *, failures: int = 0, **more: Any) -> None:
        self.seen: list[tuple[int, int, datetime]] = []
        self.failures = failures
        self.then: Callable[[], None] = lambda: None
        with connections["owner"].cursor() as cursor:
            cursor.execute("CREATE TABLE IF NOT EXISTS note (row_id bigint, kind text, UNIQUE (row_id, kind))")
        register_consumer(kind, lambda row: row.verb != "CLAIM", self.handle, **more)
        self.kind = kind

    def handle(self, _effect: int, row: JournalRow, now: datetime) -> None:
        self.seen.append((row.case_id, row.seq, now))
        with connections["worker"].cursor() as cursor:
            cursor.execute("INSERT INTO note VALUES (%s, %s) ON CONFLICT DO NOTHING", [row.pk, self.kind])
        self.then()
        if self.failures:
            self.failures -= 1
            raise ValueError("the printer is out of paper")


def notes() -> list[tuple[int, ...]]:
    return ask(
        "SELECT j.case_id, j.seq FROM note JOIN workflows_journalrow j ON j.id = row_id ORDER BY 1, 2", using="owner"
    )


def effects_standing() -> list[tuple[Any, ...]]:
    return ask(
        "SELECT j.seq, e.kind, e.state, e.attempts FROM workflows_effect e JOIN workflows_journalrow j ON j.id = e.row_id"
        " ORDER BY j.case_id, j.seq, e.kind"
    )
