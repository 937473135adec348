"""Bringing a licence into force: ordered by an act, asked of the register where its type is registered, set and sealed."""

from datetime import date, datetime
from typing import Any

from django.db import connections, transaction

from approvals import store
from approvals.licences.document import sealed, set_in_type
from approvals.licences.enums import LicenceState, RequestKind, Stage
from approvals.licences.exchange import settle
from approvals.licences.identifier import build
from approvals.licences.models import Licence
from approvals.licences.orders import ALIAS, Order, order_of
from approvals.licences.port import RegisterAnswer, is_simulated
from approvals.licences.said import said_of
from approvals.licences.types import LicenceType
from enterprises.people.verbs import enter_founder
from enterprises.registration.models import Enterprise
from enterprises.registration.verbs import enter_enterprise
from workflows.engine.hints import tell_of_case
from workflows.journal.models import JournalRow
from workflows.organisation.models import Organ, Person


def issue_licence(*, row: JournalRow, now: datetime) -> Licence | None:
    """Make what the row's act orders: asked of the register first, in force only after its answer; None for nothing.

    May be repeated and run twice at once: one act makes one licence. Nothing is set in type or sent inside a
    transaction. Raise a RegisterError while the register has not answered, or what rendering refuses.
    """
    order = order_of(row)
    if order is None:
        return None
    licence = _pending(order, now)
    if licence.state != LicenceState.PENDING:
        return licence
    answer = settle(order, now) if order.type.registered else None
    said = said_of(order, licence, answer.uscc if answer else "")
    return _put_in_force(order, answer, said, make_document(order.type, licence, order.organ, said, now), now)


def make_document(kind: LicenceType, licence: Licence, organ: Organ, said: dict[str, Any], now: datetime) -> str:
    """Set, seal and keep the document of a version, telling at each stage how far it is; gives its SHA-256."""
    tell_stage(licence, Stage.ANSWERED)
    data = set_in_type(kind, said)
    tell_stage(licence, Stage.TYPESET)
    data = sealed(data, licence, organ, now)
    digest = store.keep(data)
    tell_stage(licence, Stage.SEALED)
    return digest


def tell_stage(licence: Licence, stage: Stage) -> None:
    """Write down how far a document is, for pages that wait for it; outside any transaction, so that they see it."""
    Licence.objects.using(ALIAS).filter(pk=licence.pk, state=LicenceState.PENDING).update(stage=stage)
    tell_of_case(licence.case_id)


def supersede(licence: Licence, now: datetime) -> None:
    """End the version before, inside the transaction that brings the next one into force."""
    if licence.previous_id:
        before: Licence = Licence.objects.using(ALIAS).select_for_update().get(pk=licence.previous_id)
        before.supersede()
        before.state_at = now
        before.save(using=ALIAS, update_fields=["state", "state_at"])


def take_effect(licence: Licence, holder: int, said: dict[str, Any], digest: str, now: datetime) -> None:
    """Bring a version into force with what it says, inside the transaction that ends the one before."""
    licence.take_effect()
    licence.holder_id, licence.digest, licence.said, licence.scope = holder, digest, said, said["scope_text"]
    licence.state_at, licence.valid_from = now, date.fromisoformat(said["valid_from"])
    licence.valid_to = date.fromisoformat(said["valid_to"]) if said["valid_to"] else None
    licence.stage = Stage.DONE
    fields = ["state", "state_at", "holder", "digest", "said", "scope", "valid_from", "valid_to", "stage", "document"]
    licence.save(using=ALIAS, update_fields=fields)


def _pending(order: Order, now: datetime) -> Licence:
    """The licence of the act as it stands; the first to come makes it, waiting for the register."""
    of_act = Licence.objects.using(ALIAS).filter(case_id=order.case.pk, seq=order.row.seq)
    found: Licence | None = of_act.first()
    if found is None:
        Licence.objects.using(ALIAS).bulk_create([_new(order, now)], ignore_conflicts=True)
        found = of_act.get()
    return found


def _new(order: Order, now: datetime) -> Licence:
    before = order.previous
    version = before.version + 1 if before else 1
    serial = before.serial if before else _next_serial(order.day)
    named = build(type_code=order.type.code, issuer=order.organ.uscc, serial=serial, version=version)
    return Licence(
        identifier=str(named),
        type_code=named.type_code,
        issuer_id=order.organ.pk,
        serial=serial,
        version=version,
        previous=before,
        district_id=order.organ.district_id,
        case_id=order.case.pk,
        seq=order.row.seq,
        state_at=now,
        sample=is_simulated(),
        stage=Stage.ORDERED,
    )


def _next_serial(day: date) -> str:
    """A number no other licence here has, whoever issued it, so that it can stay when the enterprise moves."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT nextval('approvals_licence_serial')")
        (number,) = cursor.fetchone()
    return f"{day:%Y%m%d}{number:06d}"


def _put_in_force(
    order: Order, answer: RegisterAnswer | None, said: dict[str, Any], digest: str, now: datetime
) -> Licence:
    """The enterprise where it is new, its licence, and the end of the version before: all at once."""
    with transaction.atomic(using=ALIAS):
        licence: Licence = (
            Licence.objects.using(ALIAS).select_for_update().get(case_id=order.case.pk, seq=order.row.seq)
        )
        if licence.state != LicenceState.PENDING:
            return licence
        holder = order.holder or _register(order, answer)
        supersede(licence, now)
        take_effect(licence, holder.pk, said, digest, now)
    return licence


def _register(order: Order, answer: RegisterAnswer | None) -> Enterprise:
    assert order.kind is RequestKind.ESTABLISH, "only an establishment makes an enterprise"  # noqa: S101 - tells the reader
    assert answer is not None, "and only after the answer"  # noqa: S101 - as above
    enterprise = enter_enterprise(enterprise=order.new_enterprise(answer.uscc), address=order.new_address())
    founder = _founder(order)
    if founder:
        enter_founder(enterprise=enterprise, founder=founder)
    return enterprise


def _founder(order: Order) -> Person | None:
    """Whoever filed: the founder, or the person who filed for an enterprise that founds another."""
    applicant = order.case.applicant or 0
    if applicant < 0:
        return Person.objects.using(ALIAS).get(pk=-applicant)
    opening = JournalRow.objects.using(ALIAS).filter(case_id=order.case.pk, seq=1)
    return Person.objects.using(ALIAS).filter(pk__in=opening.values("actor_id")).first()
