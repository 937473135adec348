"""The engine's two round trips: one reads all an act needs to know, the other writes all it comes to.

Everything here is translation between rows and values; rules live in the interpreter, guards in the SQL functions.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.utils import timezone

from workflows.clock import entries as clock_entries
from workflows.engine.state import Actor, CaseState, ClosedStep, OpenStep, Post
from workflows.standards.enums import Regime


@dataclass(frozen=True, slots=True)
class Repeated:
    """An act that was done under a key before: where it stands in the journal and the digest of what was asked."""

    case: int
    seq: int
    digest: str


@dataclass(frozen=True, slots=True)
class Held:
    """A case as read: its state for the rules, and what the next write has to build on."""

    id: int
    number: str
    standard: int
    state: CaseState
    head: bytes
    seq: int
    names: Mapping[int, str]
    """Who has or had its steps, by the person's key."""

    @property
    def step_ids(self) -> dict[int, int]:
        """The row of each open step, by its ordinal."""
        return {step.ordinal: step.id for step in self.state.steps if step.id is not None}


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer to one read: the actor with the posts in force, the cases they may see, the acts done before."""

    actor: Actor
    cases: Mapping[int, Held]
    repeated: Mapping[UUID, Repeated]


def read(
    actor: Actor, cases: Sequence[int], keys: Sequence[UUID], now: datetime, using: str, *, hold: bool = False
) -> Reading:
    """Read the cases, the actor's posts and what was done under the keys; in one round trip.

    With ``hold`` nobody else moves the cases until the transaction ends.
    """
    arguments = [actor.person, _day(now), sorted(actor.applicants), list(cases), list(keys), hold]
    answer = _call("SELECT engine_read(%s, %s, %s::bigint[], %s::bigint[], %s::uuid[], %s)", arguments, using)
    return _reading(actor, answer)


def read_for_opening(actor: Actor, key: UUID, now: datetime, using: str) -> tuple[Reading, int]:
    """Read the actor's posts and what was done under the key, and take a key for a new case; in one round trip."""
    arguments = [actor.person, _day(now), sorted(actor.applicants), [key]]
    question = (
        "SELECT jsonb_build_array(engine_read(%s, %s, %s::bigint[], '{}'::bigint[], %s::uuid[]), engine_new_case())"
    )
    answer, case = _call(question, arguments, using)
    return _reading(actor, answer), case


def write(actor: Actor, writes: Sequence[Mapping[str, Any]], now: datetime, using: str) -> list[dict[str, Any]]:
    """Write what the rules decided, each case whole or not at all; gives one answer per case, in order.

    Raises IntegrityError when another session used the same key in the meantime.
    """
    arguments = [actor.person, _day(now), sorted(actor.applicants), json.dumps(writes, ensure_ascii=False)]
    answers: list[dict[str, Any]] = _call("SELECT engine_write(%s, %s, %s::bigint[], %s::jsonb)", arguments, using)
    return answers


def write_opening(actor: Actor, opening: Mapping[str, Any], now: datetime, using: str) -> dict[str, Any]:
    """Write a new case; gives its key and its number. Raises IntegrityError when the key of the act was used."""
    arguments = [actor.person, _day(now), sorted(actor.applicants), json.dumps(opening, ensure_ascii=False)]
    answer: dict[str, Any] = _call("SELECT engine_open(%s, %s, %s::bigint[], %s::jsonb)", arguments, using)
    return answer


def _call(question: str, arguments: Sequence[Any], using: str) -> Any:
    connection = connections[using]
    # Inside somebody's transaction a refused write must not end it; alone, a savepoint would cost two round trips.
    guard = transaction.atomic(using=using) if connection.in_atomic_block else nullcontext()
    with guard, connection.cursor() as cursor:
        cursor.execute(question, arguments)
        row = cursor.fetchone()
    return json.loads(row[0]) if isinstance(row[0], str) else row[0]


def _day(now: datetime) -> str:
    return timezone.localdate(now).isoformat()


def _reading(actor: Actor, answer: Mapping[str, Any]) -> Reading:
    posts = tuple(Post(p["post"], p["desk"], p["kind"], p["district"], p["role"]) for p in answer["posts"])
    return Reading(
        actor=replace(actor, name=answer["person"] or actor.name, posts=posts),
        cases={row["id"]: _held(row) for row in answer["cases"]},
        repeated={UUID(key): Repeated(**found) for key, found in answer["repeated"].items()},
    )


def _held(row: Mapping[str, Any]) -> Held:
    return Held(
        id=row["id"],
        number=row["number"],
        standard=row["standard_id"],
        state=_state(row),
        head=bytes.fromhex(row["head"]),
        seq=row["seq"],
        names={step["closed_by"] or step["claimed_by"]: step["hand"] for step in row["steps"] if step["hand"]},
    )


def _state(row: Mapping[str, Any]) -> CaseState:
    return CaseState(
        regime=Regime(row["regime"]),
        phase=row["phase"],
        district=row["district"],
        parties=row["parties"],
        applicant=row["applicant"],
        received_at=_instant(row["opened_at"]),
        version=row["version"],
        form=row["form"],
        facts=row["facts"],
        materials=row["materials"],
        steps=tuple(_open_step(step) for step in row["steps"] if step["closed_at"] is None),
        history=_history(step for step in row["steps"] if step["closed_at"] is not None),
        waiting=tuple(row["waiting"]),
        ledger=tuple(clock_entries.from_json(entry) for entry in row["ledger"]),
        ended_at=_maybe(row["closed_at"]),
    )


def _open_step(step: Mapping[str, Any]) -> OpenStep:
    return OpenStep(
        key=step["key"],
        ordinal=step["ordinal"],
        party=step["party"],
        district=step["district"],
        desk=step["kind"],
        opened_at=_instant(step["opened_at"]),
        due_at=_maybe(step["due_at"]),
        silence_at=_maybe(step["silence_at"]),
        claimed_by=step["claimed_by"],
        id=step["id"],
    )


def _history(steps: Iterable[Mapping[str, Any]]) -> tuple[ClosedStep, ...]:
    closed = [
        ClosedStep(s["key"], s["ordinal"], s["act"], s["outcome"], s["closed_by"], _instant(s["closed_at"]))
        for s in steps
    ]
    return tuple(sorted(closed, key=lambda step: (step.at, step.ordinal)))


def _instant(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC)


def _maybe(written: str | None) -> datetime | None:
    return _instant(written) if written else None
