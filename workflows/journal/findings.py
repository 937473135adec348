"""What verification comes back with."""

from dataclasses import dataclass, field
from datetime import date, datetime

from workflows.journal.enums import Fault


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: in which case, by number or, where none is known, by key; ``seq`` is the row's place.

    A fault of the register names its ``district`` by code, and ``seq`` is the place in that register; one that shows
    against a seal names the ``day`` sealed, and one of a key its number as ``seq``. ``doubtful_from`` is the first
    instant of recording the fault may touch, None when it may touch them all.
    """

    kind: Fault
    case: str | None
    seq: int | None
    district: str | None = None
    doubtful_from: datetime | None = None
    day: date | None = None


@dataclass(slots=True)
class Report:
    """What verification found. Everything recorded up to and at ``vouched_until`` is whole; with None, nothing is.

    Up to ``sealed_until``, in the seal of ``sealed_day``, that does not rest on the database's word alone: ``seals``
    were proved, ``countersigned`` of them with two signatures.
    """

    rows: int = 0
    cases: int = 0
    vouched_until: datetime | None = None
    faults: list[Finding] = field(default_factory=list)
    seals: int = 0
    countersigned: int = 0
    sealed_day: date | None = None
    sealed_until: datetime | None = None
