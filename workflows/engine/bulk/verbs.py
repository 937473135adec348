"""Giving an order for one act on many cases, and carrying it out slice by slice, however often it is cut short.

Every case is done under a key that follows from the order and the case, so whoever takes an order up again does nothing
twice; what somebody may do is asked anew at the moment of each act.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4, uuid5

import structlog
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import InterfaceError, OperationalError

from workflows.engine.bulk.enums import Result
from workflows.engine.bulk.errors import Faulty, NothingChosen, NotInBulk, OrderNotFound, TooMany
from workflows.engine.bulk.models import BulkItem, BulkOrder
from workflows.engine.bulk.queries import given_by, orders_to_do
from workflows.engine.bulk.words import kept_words
from workflows.engine.errors import KeyReused
from workflows.engine.present import present
from workflows.engine.rulebook import rules_of
from workflows.engine.rules import Rules
from workflows.engine.state import Actor
from workflows.engine.verbs import perform_many
from workflows.engine.wishes import Answer, Performed, Wish
from workflows.engine.writing import digest

MOST = 1000
"""Cases of one order."""

SLICE = 100
"""Cases done with one read and one write."""

AT_ONCE = 30
"""An order of so many cases is carried out while its giver waits for the page."""

LEASE_SECONDS = 10
"""How long an order waits for a runner that was killed."""

_reports = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Chosen:
    """One case of an order: the standing of the step that is meant."""

    case: int
    ordinal: int
    number: str


@dataclass(frozen=True, slots=True)
class Ordered:
    """What an order is to do: one act at one step of a standard, with what was typed for all cases."""

    version: int
    step: str
    act: str
    cases: tuple[Chosen, ...]
    payload: Mapping[str, Any] = field(default_factory=dict)


def give_order(*, actor: Actor, ordered: Ordered, key: UUID, now: datetime) -> int:
    """Keep an order and give its key; nothing is done yet. The same ``key`` again gives the same order.

    Raise NothingChosen, TooMany, NotInBulk, or KeyReused when the key stands for another order.
    """
    _check(ordered)
    assert actor.person, "the engine orders nothing"  # noqa: S101 - tells mypy
    asked = digest([ordered.step, ordered.act, ordered.payload, [[each.case, each.ordinal] for each in ordered.cases]])
    with given_by(actor.person) as orders:
        before = orders.filter(key=key).first()
        if before is None:
            return _kept(actor.person, ordered, key, asked, now)
    if before.digest != asked:
        raise KeyReused(key=key)
    return before.pk


def stop_order(*, actor: Actor, order: int, now: datetime) -> None:
    """Leave the cases that still wait as they are; what is done stays done. Raise OrderNotFound for another's."""
    with given_by(actor.person or 0) as orders:
        held = orders.select_for_update().filter(pk=order).first()
        if held is None:
            raise OrderNotFound
        if held.ended_at is None:
            held.items.filter(result=Result.WAITING).update(result=Result.LEFT, done_at=now)
            held.ended_at = now
            held.save(update_fields=["ended_at"])


def carry_out(*, order: int, person: int, slices: int | None = None) -> int:
    """Do an order to its end, or so many slices of it; gives how many cases, none while somebody else is at it.

    Each slice acts at the instant it is done. A case that fails by a fault of ours is logged and holds no other one up;
    a database that is away is the caller's to wait for.
    """
    runner, cases = uuid4(), 0
    for _slice in count() if slices is None else range(slices):
        work = _taken(order, person, runner)
        if work is None:
            return cases
        held, items = work
        rules = rules_of(held.version_id)
        answers = _performed(held, items, person)
        rows = [_row(*each, rules, held.step) for each in zip(items, answers, strict=True)]
        cases += len(rows)
        if not _put_down(held, person, rows):
            return cases
    _let_go(order, person, runner)
    return cases


def carry_out_open(using: str = "worker") -> int:
    """Do one slice of every order that is not at its end; gives how many cases.

    ``using`` only finds them: an order is carried out with the rights of whoever serves its giver.
    """
    return sum(_one_slice(order, person) for order, person in orders_to_do(using))


def _one_slice(order: int, person: int) -> int:
    try:
        return carry_out(order=order, person=person, slices=1)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # noqa: BLE001 - one order that fails must not keep the others waiting
        _reports.exception("bulk.order_not_carried_out", order=order)
        return 0


