"""Writing an enterprise into the register, and moving it. Both follow a decision, which is made elsewhere."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from enterprises.registration.enums import ENDED, EnterpriseStatus
from enterprises.registration.errors import (
    CodeImpossibleError,
    CodeTakenError,
    EnterpriseEndedError,
    NotAMoveError,
    NotTheAuthorityError,
)
from enterprises.registration.models import Enterprise, EnterpriseAddress
from enterprises.registration.queries import registers_for
from workflows.organisation.codes import Verdict, check_uscc
from workflows.organisation.models import Organ, Person


@transaction.atomic
def register_enterprise(
    *, actor: Person, enterprise: Enterprise, address: EnterpriseAddress, now: datetime
) -> Enterprise:
    """Write an enterprise into the register together with its first address (条例 21).

    A code whose check character does not match needs ``code_proof``. Raise NotTheAuthorityError, CodeImpossibleError,
    CodeTakenError or Django's ValidationError, which names each field.
    """
    need_registrar(actor, address.authority, now)
    _settle_code(enterprise)
    enterprise.clean_fields()
    enterprise.validate_constraints()
    try:
        with transaction.atomic():
            enterprise.save(force_insert=True)
    except IntegrityError as error:
        if Enterprise.objects.filter(uscc=enterprise.uscc).exists():
            raise CodeTakenError(uscc=enterprise.uscc) from error
        raise
    address.enterprise = enterprise
    _open(address)
    return enterprise


@transaction.atomic
def amend_enterprise(
    *, actor: Person, enterprise: Enterprise, now: datetime, name: str = "", legal_representative: str = ""
) -> Enterprise:
    """Write what a decision changed of the registered facts (条例 24); what is not given stays.

    Raise NotTheAuthorityError unless the actor registers for the present authority, EnterpriseEndedError or Django's
    ValidationError.
    """
    held = Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)
    present = EnterpriseAddress.objects.select_related("authority__district").get(enterprise=held, valid_to=None)
    need_registrar(actor, present.authority, now)
    refuse_ended(held)
    given = {"name": name.strip(), "legal_representative": legal_representative.strip()}
    changed = {field: value for field, value in given.items() if value}
    for field, value in changed.items():
        setattr(held, field, value)
    held.clean_fields()
    held.save(update_fields=[*changed])
    return held


@transaction.atomic(using="worker")
def enter_enterprise(*, enterprise: Enterprise, address: EnterpriseAddress) -> Enterprise:
    """Enter what the register of record has acknowledged (细则 3): no person acts, so nobody's post is asked.

    For the worker alone. Raise CodeImpossibleError, CodeTakenError or Django's ValidationError.
    """
    _settle_code(enterprise, using="worker")
    enterprise.clean_fields()
    enterprise.save(force_insert=True, using="worker")
    address.enterprise = enterprise
    address.clean_fields(exclude={"enterprise"})
    address.save(force_insert=True, using="worker")
    return enterprise


@transaction.atomic
def move_enterprise(
    *, actor: Person, enterprise: Enterprise, address: EnterpriseAddress, now: datetime
) -> EnterpriseAddress:
    """Put a new address, and the authority that goes with it, in the place of the present one (条例 27).

    The code stays as it is. Raise NotTheAuthorityError unless the actor registers for the new authority,
    EnterpriseEndedError, NotAMoveError or Django's ValidationError.
    """
    need_registrar(actor, address.authority, now)
    held = Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)
    refuse_ended(held)
    present = EnterpriseAddress.objects.get(enterprise=held, valid_to=None)
    if address.valid_from <= present.valid_from:
        raise NotAMoveError(valid_from=present.valid_from)
    present.valid_to = address.valid_from
    present.save(update_fields=["valid_to"])
    address.enterprise = held
    _open(address)
    return address


def refuse_ended(enterprise: Enterprise) -> None:
    """Raise EnterpriseEndedError when nobody can act for the enterprise any more."""
    status = EnterpriseStatus(enterprise.status)
    if status in ENDED:
        raise EnterpriseEndedError(enterprise=enterprise.name, status=status.label)


def need_registrar(actor: Person, authority: Organ, now: datetime) -> None:
    """Raise NotTheAuthorityError unless the actor decides or issues for the authority today."""
    if not registers_for(actor.pk, authority, _today(authority, now)):
        raise NotTheAuthorityError(authority=authority.name)


def _today(authority: Organ, now: datetime) -> date:
    return localdate(now, ZoneInfo(authority.district.time_zone))


def _settle_code(enterprise: Enterprise, using: str = "default") -> None:
    found = check_uscc(enterprise.uscc)
    proved = found.verdict is Verdict.WARN and enterprise.code_proof.strip()
    if found.verdict is not Verdict.OK and not proved:
        raise CodeImpossibleError(sentence=found.sentence)
    if Enterprise.objects.using(using).filter(uscc=found.normalised).exists():
        raise CodeTakenError(uscc=found.normalised)
    enterprise.uscc = found.normalised


def _open(address: EnterpriseAddress) -> None:
    address.full_clean()
    address.save(force_insert=True)
