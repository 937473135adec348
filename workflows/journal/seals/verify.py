"""Proves the seals: every root from its leaves, every signature, every link, and the journal against what was sealed.

A journal that was rewritten with fitting hashes, or a case that was removed with every trace, shows here alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connections

from workflows.journal.enums import Fault
from workflows.journal.findings import Finding, Report
from workflows.journal.seals import keys as files
from workflows.journal.seals.errors import UnknownSuiteError
from workflows.journal.seals.merkle import Hash, Tree
from workflows.journal.seals.models import CounterSignature, Seal
from workflows.journal.seals.queries import all_keys, is_countersigned, is_signed, seals
from workflows.journal.seals.statement import DistrictRoot, Leaf
from workflows.journal.seals.suites import provider_of
from workflows.journal.seals.verbs import NOTHING

BATCH = 2000
"""Rows fetched at a time."""

_LEAVES = """
SELECT l.seal_id, d.code, l.place, l.registered, l.case_id, l.seq, l.head, coalesce(r.number, l.case_id::text),
       r.hash IS NOT DISTINCT FROM l.registered AND r.case_id IS NOT DISTINCT FROM l.case_id
         AND j.hash IS NOT DISTINCT FROM l.head AND j.hash IS NOT NULL AND c.id IS NOT NULL
  FROM workflows_sealleaf l
  JOIN workflows_district d ON d.id = l.district_id
  LEFT JOIN workflows_caseregisterrow r ON r.district_id = l.district_id AND r.seq = l.place
  LEFT JOIN workflows_journalrow j ON j.case_id = l.case_id AND j.seq = l.seq
  LEFT JOIN workflows_case c ON c.id = l.case_id
 WHERE %(keys)s::bigint[] IS NULL OR l.case_id = ANY (%(keys)s)
 ORDER BY l.seal_id, d.code COLLATE "C", l.place
