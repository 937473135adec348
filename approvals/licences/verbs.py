"""Bringing a licence into force once the register of record has acknowledged it, and changing its state by a decision."""

from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.db import connections, transaction
from django.urls import reverse
from django_fsm import TransitionNotAllowed

from approvals import store
from approvals.licences.enums import LicenceMove, LicenceState, RequestKind
from approvals.licences.errors import DecisionMissingError, LicenceMoveError
from approvals.licences.exchange import settle
from approvals.licences.identifier import build
from approvals.licences.models import Licence
from approvals.licences.orders import ALIAS, BUSINESS_LICENCE, Order, order_of, type_code
from approvals.licences.port import RegisterAnswer, is_simulated
from approvals.licences.qr import qr_of
from approvals.licences.wording import capital_text, day_text, term_text, type_text
from approvals.papers.render import render
from enterprises.people.verbs import enter_founder
from enterprises.registration.models import Enterprise
from enterprises.registration.verbs import enter_enterprise, need_registrar
from workflows.journal.models import JournalRow
from workflows.organisation.models import Person

PUBLIC_SITE: Final = "http://localhost:8000"
"""Where the public reaches an installation that is not told its address."""


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
    answer = settle(order, now)
    said = _said(order, licence, answer)
    digest = store.keep(render(BUSINESS_LICENCE, _context(said)))
    return _put_in_force(order, answer, said, digest, now)


def change_licence(*, actor: Person, licence: Licence, move: LicenceMove, document: str, now: datetime) -> Licence:
    """Suspend, resume, revoke, withdraw, cancel, expire or deregister a licence by the decision ``document`` names.

    Whoever registers for the issuer may (许可法 69, 70). Raise NotTheAuthorityError, DecisionMissingError or
    LicenceMoveError.
    """
    if not document.strip():
        raise DecisionMissingError
    with transaction.atomic(using=ALIAS):
        held = Licence.objects.using(ALIAS).select_for_update(of=["self"]).select_related("issuer__district")
        found: Licence = held.get(pk=licence.pk)
        need_registrar(actor, found.issuer, now)
        try:
            getattr(found, move.value.lower())()
        except TransitionNotAllowed as error:
            raise LicenceMoveError(state=LicenceState(found.state).label) from error
        found.state_at, found.document = now, document.strip()
        found.save(using=ALIAS, update_fields=["state", "state_at", "document"])
    return found


def public_address(identifier: str) -> str:
    """Where anybody may verify a licence: what its QR code leads to."""
    return f"{getattr(settings, 'SITE_URL', PUBLIC_SITE).rstrip('/')}{reverse('public:licence', args=[identifier])}"


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
    named = build(type_code=type_code(), issuer=order.organ.uscc, serial=serial, version=version)
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
    )


def _next_serial(day: date) -> str:
    """A number no other licence here has, whoever issued it, so that it can stay when the enterprise moves."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT nextval('approvals_licence_serial')")
        (number,) = cursor.fetchone()
    return f"{day:%Y%m%d}{number:06d}"


def _said(order: Order, licence: Licence, answer: RegisterAnswer) -> dict[str, Any]:
    """What the licence says (细则 23), as plain values that are kept with it."""
    enterprise = order.holder or order.new_enterprise(answer.uscc)
    return {
        "uscc": enterprise.uscc,
        "name": enterprise.name,
        "type_label": type_text(enterprise.entity_type),
        "legal_representative": enterprise.legal_representative,
        "capital_text": capital_text(enterprise.capital) if enterprise.capital else "",
        "established_on": day_text(enterprise.established_on),
        "term_text": term_text(enterprise.established_on, enterprise.term_ends_on),
        "address": str(order.present_address()),
        "scope_text": enterprise.business_scope,
        "organ_name": order.organ.name,
        "issued_on": day_text(order.day),
        "identifier": licence.identifier,
        "valid_from": order.day.isoformat(),
        "valid_to": enterprise.term_ends_on.isoformat() if enterprise.term_ends_on else None,
        "sample": is_simulated(),
    }


def _context(said: dict[str, Any]) -> dict[str, Any]:
    address = public_address(said["identifier"])
    return {**said, "verify_url": address, "qr_svg": qr_of(address), "copy": ""}


def _put_in_force(order: Order, answer: RegisterAnswer, said: dict[str, Any], digest: str, now: datetime) -> Licence:
    """The enterprise where it is new, its licence, and the end of the version before: all at once."""
    with transaction.atomic(using=ALIAS):
        licence: Licence = (
            Licence.objects.using(ALIAS).select_for_update().get(case_id=order.case.pk, seq=order.row.seq)
        )
        if licence.state != LicenceState.PENDING:
            return licence
        holder = order.holder or _register(order, answer)
        if licence.previous_id:
            before: Licence = Licence.objects.using(ALIAS).select_for_update().get(pk=licence.previous_id)
            before.supersede()
            before.state_at = now
            before.save(using=ALIAS, update_fields=["state", "state_at"])
        licence.take_effect()
        licence.holder_id, licence.digest, licence.said, licence.scope = holder.pk, digest, said, said["scope_text"]
        licence.state_at, licence.valid_from = now, order.day
        licence.valid_to = date.fromisoformat(said["valid_to"]) if said["valid_to"] else None
        licence.save(
            using=ALIAS,
            update_fields=["state", "state_at", "holder", "digest", "said", "scope", "valid_from", "valid_to"],
        )
    return licence


def _register(order: Order, answer: RegisterAnswer) -> Enterprise:
    assert order.kind is RequestKind.ESTABLISH, "only an establishment makes an enterprise"  # noqa: S101 - tells the reader
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
