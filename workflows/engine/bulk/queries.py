"""What may be asked of bulk orders, and what an act on many cases would come to."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Count, F, QuerySet

from workflows.clock.errors import ClockError
from workflows.engine import gateway
from workflows.engine.bulk.enums import Result
from workflows.engine.bulk.errors import OrderNotFound
from workflows.engine.bulk.models import BulkItem, BulkOrder
from workflows.engine.errors import CaseNotFound, EngineError
from workflows.engine.interpreter import advance, interpret
from workflows.engine.rulebook import rules_of
from workflows.engine.state import Actor, ActRequest
from workflows.engine.wishes import Refusal, Wish

LATEST = 30
"""Orders shown in the list of one's own."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an order has come."""

    order: BulkOrder
    counts: Mapping[Result, int]

    @property
    def done(self) -> int:
        """Cases the act was recorded for."""
        return self.counts[Result.DONE]

    @property
    def blocked(self) -> int:
        """Cases that stay as they were, for a reason."""
        return self.counts[Result.BLOCKED]

    @property
    def left(self) -> int:
        """Cases nobody touched, because the rest was stopped."""
        return self.counts[Result.LEFT]

    @property
    def over(self) -> int:
        """Cases of which it is known what became of them."""
        return self.order.total - self.counts[Result.WAITING]


def rehearse(*, actor: Actor, wishes: Sequence[Wish], now: datetime) -> list[Refusal | None]:
    """Tell for each wish what stands against it, None for nothing; in one read, and nothing at all is written.

    It is the same rules on the same read as the act's. What only the transaction of an act can find is not foretold.
    """
    reading = gateway.read(actor, sorted({wish.case for wish in wishes}), [], now, DEFAULT_DB_ALIAS)
    return [_against(reading, wish, now) for wish in wishes]


@contextmanager
def given_by(person: int) -> Iterator[QuerySet[BulkOrder]]:
    """Open a transaction in which the orders the person gave are there, and nobody else's."""
    with transaction.atomic():
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT set_config('tongban.order_giver', %s, true)", [str(person)])
        yield BulkOrder.objects.filter(person=person)
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("SELECT set_config('tongban.order_giver', '', true)")


def progress_of(person: int, order: int) -> Progress:
    """How far one's own order has come; raise OrderNotFound for any other."""
    with given_by(person) as orders:
        found = orders.filter(pk=order).first()
        if found is None:
            raise OrderNotFound
        return Progress(found, _counted(found.items.values_list("result", flat=True)))


def latest_orders(person: int) -> list[Progress]:
    """The orders a person gave last, the latest first; two queries."""
    with given_by(person) as orders:
        found = list(orders.order_by("-pk")[:LATEST])
        rows = BulkItem.objects.filter(order__in=found).order_by()
        told = list(rows.values(of=F("order"), what=F("result")).annotate(many=Count("pk")))
    return [
        Progress(order, Counter({Result(row["what"]): row["many"] for row in told if row["of"] == order.pk}))
        for order in found
    ]


def items_of(person: int, order: int) -> list[BulkItem]:
    """What became of each case of one's own order, in its order; empty for any other."""
    with given_by(person):
        return list(BulkItem.objects.filter(order=order, order__person=person).order_by("place"))


def orders_to_do(using: str = "worker") -> list[tuple[int, int]]:
    """The orders that are not at their end, the oldest first, each with who gave it."""
    waiting = BulkOrder.objects.using(using).filter(ended_at=None).order_by("pk")
    return list(waiting.values_list("pk", "person_id"))


def _counted(results: QuerySet[BulkItem, str]) -> Counter[Result]:
    return Counter(Result(result) for result in results)


def _against(reading: gateway.Reading, wish: Wish, now: datetime) -> Refusal | None:
    held = reading.cases.get(wish.case)
    if held is None:
        return CaseNotFound()
    rules = rules_of(held.standard)
    request = ActRequest(
        wish.step, wish.act, reading.actor, now, wish.payload, wish.ordinal, wish.on_behalf_of, held.barred
    )
    try:
        state, _silences = advance(rules, held.state, now)
        interpret(rules, state, request)
    except (EngineError, ClockError) as refusal:
        if isinstance(who := refusal.named.get("who"), int):
            refusal.named["who"] = held.names.get(who, who)
        return refusal
    return None