"""


class _Stored(NamedTuple):
    seal: int
    code: str
    place: int
    registered: bytes
    case: int
    seq: int
    head: bytes
    number: str
    stands: bool

    def leaf(self) -> Leaf:
        """Return it as it was hashed."""
        return Leaf(self.code, self.place, bytes(self.registered).hex(), self.case, self.seq, bytes(self.head).hex())


@dataclass(slots=True)
class _Walk:
    """How far the walk is: the trees as they stand, the seal before, and what of the journal is unlike a seal already."""

    trees: dict[str, Tree] = field(default_factory=dict)
    last: Seal | None = None
    unlike: set[tuple[str, int]] = field(default_factory=set)
    digests: dict[int, bytes] = field(default_factory=dict)

    @property
    def since(self) -> datetime | None:
        """Up to when the seals before vouch."""
        return self.last.sealed_until if self.last else None


class _Leaves:
    """The leaves in the order of their seals, read as far as they are asked for."""

    def __init__(self, using: str, cases: list[int] | None) -> None:
        self._rows = _stored(using, cases)
        self._next = next(self._rows, None)

    def of(self, seal: int) -> Iterator[_Stored]:
        """Give what is left of the leaves up to those of a seal."""
        while self._next and self._next.seal <= seal:
            yield self._next
            self._next = next(self._rows, None)


def walk_seals(using: str, cases: list[int] | None, report: Report) -> Iterator[Finding]:
    """Prove every seal, or only the journal of some cases against their leaves; reads inside the caller's snapshot.

    Trees are kept in memory: 64 bytes for each case that was ever sealed.
    """
    walk, leaves, clean = _Walk(), _Leaves(using, cases), True
    for seal in seals(using).order_by("number").iterator(BATCH):
        found = [*_faults_of_leaves(seal, leaves.of(seal.number), walk)]
        if cases is None:
            found += _faults_of_seal(seal, walk, report)
        yield from found
        clean = clean and not found
        if clean:
            report.sealed_day, report.sealed_until = seal.day, seal.sealed_until
        walk.last = seal
    if cases is None:
        yield from _faults_of_files(using, walk)


def _faults_of_leaves(seal: Seal, leaves: Iterator[_Stored], walk: _Walk) -> Iterator[Finding]:
    """Grow the trees, and name each case once whose journal is not what this seal has of it."""
    hash_ = _hash_of(seal)
    if walk.last and walk.last.suite != seal.suite:
        walk.trees.clear()
    for stored in leaves:
        if hash_:
            _grow(walk.trees.setdefault(stored.code, Tree(hash_)), stored, hash_)
        if not stored.stands and (stored.code, stored.place) not in walk.unlike:
            walk.unlike.add((stored.code, stored.place))
            yield Finding(Fault.UNLIKE_SEAL, stored.number, stored.seq, stored.code, walk.since, seal.day)


def _grow(tree: Tree, stored: _Stored, hash_: Hash) -> None:
    # A leaf that is missing leaves the tree short, and its root is then not the seal's.
    if stored.place <= len(tree) + 1:
        tree.put(stored.place - 1, stored.leaf().hashed(hash_))


def _faults_of_seal(seal: Seal, walk: _Walk, report: Report) -> Iterator[Finding]:
    report.seals += 1
    hash_ = _hash_of(seal)
    if hash_ is None:
        walk.digests[seal.number] = b""
        yield Finding(Fault.SEAL_CHANGED, None, seal.number, None, walk.since, seal.day)
        return
    last, follows = walk.last, walk.digests.get(seal.number - 1, NOTHING if seal.number == 1 else b"")
    walk.digests[seal.number] = seal.statement().digest(hash_)
    if seal.number != (last.number + 1 if last else 1) or (last and seal.day != last.day + timedelta(days=1)):
        yield Finding(Fault.SEAL_GAP, None, seal.number, None, walk.since, seal.day)
    second: CounterSignature | None = getattr(seal, "countersignature", None)
    if not (
        (not follows or bytes(seal.previous) == follows)
        and _root_is_right(seal, walk, hash_)
        and is_signed(seal)
        and (second is None or is_countersigned(seal, second))
    ):
        yield Finding(Fault.SEAL_CHANGED, None, seal.number, None, walk.since, seal.day)
    elif second:
        report.countersigned += 1


def _root_is_right(seal: Seal, walk: _Walk, hash_: Hash) -> bool:
    districts = [DistrictRoot(code, len(tree), tree.root().hex()) for code, tree in sorted(walk.trees.items())]
    root = Tree(hash_, [district.hashed(hash_) for district in districts]).root()
    said = [[district.district, district.cases, district.root] for district in districts]
    return said == seal.districts and root == bytes(seal.root)


def _faults_of_files(using: str, walk: _Walk) -> Iterator[Finding]:
    """Compare with what was published and noted beside the keys, where that is on this machine."""
    published = files.published(using)
    for key in all_keys(using) if published is not None else ():
        if published and published.get((key.district.code, key.number)) != bytes(key.public):
            yield Finding(Fault.SEAL_KEY, None, key.number, key.district.code)
    for number, digest in files.noted(using):
        if number not in walk.digests:
            yield Finding(Fault.SEAL_GAP, None, number, None, walk.since)
        elif walk.digests[number] != digest:
            yield Finding(Fault.SEAL_CHANGED, None, number)


def _hash_of(seal: Seal) -> Hash | None:
    """The hash of a seal's suite; None for a suite nobody knows."""
    try:
        provider_of(seal.key.suite)
        return provider_of(seal.suite).hash
    except UnknownSuiteError:
        return None


def _stored(using: str, cases: list[int] | None) -> Iterator[_Stored]:
    with connections[using].chunked_cursor() as cursor:
        cursor.execute(_LEAVES, {"keys": cases})
        while batch := cursor.fetchmany(BATCH):
            yield from map(_Stored._make, batch)
