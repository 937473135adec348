"""The engine's two round trips: one reads all an act needs to know, the other writes all it comes to.

Everything here is translation between rows and values; rules live in the interpreter, guards in the SQL functions.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from workflows.clock import entries as clock_entries
from workflows.engine.enums import Bar
from workflows.engine.state import Actor, CaseState, ClosedStep, Hand, Moves, OpenStep, Post
from workflows.organisation.bodies import Lent, bodies_behind
from workflows.standards.enums import Regime

_ONCE = ("one_act_per_actor_and_key", "one_act_of_the_system_per_key", "one_child_per_parent_and_key")
"""The constraints by which an act, or a child case, is there once."""

_CONTEXT = "%s::bigint, %s::date, %s::bigint[]"
_READ = f"engine_read({_CONTEXT}, %s::bigint[], %s::uuid[], %s::boolean)"
_ENCODER = json.JSONEncoder(ensure_ascii=False)


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
    barred: Mapping[int, Bar] = field(default_factory=dict)
    """Who keeps away from it: everybody recused, and of the actor and those they stand in for who has a conflict."""

    @property
    def step_ids(self) -> dict[int, int]:
        """The row of each open step, by its ordinal."""
        return {step.ordinal: step.id for step in self.state.steps if step.id is not None}

    def has_rows_of(self, moves: Iterable[Moves]) -> bool:
        """Tell whether every step these moves close has a row, or gets one with them."""
        every = list(moves)
        opened = {step.ordinal for each in every for step in each.opened}
        return all(each.closed.keys() <= opened | self.step_ids.keys() for each in every)


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer to one read: the actor with the posts in force, the cases they may see, the acts done before."""

    actor: Actor
    cases: Mapping[int, Held]
    repeated: Mapping[UUID, Repeated]


def gone_on(reading: Reading, held: Held) -> Reading:
    """Return the reading with a case as it will be once the write before is done."""
    return replace(reading, cases={**reading.cases, held.id: held})


def read(
    actor: Actor,
    cases: Sequence[int],
    keys: Sequence[UUID],
    now: datetime,
    using: str,
    *,
    hold: bool = False,
    hands: bool = False,
) -> Reading:
    """Read the cases, the actor's posts and what was done under the keys; in one round trip.

    With ``hold`` nobody else moves the cases until the transaction ends; with ``hands`` the posts of everybody who did
    a step come along.
    """
    arguments = [*_context(actor, now), _array(cases), _array(keys), hold]
    if not hands:
        return _reading(actor, _call(f"SELECT {_READ}", arguments, using))
    question = f"SELECT jsonb_build_array({_READ}, engine_hands(%s::bigint[], %s::date))"
    answer, posts = _call(question, [*arguments, _array(cases), _day(now)], using)
    reading = _reading(actor, answer)
    return replace(reading, cases={key: _handed(held, posts) for key, held in reading.cases.items()})


def _handed(held: Held, posts: Iterable[Mapping[str, Any]]) -> Held:
    # Nothing is given back to whoever keeps away from the case since they did it.
    own = (post for post in posts if post["case"] == held.id and post["person"] not in held.barred)
    hands = tuple(Hand(p["person"], Post(p["post"], p["desk"], p["kind"], p["district"], p["role"])) for p in own)
    return replace(held, state=replace(held.state, hands=hands))


def read_for_opening(actor: Actor, key: UUID, now: datetime, using: str) -> tuple[Reading, int]:
    """Read the actor's posts and what was done under the key, and take a key for a new case; in one round trip."""
    question = f"SELECT jsonb_build_array({_READ}, engine_new_case())"
    answer, case = _call(question, [*_context(actor, now), "{}", _array([key]), False], using)
    return _reading(actor, answer), case


def write(actor: Actor, writes: Sequence[Mapping[str, Any]], now: datetime, using: str) -> list[dict[str, Any]]:
    """Write what the rules decided, each case whole or not at all; gives one answer per case, in order.

    Raises IntegrityError when another session used the same key in the meantime.
    """
    question = f"SELECT engine_write({_CONTEXT}, %s::jsonb)"
    answers: list[dict[str, Any]] = _call(question, [*_context(actor, now), _written(writes)], using)
    return answers


def write_opening(actor: Actor, opening: Mapping[str, Any], now: datetime, using: str) -> dict[str, Any]:
    """Write a new case; gives its key and its number. Raises IntegrityError when the key of the act was used."""
    question = f"SELECT engine_open({_CONTEXT}, %s::jsonb)"
    answer: dict[str, Any] = _call(question, [*_context(actor, now), _written(opening)], using)
    return answer


def was_done_before(error: IntegrityError) -> bool:
    """Tell whether a write failed because another session had done the same under the same key."""
    return any(name in str(error) for name in _ONCE)


def _call(question: str, arguments: Sequence[Any], using: str) -> Any:
    connection: Any = connections[using]
    # Inside somebody's transaction a refused write must not end it; alone, a savepoint would cost two round trips.
    guard = transaction.atomic(using=using) if connection.in_atomic_block else nullcontext()
    with guard, connection.bound_cursor() as cursor:
        cursor.execute(question, arguments)
        row = cursor.fetchone()
    return json.loads(row[0]) if isinstance(row[0], str) else row[0]


def _context(actor: Actor, now: datetime) -> list[Any]:
    return [actor.person, _day(now), _array(sorted(actor.applicants))]


def _array(values: Iterable[int | UUID]) -> str:
    # Written as PostgreSQL reads it: nothing has to be found out about the elements.
    return "{" + ",".join(map(str, values)) + "}"


def _written(value: Any) -> str:
    return _ENCODER.encode(value)


def _day(now: datetime) -> str:
    return timezone.localdate(now).isoformat()


def _reading(actor: Actor, answer: Mapping[str, Any]) -> Reading:
    posts = tuple(_post(p) for p in answer["posts"])
    return Reading(
        actor=replace(actor, name=answer["person"] or actor.name, posts=posts),
        cases={row["id"]: _held(row) for row in answer["cases"]},
        repeated={UUID(key): Repeated(**found) for key, found in answer["repeated"].items()},
    )


def _post(row: Mapping[str, Any]) -> Post:
    lent = [Lent(**each) for each in row["entrusted"] or ()]
    bodies = bodies_behind(row["organ"], lent, has_power=row["has_power"]) if row["organ"] else None
    return Post(
        row["post"],
        row["desk"],
        row["kind"],
        row["district"],
        row["role"],
        deputy_for=row["deputy_for"],
        excluded=frozenset(row["excluded"] or ()),
        bodies=bodies,
        entrusted=row["organ"] is None or bodies is not None,
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
        barred=dict.fromkeys(row["conflicted"] or (), Bar.CONFLICTED)
        | dict.fromkeys(row["recused"] or (), Bar.RECUSED),
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
        offered_to=row["offered_to"],
        keeps_sight=tuple(row["keeps_sight"]),
        child_key=row["child_key"],
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
        ClosedStep(
            s["key"], s["ordinal"], s["act"], s["outcome"], s["closed_by"], _instant(s["closed_at"]), s["closed_for"]
        )
        for s in steps
    ]
    return tuple(sorted(closed, key=lambda step: (step.at, step.ordinal)))


def _instant(written: str) -> datetime:
    instant = datetime.fromisoformat(written)
    return instant if instant.tzinfo is UTC else instant.astimezone(UTC)


def _maybe(written: str | None) -> datetime | None:
    return _instant(written) if written else None
