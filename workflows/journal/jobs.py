"""Puts effects into the queue of procrastinate, in the transaction of whoever asks."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connections
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

__all__ = ["NAME", "QUEUE", "AlreadyEnqueued", "defer", "defer_orphans"]

NAME = "perform_effect"
QUEUE = "effects"

_ORPHANS = """
SELECT e.id FROM workflows_effect e
 WHERE e.state IN ('PENDING', 'FAILED') AND e.not_before < now() - %s * interval '1 second'
   AND NOT EXISTS (SELECT FROM procrastinate_jobs j
                    WHERE j.queueing_lock = 'effect ' || e.id AND j.status IN ('todo', 'doing'))
 ORDER BY e.id LIMIT 1000
"""


def defer(effects: Iterable[int], using: str = "worker", *, at: datetime | None = None) -> None:
    """Queue one job per effect, to be run at once or at an instant of machine time.

    The job's lock keeps a second one for the same effect out of the queue while the first one waits there.
    """
    queued = [_job(effect, at) for effect in effects]
    if queued:
        # The worker's own connection belongs to its event loop; this one shares the caller's transaction.
        JobManager(DjangoConnector(alias=using)).batch_defer_jobs(jobs=queued)


def defer_orphans(using: str = "worker", *, seconds: int = 30) -> int:
    """Queue again every effect that should have been done for ``seconds`` and has no job; gives how many."""
    with connections[using].cursor() as cursor:
        cursor.execute(_ORPHANS, [seconds])
        orphans = [effect for (effect,) in cursor.fetchall()]
    defer(orphans, using)
    return len(orphans)


def _job(effect: int, at: datetime | None) -> Job:
    return Job(
        queue=QUEUE,
        lock=None,
        queueing_lock=f"effect {effect}",
        task_name=NAME,
        task_kwargs={"effect": effect},
        scheduled_at=at,
    )
