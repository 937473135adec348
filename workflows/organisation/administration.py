"""The administrative log: every administrative act and every try to sign in, as a row that nobody changes.

A verb writes its row in its own transaction, last of all: rows of the log take turns until a transaction ends.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connections

from workflows.organisation.enums import AdministrativeVerb
from workflows.organisation.models import AdministrativeRow, Person

ORIGIN = b"\x00" * 32

_ROWS = """
SELECT seq, verb, actor_id, person_id, recorded_at, done_at, address, details::text, previous, hash
  FROM workflows_administrativerow ORDER BY seq
"""
_BATCH = 2000


def record(
    verb: AdministrativeVerb,
    *,
    actor: Person | None,
    now: datetime,
    person: Person | None = None,
    address: str = "",
    **details: Any,
) -> AdministrativeRow:
    """Write one row; ``details`` are names and keys, never a secret."""
    said = {name: _plain(value) for name, value in details.items() if value is not None and value != ""}
    return AdministrativeRow.objects.create(
        verb=verb, actor=actor, person=person, done_at=now, address=address[:64], details=said
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple | frozenset | set):
        return sorted(map(str, value))
    return value if isinstance(value, int | bool) else str(value)


@dataclass(frozen=True, slots=True)
class AdministrationFault:
    """A row whose content does not give its hash (``is_changed``), or that does not follow the one before it."""

    seq: int
    is_changed: bool


def faults(using: str = "audit") -> Iterator[AdministrationFault]:
    """Prove the log: compute every hash anew, in order; nothing comes for a log that is whole."""
    expected, place = ORIGIN, 0
    with connections[using].cursor() as cursor:
        cursor.execute(_ROWS)
        while rows := cursor.fetchmany(_BATCH):
            for seq, *said, previous, kept in rows:
                place += 1
                if seq != place or bytes(previous) != expected:
                    yield AdministrationFault(seq, is_changed=False)
                    place = seq
                if _hash(bytes(previous), (seq, *said)) != bytes(kept):
                    yield AdministrationFault(seq, is_changed=True)
                expected = bytes(kept)


def _hash(previous: bytes, row: tuple[Any, ...]) -> bytes:
    seq, verb, actor, person, recorded_at, done_at, address, details = row
    said = [seq, verb, actor or "-", person or "-", _instant(recorded_at), _instant(done_at), address, details]
    return hashlib.sha256(previous + "|".join(map(str, said)).encode()).digest()


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
