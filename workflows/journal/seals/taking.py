"""Reads every chain's head in one statement, and makes the roots of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.db import connections

from workflows.journal.seals.errors import NotWholeError
from workflows.journal.seals.merkle import Hash, Tree
from workflows.journal.seals.statement import DistrictRoot, Leaf

BATCH = 2000
"""Rows fetched at a time."""

_HEADS = """
SELECT d.code, r.district_id, r.seq, r.hash, r.case_id, last.seq, last.hash, last.recorded_at,
       sealed.seq IS NOT DISTINCT FROM last.seq AND sealed.seq IS NOT NULL,
       sealed.seq IS NULL OR (sealed.registered = r.hash AND sealed.case_id = r.case_id AND EXISTS (
         SELECT FROM workflows_journalrow was
          WHERE was.case_id = r.case_id AND was.seq = sealed.seq AND was.hash = sealed.head))
  FROM workflows_caseregisterrow r
  JOIN workflows_district d ON d.id = r.district_id
  LEFT JOIN LATERAL (SELECT j.seq, j.hash, j.recorded_at FROM workflows_journalrow j
                      WHERE j.case_id = r.case_id ORDER BY j.seq DESC LIMIT 1) last ON true
  LEFT JOIN LATERAL (SELECT l.seq, l.head, l.registered, l.case_id FROM workflows_sealleaf l
                      WHERE l.district_id = r.district_id AND l.place = r.seq
                      ORDER BY l.seal_id DESC LIMIT 1) sealed ON true
 ORDER BY d.code COLLATE "C", r.seq
"""


class _Head(NamedTuple):
    code: str
    district: int
    place: int
    registered: bytes
    case: int
    seq: int | None
    head: bytes | None
    recorded_at: datetime | None
    unchanged: bool
    holds: bool


@dataclass(slots=True)
class Taken:
    """How every chain stood at one instant; ``changed`` are the leaves that differ from the seal before.

    ``until`` is the latest instant of recording among them.
    """

    districts: list[DistrictRoot] = field(default_factory=list)
    root: bytes = b""
    until: datetime | None = None
    changed: list[tuple[int, Leaf]] = field(default_factory=list)


def take(hash_: Hash, using: str, *, anew: bool = False) -> Taken:
    """Read all chains as one statement sees them; with ``anew`` every leaf counts as changed. Raise NotWholeError where there is nothing whole to seal."""
    taken = Taken()
    for code, heads in groupby(_heads(using), attrgetter("code")):
        tree = Tree(hash_)
        for head in heads:
            leaf = _leaf(head, len(tree) + 1)
            tree.put(len(tree), leaf.hashed(hash_))
            taken.until = max(filter(None, (taken.until, head.recorded_at)), default=None)
            if anew or not head.unchanged:
                taken.changed.append((head.district, leaf))
        taken.districts.append(DistrictRoot(code, len(tree), tree.root().hex()))
    taken.root = Tree(hash_, [district.hashed(hash_) for district in taken.districts]).root()
    return taken


def _leaf(head: _Head, expected: int) -> Leaf:
    if head.place != expected or head.seq is None or head.head is None or not head.holds:
        raise NotWholeError(place=min(head.place, expected), district=head.code)
    return Leaf(head.code, head.place, bytes(head.registered).hex(), head.case, head.seq, bytes(head.head).hex())


def _heads(using: str) -> Iterator[_Head]:
    with connections[using].chunked_cursor() as cursor:
        cursor.execute(_HEADS)
        while batch := cursor.fetchmany(BATCH):
            yield from map(_Head._make, batch)
