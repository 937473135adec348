"""Proves the register and the journal: every hash is computed anew, and every row that is gone leaves a trace.

Everything is read through server-side cursors from one snapshot, in the order of the tables' keys, so that memory does
not grow with the rows and acts that happen meanwhile disturb nothing. What nobody inside the database can see, a
journal rewritten from some row to its end together with every head, shows against the daily seals (``seals``).
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from django.db import connections, transaction

from workflows.journal import verify_sql
from workflows.journal.chain import ORIGIN, Entry, register_digest
from workflows.journal.enums import Algorithm, Fault, Verb
from workflows.journal.findings import Finding, Report
from workflows.journal.seals.verify import walk_seals

__all__ = ["Finding", "Report", "verify_journal"]

BATCH = 2000
"""Rows fetched at a time."""

T = TypeVar("T")


class _Row(NamedTuple):
    case: int
    seq: int
    verb: str
    actor: int | None
    desk: int | None
    on_behalf_of: int | None
    legal_at: datetime
    recorded_at: datetime
    payload: str
    algorithm: str
    previous: bytes
    hash: bytes


class _Case(NamedTuple):
    key: int
    number: str
    version: int
    head: bytes
    opened_at: datetime
    registered: str | None
    registered_at: datetime | None


class _Registered(NamedTuple):
    district: int
    code: str
    seq: int
    case: int
    number: str
    opened_at: datetime
    previous: bytes
    hash: bytes
    stands: bool
    recorded_at: datetime | None

    def digest(self) -> bytes:
        """The hash the row should have."""
        return register_digest(self.previous, self.district, self.seq, self.case, self.number, self.opened_at)


class _Head(NamedTuple):
    district: int
    code: str
    seq: int
    hash: bytes
    counted: int


@dataclass(slots=True)
class _Link:
    """The row before: its place, the hashes the next may follow, its instant, and the version of the case it made.

    A row whose stored hash was changed is followed by what it said before, so that one fault is not named twice.
    """

    seq: int = 0
    hashes: tuple[bytes | None, ...] = (ORIGIN,)
    recorded_at: datetime | None = None
    version: int | None = None


def verify_journal(*, using: str = "audit", cases: Collection[int] | None = None, only_seals: bool = False) -> Report:
    """Verify the whole journal and register or, given keys, those cases and the rows that register them.

    With ``only_seals`` no row is hashed anew: the seals are proved, and the journal's heads against them.
    Reads through the alias ``using``, whose role has to see every district.
    """
    report = Report()
    keys = None if cases is None else sorted(set(cases))
    with _one_snapshot(using):
        if not only_seals:
            report.faults += _walk_register(using, keys)
            report.faults += _walk_cases(using, keys, report)
        report.faults += walk_seals(using, keys, report)
        report.vouched_until = _vouched_until(using, keys, report.faults)
    return report


@contextmanager
def _one_snapshot(using: str) -> Iterator[None]:
    outermost = not connections[using].in_atomic_block
    with transaction.atomic(using=using):
        if outermost:
            with connections[using].cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _walk_cases(using: str, keys: list[int] | None, report: Report) -> Iterator[Finding]:
    chains = groupby(_stream(using, verify_sql.ROWS, _Row._make, keys), attrgetter("case"))
    cases = _stream(using, verify_sql.CASES, _Case._make, keys)
    for key, case, chain in _side_by_side(cases, chains):
        report.cases += case is not None
        link, first_at = _Link(), None
        for row in chain:
            report.rows += 1
            first_at = first_at or row.recorded_at
            said = _said(row)
            yield from _faults_of_row(row, said, link, case.number if case else str(key))
            link = _Link(row.seq, (row.hash, said), row.recorded_at, _version(row))
        yield from _faults_of_case(key, case, link, first_at)


def _side_by_side(
    cases: Iterator[_Case], chains: Iterator[tuple[int, Iterator[_Row]]]
) -> Iterator[tuple[int, _Case | None, Iterable[_Row]]]:
    """Pair each case with its rows, in the order of keys; either may be missing."""
    case, chain = next(cases, None), next(chains, None)
    while case or chain:
        key = min(each[0] for each in (case, chain) if each)
        own_case = case if case and case.key == key else None
        own_chain = chain[1] if chain and chain[0] == key else None
        yield key, own_case, own_chain or ()
        case = next(cases, None) if own_case else case
        chain = next(chains, None) if own_chain else chain


def _said(row: _Row) -> bytes | None:
    """The hash the row should have; None when it says what no row can say."""
    try:
        algorithm, verb, payload = Algorithm(row.algorithm), Verb(row.verb), json.loads(row.payload)
        entry = Entry(row.case, row.seq, verb, row.actor, row.desk, row.on_behalf_of, row.legal_at, payload)
        return entry.digest(row.previous, algorithm)
    except (ValueError, RecursionError):
        return None


def _version(row: _Row) -> int | None:
    """The version of the case the row made: one more than the version it was reckoned from, where it names one."""
    try:
        base = json.loads(row.payload)["base"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return None
    return base + 1 if isinstance(base, int) else None


def _faults_of_row(row: _Row, said: bytes | None, link: _Link, case: str) -> Iterator[Finding]:
    follows = row.seq == link.seq + 1
    if not follows:
        yield Finding(Fault.GAP, case, link.seq + 1, doubtful_from=link.recorded_at)
    if said != row.hash:
        yield Finding(Fault.CHANGED, case, row.seq, doubtful_from=row.recorded_at)
    elif follows and row.previous not in link.hashes:
        yield Finding(Fault.BROKEN, case, row.seq, doubtful_from=row.recorded_at)


def _faults_of_case(key: int, case: _Case | None, last: _Link, first_at: datetime | None) -> Iterator[Finding]:
    """What the case remembers against its last row, and against the register."""
    if case is None:
        yield Finding(Fault.UNREGISTERED, str(key), None, doubtful_from=first_at)
        return
    if not last.seq or case.head not in last.hashes or last.version not in {None, case.version}:
        yield Finding(Fault.TRUNCATED, case.number, last.seq + 1, doubtful_from=last.recorded_at)
    if (case.number, case.opened_at) != (case.registered, case.registered_at):
        yield Finding(Fault.UNREGISTERED, case.number, None, doubtful_from=first_at)


def _walk_register(using: str, keys: list[int] | None) -> Iterator[Finding]:
    rows = _stream(using, verify_sql.REGISTER, _Registered._make, keys)
    if keys is not None:
        yield from _faults_of_asked(rows, keys)
        return
    heads = {head.district: head for head in _stream(using, verify_sql.HEADS, _Head._make, None)}
    for district, chain in groupby(rows, attrgetter("district")):
        link = _Link()
        for row in chain:
            yield from _faults_of_registered(row, link)
            link = _Link(row.seq, (row.hash, row.digest()), row.recorded_at or link.recorded_at)
        yield from _faults_of_head(heads.pop(district), link)
    for head in heads.values():
        yield from _faults_of_head(head, _Link())


def _faults_of_asked(rows: Iterable[_Registered], keys: Collection[int]) -> Iterator[Finding]:
    """Without their neighbours, register rows can only be read for what they say themselves."""
    missing = set(keys)
    for row in rows:
        missing.discard(row.case)
        yield from _faults_of_registered(row, _Link(row.seq - 1, (row.previous,)))
    for key in sorted(missing):
        yield Finding(Fault.CASE_MISSING, str(key), None)


def _faults_of_registered(row: _Registered, link: _Link) -> Iterator[Finding]:
    since = link.recorded_at
    follows = row.seq == link.seq + 1
    if not follows:
        yield Finding(Fault.REGISTER_GAP, None, link.seq + 1, row.code, since)
    if row.digest() != row.hash or (follows and row.previous not in link.hashes):
        yield Finding(Fault.REGISTER_CHANGED, row.number, row.seq, row.code, row.recorded_at or since)
    if not row.stands:
        yield Finding(Fault.CASE_MISSING, row.number, row.seq, row.code, since)


def _faults_of_head(head: _Head, last: _Link) -> Iterator[Finding]:
    """What the district counts against the last row its register has; the serials given out are counted apart."""
    if max(head.seq, head.counted) > last.seq:
        yield Finding(Fault.REGISTER_GAP, None, last.seq + 1, head.code, last.recorded_at)
    elif head.seq < last.seq or head.counted < last.seq or head.hash not in last.hashes:
        yield Finding(Fault.REGISTER_CHANGED, None, last.seq, head.code, last.recorded_at)


def _vouched_until(using: str, keys: list[int] | None, faults: Iterable[Finding]) -> datetime | None:
    since = [fault.doubtful_from for fault in faults]
    known = [instant for instant in since if instant]
    if len(known) < len(since):
        return None
    with connections[using].cursor() as cursor:
        cursor.execute(verify_sql.LAST, {"keys": keys, "doubtful": min(known, default=None)})
        latest: datetime | None = cursor.fetchone()[0]
        return latest


def _stream(using: str, statement: str, make: Callable[[Iterable[Any]], T], keys: list[int] | None) -> Iterator[T]:
    with connections[using].chunked_cursor() as cursor:
        cursor.execute(statement, {"keys": keys})
        while batch := cursor.fetchmany(BATCH):
            yield from map(make, batch)
