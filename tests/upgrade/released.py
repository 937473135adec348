"""Cases as a release left them: what they began with, every journal row, and how they stood; kept as a fixture.

``python -m tests.upgrade.make NAME`` writes ``fixtures/NAME.json.gz`` with the program as it is checked out. A fixture is
made once, by the release it is named for, and never again: what it holds is what this program has to agree with.
"""

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from workflows.clock.queries import calendar_of
from workflows.engine import gateway
from workflows.engine.gateway import Held
from workflows.engine.machines import MACHINES, read_machine
from workflows.engine.models import ActContent, Case
from workflows.engine.rulebook import machine_of
from workflows.engine.rules import Rules
from workflows.engine.state import SYSTEM, CaseState, Dues, Post
from workflows.engine.step_types import by_name
from workflows.engine.timing import Clock, Place
from workflows.journal.enums import Verb
from workflows.journal.models import JournalRow
from workflows.organisation.models import District
from workflows.organisation.models import Post as HeldPost
from workflows.standards.expressions import holds
from workflows.standards.models import StandardVersion
from workflows.standards.schema import Standard

FIXTURES = Path(__file__).parent / "fixtures"


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One journal row, and what a person wrote beside it."""

    seq: int
    verb: str
    actor_id: int | None
    on_behalf_of: int | None
    legal_at: datetime
    payload: Mapping[str, Any]
    hash: str
    content: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class KeptCase:
    """One case: its standard by digest, as it was before its first row, its rows, and as it was stored at the end."""

    id: int
    number: str
    standard: str
    beginning: CaseState
    rows: tuple[KeptRow, ...]
    stored: CaseState
    dues: Dues


@dataclass(frozen=True, slots=True)
class Released:
    """All that was kept of one database."""

    clock: Clock
    standards: Mapping[str, Mapping[str, Any]]
    posts: Mapping[int, Post]
    cases: tuple[KeptCase, ...]

    def rules_of(self, digest: str) -> Rules:
        """The rules of that standard, as the present program reads it."""
        standard = Standard.model_validate(self.standards[digest])
        machine = read_machine(MACHINES[standard.regime], standard.regime)
        return Rules(standard, machine, by_name(), holds, self.clock)


_KEPT: TypeAdapter[tuple[Released, ...]] = TypeAdapter(tuple[Released, ...])


def keep(using: str = "worker") -> Released:
    """Read everything a later release has to agree with from the database in use."""
    cases = list(Case.objects.using(using).order_by("pk").values_list("pk", flat=True))
    reading = gateway.read(SYSTEM, cases, [], datetime.now(UTC), using)
    versions = StandardVersion.objects.using(using).filter(pk__in={held.standard for held in reading.cases.values()})
    bodies = {version.pk: (version.digest, version.body) for version in versions}
    places = {
        code: Place(calendar, zone)
        for code, calendar, zone in District.objects.using(using).values_list("code", "calendar", "time_zone")
    }
    return Released(
        clock=Clock({place.calendar: calendar_of(place.calendar) for place in places.values()}, places),
        standards=dict(bodies.values()),
        posts={post.pk: _post(post) for post in HeldPost.objects.using(using).select_related("desk__district")},
        cases=tuple(_kept(held, bodies[held.standard][0], using) for held in reading.cases.values()),
    )


def write(name: str, released: Iterable[Released]) -> Path:
    """Write the fixture; the same content gives the same bytes."""
    said = _KEPT.dump_python(tuple(released), mode="json")
    path = FIXTURES / f"{name}.json.gz"
    path.write_bytes(gzip.compress(json.dumps(said, ensure_ascii=False, sort_keys=True).encode(), mtime=0))
    return path


def read(name: str) -> tuple[Released, ...]:
    """Read the fixture as the present program understands it."""
    return _KEPT.validate_json(gzip.decompress((FIXTURES / f"{name}.json.gz").read_bytes()))


def _kept(held: Held, digest: str, using: str) -> KeptCase:
    rows = list(JournalRow.objects.using(using).filter(case_id=held.id).order_by("seq"))
    contents = dict(ActContent.objects.using(using).filter(case_id=held.id).values_list("seq", "body"))
    recorded = {row.payload["name"] for row in rows if row.verb == Verb.FACT}
    case = Case.objects.using(using).get(pk=held.id)
    beginning = replace(
        held.state,
        phase=machine_of(held.state.regime).initial,
        version=0,
        facts={name: value for name, value in held.state.facts.items() if name not in recorded},
        steps=(),
        history=(),
        waiting=(),
        ledger=(),
        ended_at=None,
    )
    return KeptCase(
        id=held.id,
        number=held.number,
        standard=digest,
        beginning=beginning,
        rows=tuple(_row(row, contents.get(row.seq)) for row in rows),
        stored=replace(held.state, steps=tuple(replace(step, id=None) for step in held.state.steps)),
        dues=Dues(case.promised_due, case.statutory_due, case.provisional),
    )


def _row(row: JournalRow, content: Mapping[str, Any] | None) -> KeptRow:
    return KeptRow(
        row.seq,
        row.verb,
        row.actor_id,
        row.on_behalf_of_id,
        row.legal_at,
        row.payload,
        bytes(row.hash).hex(),
        content,
    )


def _post(post: HeldPost) -> Post:
    desk = post.desk
    return Post(
        post.pk, desk.pk if desk else None, desk.kind if desk else None, desk.district.code if desk else None, post.role
    )
