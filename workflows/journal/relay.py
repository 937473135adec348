"""Reads the journal after commit and turns each row into the effects its consumers want.

Rows are read in the order of (transaction, row) and only below the oldest transaction still open in this database: an
older one may yet commit rows that belong before those already there, so nothing behind it is read until it ends and
nothing is lost. Transactions of other databases of the server write no rows here and hold nobody up. A
consumer's effects, their jobs and its cursor are written in one transaction, under a lock on the cursor, so that two
workers never relay a row twice. The journal itself is neither claimed nor changed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import connections, transaction
from django.utils.translation import gettext_lazy as _

from workflows.journal import jobs
from workflows.journal.effects import Consumer, consumers, listeners
from workflows.journal.errors import JournalError
from workflows.journal.models import JournalRow

BATCH = 500
"""Rows one consumer reads in one transaction."""

_EPOCH = 1 << 32
"""How many transactions share a 32-bit number's round."""

_reports = structlog.get_logger(__name__)

_SETTLED = """
SELECT id, case_id, seq, verb, actor_id, desk_id, on_behalf_of_id, legal_at, recorded_at, payload, key, algorithm,
       previous, hash, transaction::text AS transaction
  FROM workflows_journalrow
 WHERE (transaction, id) > (%s::xid8, %s) AND transaction < %s::xid8
 ORDER BY workflows_journalrow.transaction, id
 LIMIT %s
"""

_ADD = """
INSERT INTO workflows_effect (row_id, case_id, kind)
SELECT added.row_id, added.case_id, %s FROM unnest(%s::bigint[], %s::bigint[]) AS added (row_id, case_id)
    ON CONFLICT ON CONSTRAINT one_effect_per_row_and_kind DO NOTHING
RETURNING id
"""

_IDLE = """
SELECT consumer FROM workflows_cursor c
 WHERE c.transaction < pg_snapshot_xmax(pg_current_snapshot())
   AND NOT EXISTS (SELECT FROM workflows_journalrow j
                    WHERE (j.transaction, j.id) > (c.transaction, c.row)
                      AND j.transaction < %s::xid8)
"""

_HELD_UP = """
SELECT EXISTS (SELECT FROM workflows_journalrow
                WHERE transaction >= %s::xid8
                  AND transaction < pg_snapshot_xmax(pg_current_snapshot()))
"""

_NEXT_TRANSACTION = "SELECT pg_stat_clear_snapshot()::text, pg_snapshot_xmax(pg_current_snapshot())::text"

_UNDER_WAY = """
SELECT backend_xid::text FROM pg_stat_activity
 WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
 UNION ALL
SELECT transaction::text FROM pg_prepared_xacts WHERE database = current_database()
"""
"""The transactions under way in this database, by their 32-bit numbers."""

_LAST = """
SELECT transaction::text, id FROM workflows_journalrow
 WHERE transaction < %s::xid8
 ORDER BY workflows_journalrow.transaction DESC, id DESC LIMIT 1
"""


class ForeignJournalError(JournalError):
    """The database came from another server, and its journal was not taken over."""


@dataclass(frozen=True, slots=True)
class Relayed:
    """What one round of the relay did: effects made, and whether some consumer filled its batch and has more."""

    effects: int = 0
    more: bool = False


def relay_once(using: str = "worker", limit: int = BATCH, *, defer: bool = True) -> Relayed:
    """Let every consumer read up to ``limit`` rows; with ``defer`` a job is queued for each new effect.

    Raise ForeignJournalError when a cursor stands at a transaction this server has not reached.
    """
    made, more = 0, False
    idle = _idle(using)
    for consumer in consumers().values():
        if consumer.kind in idle:
            continue
        effects, full = _relay_to(consumer, using, limit, defer=defer)
        made, more = made + effects, more or full
    for name, tell in listeners().items():
        more |= name not in idle and _relay_hints(name, tell, using, limit)
    return Relayed(made, more)


