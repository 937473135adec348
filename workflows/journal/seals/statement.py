"""What is signed, to the byte: the leaf of a case, the root of a district, and the statement of a day.

The case file's own script builds the same bytes from the same words; neither may change without the other.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from workflows.journal.chain import canonical
from workflows.journal.seals.merkle import Domain, Hash

SIGNS = b"tongban seal\n"
COUNTERSIGNS = b"tongban countersignature\n"
INTRODUCES = b"tongban key\n"
"""What stands before the signed bytes, so that no signature serves for something else."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """How a case stood: its place in the register of a district and that row's hash, its last row and that one's hash."""

    district: str
    place: int
    registered: str
    case: int
    seq: int
    head: str

    def hashed(self, hash_: Hash) -> bytes:
        """Return the leaf's hash."""
        said = [self.district, self.place, self.registered, self.case, self.seq, self.head]
        return hash_(Domain.LEAF.value + canonical(said))


@dataclass(frozen=True, slots=True)
class DistrictRoot:
    """The root over a district's register: how many cases it names, and the root of their leaves in hexadecimal."""

    district: str
    cases: int
    root: str

    def hashed(self, hash_: Hash) -> bytes:
        """Return the hash by which it stands in the day's tree."""
        return hash_(Domain.DISTRICT.value + canonical([self.district, self.cases, self.root]))


@dataclass(frozen=True, slots=True)
class Statement:
    """What a seal says. Everything is written as text or whole numbers; ``key`` is a district's code and a number.

    ``previous`` is the digest of the seal before, 32 zero bytes for the first. ``sealed_until`` is the latest instant
    of recording among the rows it covers.
    """

    number: int
    day: str
    made_at: str
    sealed_until: str
    suite: str
    districts: Sequence[Sequence[Any]]
    root: str
    previous: str
    key: Sequence[Any]

    def canonical(self) -> bytes:
        """Return the canonical text."""
        return canonical(asdict(self))

    def digest(self, hash_: Hash) -> bytes:
        """Return what the next seal follows."""
        return hash_(Domain.STATEMENT.value + self.canonical())

    def signed(self) -> bytes:
        """Return the bytes the first signature is over."""
        return SIGNS + self.canonical()

    def countersigned(self, signature: bytes) -> bytes:
        """Return the bytes the countersignature is over: the statement, and who signed it first."""
        return COUNTERSIGNS + signature + self.canonical()


def introduction(district: str, number: int, suite: str, public: bytes) -> bytes:
    """Return the bytes by which a district's key introduces the one that follows it."""
    return INTRODUCES + canonical([district, number, suite, public.hex()])