def _check(ordered: Ordered) -> None:
    if not ordered.cases:
        raise NothingChosen
    if len(ordered.cases) > MOST:
        raise TooMany(most=MOST, chosen=len(ordered.cases))
    rules = rules_of(ordered.version)
    step = rules.step(ordered.step)
    outcome = rules.outcome(step, rules.act(step, ordered.act))
    if outcome.needs or outcome.by_silence or outcome.by_engine:
        raise NotInBulk(act=ordered.act)


def _kept(person: int, ordered: Ordered, key: UUID, asked: str, now: datetime) -> int:
    held = BulkOrder.objects.create(
        person_id=person,
        key=key,
        digest=asked,
        version_id=ordered.version,
        step=ordered.step,
        act=ordered.act,
        payload=dict(ordered.payload),
        total=len(ordered.cases),
        given_at=now,
    )
    BulkItem.objects.bulk_create(
        BulkItem(order=held, place=place, case_id=each.case, ordinal=each.ordinal, number=each.number)
        for place, each in enumerate(ordered.cases, start=1)
    )
    return held.pk


_LEASE = """
UPDATE workflows_bulkorder
   SET leased_to = %s, leased_until = clock_timestamp() + %s * interval '1 second'
 WHERE id = %s AND ended_at IS NULL
   AND (leased_to IS NULL OR leased_to = %s OR leased_until < clock_timestamp())
"""


def _taken(order: int, person: int, runner: UUID) -> tuple[BulkOrder, list[BulkItem]] | None:
    """Take the order for a while, with its next slice; None when it is at its end or in other hands."""
    with given_by(person) as orders:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(_LEASE, [runner, LEASE_SECONDS, order, runner])
            if not cursor.rowcount:
                return None
        held = orders.get(pk=order)
        return held, list(held.items.filter(result=Result.WAITING).order_by("place")[:SLICE])


def _let_go(order: int, person: int, runner: UUID) -> None:
    with given_by(person) as orders:
        orders.filter(pk=order, leased_to=runner, ended_at=None).update(leased_to=None)


def _performed(held: BulkOrder, items: Sequence[BulkItem], person: int) -> list[Answer]:
    """Act on the slice; where that fails as a whole, on each case by itself."""
    wishes = [_wish(held, item) for item in items]
    now = present()
    try:
        # Only posts count here: nobody acts in bulk for an applicant.
        return perform_many(actor=Actor(person), wishes=wishes, now=now)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # noqa: BLE001 - one case that fails must not keep the others waiting
        if len(items) != 1:
            return [answer for item in items for answer in _performed(held, [item], person)]
        _reports.exception("bulk.case_not_done", order=held.pk, case=items[0].case_id)
        return [Faulty()]


def _wish(held: BulkOrder, item: BulkItem) -> Wish:
    key = uuid5(held.key, f"{item.case_id}/{item.ordinal}")
    return Wish(item.case_id, held.step, held.act, key, held.payload, item.ordinal)


def _row(item: BulkItem, answer: Answer, rules: Rules, step: str) -> dict[str, Any]:
    if isinstance(answer, Performed):
        return {"id": item.pk, "result": Result.DONE, "seq": answer.seq, "code": "", "reason": {}}
    words = kept_words(answer, rules, step)
    return {"id": item.pk, "result": Result.BLOCKED, "seq": None, "code": answer.code, "reason": words}


_RESULTS = """
UPDATE workflows_bulkitem item
   SET result = r.result, seq = r.seq, code = r.code, reason = r.reason, done_at = %s
  FROM jsonb_to_recordset(%s::jsonb) AS r (id bigint, result text, seq int, code text, reason jsonb)
 WHERE item.id = r.id AND item.result = 'WAITING'
"""


def _put_down(held: BulkOrder, person: int, rows: Iterable[Mapping[str, Any]]) -> bool:
    """Keep what became of a slice; False when that was the last one.

    A runner that was overtaken writes nothing: each result is written once.
    """
    now = present()
    with given_by(person) as orders:
        still = orders.select_for_update().get(pk=held.pk)
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(_RESULTS, [now, json.dumps(list(rows), ensure_ascii=False)])
        if still.ended_at or BulkItem.objects.filter(order=held, result=Result.WAITING).exists():
            return still.ended_at is None
        still.ended_at, still.leased_to = now, None
        still.save(update_fields=["ended_at", "leased_to"])
        return False
