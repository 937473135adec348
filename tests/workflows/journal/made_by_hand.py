"""Cases written through the engine's SQL functions alone, with rows and hashes made here and no rules asked.

A case stands in one phase for ever; each row is a claim, which changes nothing but the journal.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from django.db import connections

from tests.cast import Corridor
from workflows.journal.chain import ORIGIN, Entry
from workflows.journal.enums import Verb
from workflows.standards.models import StandardVersion

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""Noon in Wenzhou, on a Monday."""


def version(using: str = "owner") -> int:
    """A published version to pin cases to; it says nothing."""
    made = StandardVersion.objects.using(using).create(
        key="hand", number=1, digest="0" * 64, body={}, valid_from=NOON.date(), published_at=NOON
    )
    return made.pk


@dataclass
class Case:
    """A case as its maker remembers it."""

    standard: int
    actor: int
    district: str
    key: int = 0
    number: str = ""
    seq: int = 0
    head: bytes = ORIGIN
    rows: list[dict[str, Any]] = field(default_factory=list)

    def row(self, verb: Verb, payload: dict[str, Any] | None = None) -> dict[str, Any]:
        """Chain one more row; an hour lies between two."""
        at, base = NOON + timedelta(hours=self.seq), {"base": self.seq}
        self.seq += 1
        said = base | (payload or {})
        entry = Entry(self.key, self.seq, verb, self.actor, None, None, at, said)
        previous, self.head = self.head, entry.digest(self.head)
        return {
            "seq": self.seq,
            "verb": verb.value,
            "actor": self.actor,
            "legal_at": at.isoformat(),
            "payload": said,
            "previous": previous.hex(),
            "hash": self.head.hex(),
        }

    def state(self) -> dict[str, Any]:
        """What every write says of the case, whatever it does."""
        return {
            "case": self.key,
            "version": self.seq - 1,
            "next": self.seq,
            "actor": self.actor,
            "initial": "SUBMITTED",
            "phase": "SUBMITTED",
            "path": [],
            "ledger": [],
            "waiting": [],
            "provisional": False,
            "opens": [],
            "closes": [],
            "claims": [],
            "facts": {},
            "head": self.head.hex(),
        }


Connection = psycopg.Connection[tuple[Any, ...]]


def open_case(run: Connection, case: Case, payload: dict[str, Any] | None = None) -> Case:
    """Open the case through ``engine_open``; the connection commits by itself or belongs to a transaction."""
    (case.key,) = _one(run, "SELECT engine_new_case()")
    row = case.row(Verb.OPEN, payload)
    body = case.state() | {
        "item": "01",
        "subject": "手工案件",
        "standard": case.standard,
        "regime": "REGISTRATION",
        "district": case.district,
        "districts": [case.district],
        "parties": {"home": case.district},
        "opened_at": NOON.isoformat(),
        "form": {},
        "materials": {},
        "rows": [row],
    }
    (opened,) = _one(run, "SELECT engine_open(%s, %s, '{}', %s)", [case.actor, NOON.date(), json.dumps(body)])
    case.number = opened["number"]
    return case


def write(run: Connection, case: Case, payload: dict[str, Any] | None = None) -> None:
    """Add one row through ``engine_write``."""
    row = case.row(Verb.CLAIM, payload)
    body = [case.state() | {"rows": [row]}]
    (answers,) = _one(run, "SELECT engine_write(%s, %s, '{}', %s)", [case.actor, NOON.date(), json.dumps(body)])
    assert answers[0]["answer"] == "done", answers


def cases(run: Connection, corridor: Corridor, *lengths: int) -> list[Case]:
    """Cases in 龙湾区 with as many rows as asked."""
    standard, actor = version(), corridor.lw.receiver.pk
    made = []
    for length in lengths:
        case = open_case(run, Case(standard, actor, "LW"))
        for _ in range(length - 1):
            write(run, case)
        made.append(case)
    return made


def raw(alias: str) -> Connection:
    """The alias's own connection, whose answers come as psycopg reads them."""
    connections[alias].ensure_connection()
    connection: Connection = connections[alias].connection
    return connection


def _one(run: Connection, statement: str, named: list[Any] | None = None) -> tuple[Any, ...]:
    row = run.execute(statement, named).fetchone()
    assert row
    return tuple(json.loads(part) if isinstance(part, str) else part for part in row)
