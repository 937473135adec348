"""How a row is hashed: one canonical text over everything the row says, and the hash of the row before it."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import copysign, isfinite
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.journal.enums import Algorithm, Verb
from workflows.journal.errors import NotRecordableError

ORIGIN = b"\x00" * 32
"""What the first row of a chain follows."""

DEEPEST = 100
"""How deep a payload may nest; deeper ones are not something a person filled in."""

LONGEST_NUMBER = 10**4000
"""Python reads no number of more than 4,300 digits back."""

_LARGEST_FRACTION = 1e16
_SURELY_SHORT = 10**18
_TEXT = frozenset({str})
_SURE = frozenset({str, bool, type(None)})
_ESCAPED_NULL = "\\u0000"
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


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
        """The row's hash, given the hash of the row before it. Raise NotRecordableError as ``canonical`` does."""
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
    """JSON with sorted keys and no spaces, as UTF-8: the same value always gives the same bytes.

    Raise NotRecordableError for a value that jsonb does not give back as it was: what is hashed before it is written
    has to be what is hashed again when it is read.
    """
    if not _is_surely_kept(value):
        _refuse_what_changes(value, 0)
    text = _ENCODER.encode(value)
    if _ESCAPED_NULL in text:
        _refuse_what_changes(value, 0)
    try:
        return text.encode()
    except UnicodeEncodeError:
        _refuse_what_changes(value, 0)
        raise


def _is_surely_kept(value: object) -> bool:
    """Whether jsonb gives the value back, judged quickly but for its texts; a value of doubt is looked at part by part."""
    level: list[Any] = [value]
    for _depth in range(DEEPEST + 1):
        deeper: list[Any] = []
        for each in level:
            kind = type(each)
            if kind is dict:
                if not _TEXT.issuperset(map(type, each)):
                    return False
                deeper.extend(each.values())
            elif kind is list or kind is tuple:
                deeper.extend(each)
            elif kind not in _SURE and not (kind is int and abs(each) < _SURELY_SHORT):
                return False
        if not deeper:
            return True
        level = deeper
    return False


def _refuse_what_changes(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise NotRecordableError("journal.too_deep", _("The form is nested too deeply; send it with fewer levels."))
    if isinstance(value, dict):
        for key in value:
            _refuse_key(key)
        parts: Iterable[Any] = value.values()
    elif isinstance(value, list | tuple):
        parts = value
    else:
        _refuse_plain(value)
        return
    for part in parts:
        _refuse_what_changes(part, depth + 1)


def _refuse_plain(value: object) -> None:
    match value:
        case None | bool():
            pass
        case str():
            _refuse_text(value)
        case int():
            _refuse_whole(value)
        case float():
            _refuse_fraction(value)
        case _:
            raise NotRecordableError(
                "journal.not_json", _("A value of the kind %(kind)s cannot be recorded."), kind=type(value).__name__
            )


def _refuse_key(key: object) -> None:
    # JSON would write the key 1 as "1", beside another "1".
    if not isinstance(key, str):
        raise NotRecordableError("journal.key", _("“%(key)s” is no name of a field; field names are texts."), key=key)
    _refuse_text(key)


def _refuse_text(text: str) -> None:
    if _UNSTORABLE.search(text):
        raise NotRecordableError(
            "journal.text", _("The text holds a character that cannot be stored; delete it and type the text anew.")
        )


def _refuse_whole(number: int) -> None:
    if abs(number) >= LONGEST_NUMBER:
        raise NotRecordableError("journal.number", _("A number is too long to be recorded; send a shorter one."))


def _refuse_fraction(number: float) -> None:
    # jsonb keeps numbers as decimals: it knows no negative zero, and writes 1e16 as a whole number.
    if not isfinite(number) or abs(number) >= _LARGEST_FRACTION or (number == 0 and copysign(1, number) < 0):
        raise NotRecordableError(
            "journal.fraction",
            _("%(number)s cannot be recorded as a fraction; send it as a whole number or as a text."),
            number=number,
        )


def instant(moment: datetime) -> str:
    """An instant as it is hashed: UTC, to the microsecond, which is what PostgreSQL keeps."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def register_digest(previous: bytes, district: int, seq: int, case: int, number: str, opened_at: datetime) -> bytes:
    """The hash of a register row; the SQL function that opens a case computes the same."""
    said = f"{district}|{seq}|{case}|{number}|{instant(opened_at)}"
    return hashlib.sha256(previous + said.encode()).digest()
