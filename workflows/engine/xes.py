"""The journal as an event log by IEEE 1849-2016 (XES): one trace per case, one event per row.

People stand in it as codes that are the same in every export of this installation and say nothing; what they wrote is
no part of the journal, so it is no part of this either. Rows are streamed: memory does not grow with the log.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, TextIO
from xml.sax.saxutils import quoteattr

from django.db import connections
from django.utils.crypto import salted_hmac
from django.utils.timezone import get_default_timezone, make_aware

from workflows.journal.enums import Verb

BATCH = 2000
"""Rows fetched at a time."""

SYSTEM = "system"
"""Who acted where nobody did."""

EXTENSIONS = {"Concept": "concept", "Lifecycle": "lifecycle", "Organizational": "org", "Time": "time"}
LIFECYCLE = {Verb.CLAIM: "start", Verb.RELEASE: "suspend"}
"""The transactional model's word for each verb; every other row is something completed."""

_ROWS = """
SELECT c.number, v.key, v.number, d.code, c.regime, j.seq, j.verb, j.actor_id, p.name, k.kind, kd.code,
       j.legal_at, j.recorded_at, coalesce(j.payload -> 'turn' ->> 'step', s.key, j.payload ->> 'name', ''),
       coalesce(j.payload -> 'turn' ->> 'act', ''), coalesce(j.payload -> 'turn' ->> 'outcome', ''),
       coalesce(j.payload -> 'turn' ->> 'ordinal', j.payload ->> 'ordinal', '')
  FROM workflows_case c
  JOIN workflows_standardversion v ON v.id = c.standard_id
  JOIN workflows_district d ON d.id = c.district_id
  JOIN workflows_journalrow j ON j.case_id = c.id
  LEFT JOIN workflows_person p ON p.id = j.actor_id
  LEFT JOIN workflows_desk k ON k.id = j.desk_id
  LEFT JOIN workflows_district kd ON kd.id = k.district_id
  LEFT JOIN workflows_casestep s ON s.case_id = c.id AND s.ordinal = (j.payload ->> 'ordinal')::int
 WHERE v.key = %(standard)s
   AND (%(since)s::timestamptz IS NULL OR c.opened_at >= %(since)s)
   AND (%(before)s::timestamptz IS NULL OR c.opened_at < %(before)s)
   AND (%(district)s::text IS NULL OR d.code = %(district)s)
 ORDER BY c.id, j.seq
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases: of a standard, opened from a day up to and on another, in a district's charge; by name or by code."""

    standard: str
    since: date | None = None
    until: date | None = None
    district: str | None = None
    names: bool = False


@dataclass(slots=True)
class Written:
    """How much was written."""

    cases: int = 0
    events: int = 0


class _Row(NamedTuple):
    case: str
    standard: str
    version: int
    district: str
    regime: str
    seq: int
    verb: str
    actor: int | None
    name: str | None
    desk: str | None
    desk_district: str | None
    legal_at: datetime
    recorded_at: datetime
    step: str
    act: str
    outcome: str
    ordinal: str


def write_xes(out: TextIO, wanted: Wanted, *, using: str = "audit") -> Written:
    """Write the log; gives how many cases and events it has. Whether the reader may see names is settled before."""
    written = Written()
    _begin(out, wanted)
    for _case, rows in groupby(_rows(wanted, using), attrgetter("case")):
        written.cases += 1
        written.events += _trace(out, rows, names=wanted.names)
    out.write("</log>\n")
    return written


def code_of(person: int) -> str:
    """Return the code a person has in every log of this installation; only its secret leads from one to the other."""
    return f"p-{salted_hmac('tongban.xes', str(person), algorithm='sha256').hexdigest()[:16]}"


def _begin(out: TextIO, wanted: Wanted) -> None:
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write('<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">\n')
    for name, prefix in EXTENSIONS.items():
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        out.write(f'  <extension name="{name}" prefix="{prefix}" uri="{uri}"/>\n')
    out.write('  <global scope="trace">\n')
    _put(out, "string", "concept:name", "-", 4)
    out.write('  </global>\n  <global scope="event">\n')
    for kind, key, value in (
        ("string", "concept:name", "-"),
        ("string", "lifecycle:transition", "complete"),
        ("string", "org:resource", SYSTEM),
        ("date", "time:timestamp", "1970-01-01T00:00:00+00:00"),
    ):
        _put(out, kind, key, value, 4)
    out.write("  </global>\n")
    out.write('  <classifier name="Activity" keys="concept:name"/>\n')
    out.write('  <classifier name="Activity and transition" keys="concept:name lifecycle:transition"/>\n')
    _put(out, "string", "concept:name", wanted.standard, 2)
    _put(out, "string", "lifecycle:model", "standard", 2)


def _trace(out: TextIO, rows: Iterator[_Row], *, names: bool) -> int:
    events = 0
    for row in rows:
        if not events:
            out.write("  <trace>\n")
            for key, value in (("concept:name", row.case), ("district", row.district), ("regime", row.regime)):
                _put(out, "string", key, value, 4)
            _put(out, "string", "standard", f"{row.standard} v{row.version}", 4)
        _event(out, row, names=names)
        events += 1
    out.write("  </trace>\n")
    return events


def _event(out: TextIO, row: _Row, *, names: bool) -> None:
    out.write("    <event>\n")
    _put(out, "string", "concept:name", _event_name(row), 6)
    if row.ordinal:
        _put(out, "string", "concept:instance", row.ordinal, 6)
    _put(out, "string", "lifecycle:transition", LIFECYCLE.get(Verb(row.verb), "complete"), 6)
    _put(out, "string", "org:resource", _resource(row, names=names), 6)
    if row.desk:
        _put(out, "string", "org:group", f"{row.desk_district}/{row.desk}", 6)
    _put(out, "date", "time:timestamp", row.legal_at.isoformat(timespec="microseconds"), 6)
    _put(out, "date", "recorded", row.recorded_at.isoformat(timespec="microseconds"), 6)
    _put(out, "int", "seq", str(row.seq), 6)
    if row.outcome:
        _put(out, "string", "outcome", row.outcome, 6)
    out.write("    </event>\n")


def _event_name(row: _Row) -> str:
    """The step, and what was done at it; the verb where there is neither."""
    done = row.act or ("" if row.verb in LIFECYCLE else row.verb.lower())
    return "/".join(filter(None, (row.step, done))) or row.verb.lower()


def _resource(row: _Row, *, names: bool) -> str:
    if row.actor is None:
        return SYSTEM
    return row.name or "" if names else code_of(row.actor)


def _put(out: TextIO, kind: str, key: str, value: str, depth: int) -> None:
    readable = "".join(each for each in value if each.isprintable())
    out.write(f"{' ' * depth}<{kind} key={quoteattr(key)} value={quoteattr(readable)}/>\n")


def _rows(wanted: Wanted, using: str) -> Iterator[_Row]:
    named: dict[str, Any] = {
        "standard": wanted.standard,
        "since": _midnight(wanted.since),
        "before": _midnight(wanted.until + timedelta(days=1)) if wanted.until else None,
        "district": wanted.district,
    }
    with connections[using].chunked_cursor() as cursor:
        cursor.execute(_ROWS, named)
        while batch := cursor.fetchmany(BATCH):
            yield from map(_Row._make, batch)


def _midnight(day: date | None) -> datetime | None:
    return make_aware(datetime(day.year, day.month, day.day), get_default_timezone()) if day else None  # noqa: DTZ001 - made aware here
