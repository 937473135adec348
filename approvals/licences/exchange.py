"""The conversation with the register about one act: what is sent, asked again, and settled, each step a row.

A crash at any point leaves a row that says how far it came; the next attempt goes on from there.
"""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet

from approvals.licences.enums import ANSWERED, ExchangeState
from approvals.licences.errors import RegisterRefusedError, RegisterSilentError, RegisterUnreachableError
from approvals.licences.models import Licence, RegisterExchange
from approvals.licences.orders import ALIAS, Order, division_of
from approvals.licences.port import RegisterAnswer, RegisterPort, Request, is_simulated, register
from workflows.engine.facts import record_fact

FACT = "register_exchange"


def settle(order: Order, now: datetime) -> RegisterAnswer:
    """What the register made of the act: asked for, asked again, or known since long.

    Raise RegisterUnreachableError, RegisterSilentError or RegisterRefusedError; calling again goes on.
    """
    said = list(_rows(order).order_by("number"))
    for row in said:
        if row.state in ANSWERED:
            return RegisterAnswer(accepted=True, uscc=row.body["uscc"])
    request = _request(order, said)
    known = [row.state for row in said if row.request == request.id]
    port = register()
    try:
        answer = _asked(port, order, request, now, sent_before=bool(known))
    except RegisterUnreachableError as error:
        _note(order, request.id, ExchangeState.FAILED, {"reason": str(error)}, now)
        raise
    if answer is None:
        raise RegisterSilentError(request=request.id)
    if not answer.accepted:
        _note(order, request.id, ExchangeState.FAILED, {"reason": answer.reason, "refused": True}, now)
        raise RegisterRefusedError(reason=answer.reason)
    found_later = ExchangeState.FAILED in known
    state = ExchangeState.RECONCILED if found_later else ExchangeState.ACKED
    _note(order, request.id, state, {"uscc": answer.uscc}, now)
    return answer


def _asked(
    port: RegisterPort, order: Order, request: Request, now: datetime, *, sent_before: bool
) -> RegisterAnswer | None:
    if sent_before and (answer := port.answer(request.id, now)):
        return answer
    if not sent_before:
        _note(order, request.id, ExchangeState.SENT, dict(request.body), now)
    # What was noted as sent may never have arrived; the register takes a repetition as the same request.
    port.send(request, now)
    return None if sent_before else port.answer(request.id, now)


def _request(order: Order, said: list[RegisterExchange]) -> Request:
    """The request of this attempt: after a refusal it is a new one, after anything else the same."""
    refusals = sum(bool(row.body.get("refused")) for row in said)
    key = uuid5(NAMESPACE_OID, f"tongban licence {order.case.number} {order.row.seq} {refusals}")
    assert order.kind, "only a registered type is settled with the register"  # noqa: S101 - tells mypy
    return Request(key, order.kind, division_of(order.organ.district), _body(order))


def _body(order: Order) -> dict[str, Any]:
    holder = order.holder
    named = {"uscc": holder.uscc, "name": holder.name} if holder else {"name": order.form["name"]}
    return named | {
        "case": order.case.number,
        "authority": order.organ.uscc,
        "address": str(order.present_address()),
        "effective_on": order.day.isoformat(),
    }


def _rows(order: Order) -> QuerySet[RegisterExchange]:
    return RegisterExchange.objects.using(ALIAS).filter(case_id=order.case.pk, seq=order.row.seq)


def _note(order: Order, request: UUID, state: ExchangeState, body: dict[str, Any], now: datetime) -> None:
    """Write one step down, here and on the case's journal; what another worker has written already stays alone."""
    with transaction.atomic(using=ALIAS):
        # Whoever works on the same act takes turns.
        Licence.objects.using(ALIAS).select_for_update().get(case_id=order.case.pk, seq=order.row.seq)
        before = list(_rows(order).values_list("request", "state"))
        if (request, state) in before and state != ExchangeState.FAILED:
            return
        if any(known in ANSWERED for _request, known in before):
            return
        RegisterExchange.objects.using(ALIAS).create(
            case_id=order.case.pk,
            seq=order.row.seq,
            number=len(before) + 1,
            request=request,
            state=state,
            body=body,
            at=now,
        )
        record_fact(
            case=order.case.pk,
            name=FACT,
            value={"state": state.value, "request": str(request), "seq": order.row.seq},
            source="simulated register" if is_simulated() else "register",
            now=now,
            using=ALIAS,
        )
