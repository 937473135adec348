"""Naming members, appointing and revoking agents, and using an authorisation."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from enterprises.people.enums import AgentAct, MemberRole
from enterprises.people.errors import (
    AlreadyMemberError,
    AlreadyRevokedError,
    LetterMissingError,
    MayNotSignError,
    NotAuthorisedError,
    NothingAuthorisedError,
)
from enterprises.people.models import Agent, Member
from enterprises.people.queries import authorisations_covering, may_sign, memberships_covering
from enterprises.registration.models import Enterprise
from enterprises.registration.verbs import need_registrar, refuse_ended
from workflows.organisation.errors import NoDurationError, PastDayError, PersonInactiveError
from workflows.organisation.models import Person


@transaction.atomic
def appoint_agent(
    *,
    actor: Person,
    enterprise: Enterprise,
    agent: Person,
    scope: Collection[AgentAct],
    document: str,
    valid_from: date,
    valid_to: date,
    now: datetime,
) -> Agent:
    """Authorise a person to act for an enterprise by a letter, until but not on ``valid_to`` (许可法 29; 16号令 12).

    Raise MayNotSignError, EnterpriseEndedError, PersonInactiveError, NothingAuthorisedError, LetterMissingError,
    PastDayError, NoDurationError or Django's ValidationError.
    """
    _need_signatory(actor, enterprise, now)
    refuse_ended(Enterprise.objects.get(pk=enterprise.pk))
    if not agent.is_active:
        raise PersonInactiveError(name=agent.name)
    if not scope:
        raise NothingAuthorisedError
    if not document.strip():
        raise LetterMissingError
    _refuse_wrong_days(valid_from, valid_to, localdate(now))
    appointed = Agent(
        person=agent,
        enterprise=enterprise,
        scope=sorted(set(scope)),
        document=document.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        appointed_by=actor,
        appointed_at=now,
    )
    appointed.full_clean()
    appointed.save(force_insert=True)
    return appointed


@transaction.atomic
def revoke_agent(*, actor: Person, agent: Agent, now: datetime) -> Agent:
    """Revoke an authorisation, at once. The agent may give it back as well.

    An act that is using the authorisation is finished first; every later one is refused. Raise MayNotSignError or
    AlreadyRevokedError.
    """
    held = Agent.objects.select_for_update(of=["self"], no_key=True).select_related("enterprise").get(pk=agent.pk)
    if actor.pk != held.person_id:
        _need_signatory(actor, held.enterprise, now)
    if held.revoked_at:
        raise AlreadyRevokedError(day=localdate(held.revoked_at))
    held.revoked_at, held.revoked_by = now, actor
    held.save(update_fields=["revoked_at", "revoked_by"])
    return held


def use_authorisation(*, actor: Person, enterprise: Enterprise, act: AgentAct, now: datetime) -> None:
    """Hold the right to an act until the transaction ends, so that no revocation comes between the two.

    To be called inside the transaction that does the act. Raise NotAuthorisedError.
    """
    day = localdate(now)
    if memberships_covering(actor.pk, enterprise.pk, act, day).exists():
        return
    covering = authorisations_covering(actor.pk, enterprise.pk, act, day)
    # Whoever waited here for a revocation reads the row anew, and finds that it no longer covers the act.
    if not covering.select_for_update(of=["self"], no_key=True).first():
        raise NotAuthorisedError(enterprise=enterprise.name, act=AgentAct(act).label)


@transaction.atomic
def name_handler(
    *, actor: Person, enterprise: Enterprise, person: Person, may_sign: bool, valid_from: date, now: datetime
) -> Member:
    """Make a person one who handles the enterprise's matters (经办人), from a day on.

    Raise MayNotSignError, EnterpriseEndedError, PersonInactiveError, PastDayError or AlreadyMemberError.
    """
    _need_signatory(actor, enterprise, now)
    # Two namings of the same person take turns.
    held = Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)
    refuse_ended(held)
    if not person.is_active:
        raise PersonInactiveError(name=person.name)
    _refuse_past(valid_from, localdate(now))
    named = {"person": person, "enterprise": held, "role": MemberRole.HANDLER}
    if Member.objects.filter(**named, valid_to=None).exists():
        raise AlreadyMemberError(name=person.name, enterprise=held.name)
    return Member.objects.create(**named, may_sign=may_sign, valid_from=valid_from)


@transaction.atomic
def name_legal_representative(
    *, actor: Person, enterprise: Enterprise, person: Person, valid_from: date, now: datetime
) -> Member:
    """Link the account of a legal representative to the enterprise, in the place of the one before (公司法 10).

    The registration authority does it, who saw the proof of identity (细则 16). The name in the register is a registered
    fact of its own and stays. Raise NotTheAuthorityError, EnterpriseEndedError, PersonInactiveError, PastDayError,
    AlreadyMemberError or NoDurationError.
    """
    held = Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)
    need_registrar(actor, held.addresses.select_related("authority__district").get(valid_to=None).authority, now)
    refuse_ended(held)
    if not person.is_active:
        raise PersonInactiveError(name=person.name)
    _refuse_past(valid_from, localdate(now))
    named = {"enterprise": held, "role": MemberRole.LEGAL_REPRESENTATIVE}
    if before := Member.objects.filter(**named, valid_to=None).first():
        _replace(before, person, held, valid_from)
    return Member.objects.create(**named, person=person, may_sign=True, valid_from=valid_from)


def enter_founder(*, enterprise: Enterprise, founder: Person) -> Member:
    """Link the account of whoever filed for an enterprise that has just come into being; for the worker alone.

    The legal representative binds it from the first day (公司法 10); anybody else handles its matters, without the right
    to sign, until the legal representative gives it.
    """
    represents = founder.name == enterprise.legal_representative
    return Member.objects.using("worker").create(
        person_id=founder.pk,
        enterprise_id=enterprise.pk,
        role=MemberRole.LEGAL_REPRESENTATIVE if represents else MemberRole.HANDLER,
        may_sign=represents,
        valid_from=enterprise.established_on,
    )


@transaction.atomic
def end_legal_representation(*, actor: Person, enterprise: Enterprise, day: date, now: datetime) -> Member | None:
    """End the account link of a legal representative whom a decision replaced, from ``day`` on; None where none is.

    Whoever follows is linked when their proof of identity is seen (``name_legal_representative``). Raise
    NotTheAuthorityError, or NoDurationError when the link begins on that day.
    """
    held = Enterprise.objects.select_for_update(no_key=True).get(pk=enterprise.pk)
    need_registrar(actor, held.addresses.select_related("authority__district").get(valid_to=None).authority, now)
    before = Member.objects.filter(enterprise=held, role=MemberRole.LEGAL_REPRESENTATIVE, valid_to=None).first()
    if before is None:
        return None
    if day <= before.valid_from:
        raise NoDurationError(valid_from=before.valid_from, valid_to=day)
    before.valid_to = day
    before.save(update_fields=["valid_to"])
    return before


def _replace(before: Member, person: Person, enterprise: Enterprise, day: date) -> None:
    if before.person_id == person.pk:
        raise AlreadyMemberError(name=person.name, enterprise=enterprise.name)
    if day <= before.valid_from:
        raise NoDurationError(valid_from=before.valid_from, valid_to=day)
    before.valid_to = day
    before.save(update_fields=["valid_to"])


def _need_signatory(actor: Person, enterprise: Enterprise, now: datetime) -> None:
    if not may_sign(actor.pk, enterprise.pk, localdate(now)):
        raise MayNotSignError(enterprise=enterprise.name)


def _refuse_past(day: date, today: date) -> None:
    if day < today:
        raise PastDayError(day=day, today=today)


def _refuse_wrong_days(valid_from: date, valid_to: date, today: date) -> None:
    _refuse_past(valid_from, today)
    if valid_to <= valid_from:
        raise NoDurationError(valid_from=valid_from, valid_to=valid_to)
