"""How a row is hashed: one canonical text over everything the row says, and the hash of the row before it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from workflows.journal.enums import Algorithm, Verb

ORIGIN = b"\x00" * 32
"""What the first row of a chain follows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one row says, before it is chained. Times are aware; the payload is plain JSON without personal values."""

    case: int
    seq: int
    verb: Verb
    actor: int | None
    desk: int | None
    on_behalf_of: int | None
    legal_at: datetime
    payload: Mapping[str, Any]

    def digest(self, previous: bytes, algorithm: Algorithm = Algorithm.SHA256) -> bytes:
        """The row's hash, given the hash of the row before it."""
        said = [
            self.case,
            self.seq,
            self.verb.value,
            self.actor,
            self.desk,
            self.on_behalf_of,
            instant(self.legal_at),
            self.payload,
        ]
        return hashlib.new(algorithm.value, previous + canonical(said)).digest()


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces, as UTF-8: the same value always gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def instant(moment: datetime) -> str:
    """An instant as it is hashed: UTC, to the microsecond, which is what PostgreSQL keeps."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def register_digest(previous: bytes, district: int, seq: int, case: int, number: str, opened_at: datetime) -> bytes:
    """The hash of a register row; the SQL function that opens a case computes the same."""
    said = f"{district}|{seq}|{case}|{number}|{instant(opened_at)}"
    return hashlib.sha256(previous + said.encode()).digest()