def take_over_restored_journal(using: str = "owner") -> None:
    """Make the journal of a restored database readable on this server; for the restore, before anybody writes.

    Every consumer reads it again from the start, and makes no effect twice.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT tongban_journal_restored()")


def is_held_up(using: str = "worker") -> bool:
    """Whether rows are written that cannot be read yet, because an older transaction is under way in this database."""
    with connections[using].cursor() as cursor:
        cursor.execute(_HELD_UP, [_horizon(cursor)])
        return bool(cursor.fetchone() == (True,))


def _idle(using: str) -> set[str]:
    """Who has nothing to read; asked without a lock, so that a relay with nothing to do writes nothing either."""
    with connections[using].cursor() as cursor:
        cursor.execute(_IDLE, [_horizon(cursor)])
        return {consumer for (consumer,) in cursor.fetchall()}


def _relay_to(consumer: Consumer, using: str, limit: int, *, defer: bool) -> tuple[int, bool]:
    with transaction.atomic(using=using):
        rows = _next_rows(consumer.kind, using, limit)
        wanted = [row for row in rows if consumer.wants(row)]
        effects = _add(consumer.kind, wanted, using)
        if defer:
            jobs.defer(effects, using)
        _move(consumer.kind, rows, using)
    return len(effects), len(rows) == limit


def _relay_hints(name: str, tell: Callable[[Sequence[JournalRow]], None], using: str, limit: int) -> bool:
    """Tell a listener after the commit; whatever goes wrong there is its own loss and holds nobody up."""
    with transaction.atomic(using=using):
        rows = _next_rows(name, using, limit, from_now=True)
        _move(name, rows, using)
    if rows:
        try:
            tell(rows)
        except Exception:  # noqa: BLE001 - a hint that is lost is caught up by the page itself
            _reports.exception("journal.listener_failed", listener=name, rows=len(rows))
    return len(rows) == limit


def _next_rows(consumer: str, using: str, limit: int, *, from_now: bool = False) -> list[JournalRow]:
    """Lock the consumer's cursor and read what comes after it."""
    with connections[using].cursor() as cursor:
        at = _locked(cursor, consumer)
        horizon = _horizon(cursor)
        if at is None:
            start = ("0", 0)
            if from_now:
                cursor.execute(_LAST, [horizon])
                start = cursor.fetchone() or start
            cursor.execute(
                "INSERT INTO workflows_cursor (consumer, transaction, row) VALUES (%s, %s::xid8, %s)"
                " ON CONFLICT (consumer) DO NOTHING",
                [consumer, *start],
            )
            # Somebody else may have made it in the meantime; then it is theirs that counts.
            at = _locked(cursor, consumer)
    assert at  # noqa: S101 - it was made just now
    # Raw SQL, because the order and the horizon are PostgreSQL's own types.
    return list(JournalRow.objects.using(using).raw(_SETTLED, [*at, horizon, limit]))


def _horizon(cursor: Any) -> str:
    """Below which transaction every row of this database is there to be read, by statements that follow this call.

    The order is what makes it safe: first the number the next transaction would get, then what is under way. Whatever
    is older than the former and not among the latter has ended, so a later statement sees all of it.
    """
    cursor.execute(_NEXT_TRANSACTION)
    bound = int(cursor.fetchone()[1])
    cursor.execute(_UNDER_WAY)
    return str(min((_whole(int(number), bound) for (number,) in cursor.fetchall()), default=bound))


def _whole(number: int, bound: int) -> int:
    """The 64-bit number of a transaction under way; ``bound`` for one that began after the bound was taken."""
    ahead = (number - bound) % _EPOCH
    return bound if ahead < _EPOCH // 2 else bound + ahead - _EPOCH


def _locked(cursor: Any, consumer: str) -> tuple[str, int] | None:
    cursor.execute(
        "SELECT transaction::text, row, transaction >= pg_snapshot_xmax(pg_current_snapshot())"
        " FROM workflows_cursor WHERE consumer = %s FOR NO KEY UPDATE",
        [consumer],
    )
    found = cursor.fetchone()
    if found is None:
        return None
    at, row, is_foreign = found
    if is_foreign:
        raise ForeignJournalError(
            "journal.foreign",
            _(
                "The journal was written on another server: the consumer %(consumer)s stands at transaction %(at)s, "
                "which this server has not reached. Run manage.py worker --take-over, then start the worker again."
            ),
            consumer=consumer,
            at=at,
        )
    return at, row


def _add(kind: str, rows: Sequence[JournalRow], using: str) -> list[int]:
    if not rows:
        return []
    with connections[using].cursor() as cursor:
        cursor.execute(_ADD, [kind, [row.pk for row in rows], [row.case_id for row in rows]])
        return [effect for (effect,) in cursor.fetchall()]


def _move(consumer: str, rows: Sequence[JournalRow], using: str) -> None:
    if not rows:
        return
    with connections[using].cursor() as cursor:
        cursor.execute(
            "UPDATE workflows_cursor SET transaction = %s::xid8, row = %s WHERE consumer = %s",
            [rows[-1].transaction, rows[-1].pk, consumer],
        )
