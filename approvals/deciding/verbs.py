"""What pages call to act on a case: the engine's ``perform``, for whoever is signed in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from approvals.deciding.enums import ReturnReason
from approvals.deciding.errors import (
    AlreadyAllowedError,
    GroundOutsideListError,
    NotASupervisorError,
    NothingToAllowError,
    WordsMissingError,
)
from approvals.deciding.models import ReturnPermission
from approvals.deciding.queries import returned_before
from approvals.deciding.texts import in_reader_language
from enterprises.people.queries import applicants_of
from workflows.engine.errors import CaseNotFound, GroundNotListed
from workflows.engine.models import Case
from workflows.engine.rulebook import rules_of
from workflows.engine.state import Actor
from workflows.engine.verbs import look, perform, perform_many
from workflows.engine.wishes import Answer, Performed, Wish
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Person
from workflows.organisation.scoping import seen_by

_log = structlog.get_logger()


def actor_for(person: Person, now: datetime) -> Actor:
    """The person as the engine knows them, with the applicants they act for today; the engine reads the posts."""
    return Actor(person.pk, person.name, applicants=applicants_of(person.pk, localdate(now)))


def act(
    *,
    actor: Person,
    case: int,
    step: str,
    act: str,
    key: UUID,
    now: datetime,
    payload: Mapping[str, Any] | None = None,
    ordinal: int | None = None,
) -> Performed:
    """Perform one act with all it brings about outside the case, or nothing of it.

    A relocation granted moves the enterprise at the same instant; an agent's act holds its mandate. Three queries
    otherwise: whom the person acts for, one read, one write. Raise the Refusal that says why not.
    """
    asking = actor_for(actor, now)
    try:
        return perform(actor=asking, case=case, step=step, act=act, key=key, now=now, payload=payload, ordinal=ordinal)
    except GroundNotListed as refusal:
        raise _told(refusal, asking, case, step, act, now) from refusal


def act_many(*, actor: Person, wishes: Sequence[Wish], now: datetime) -> list[Answer]:
    """Perform one act on each of many cases, each for itself with what it brings about: one answer per wish."""
    return perform_many(actor=actor_for(actor, now), wishes=wishes, now=now)


def allow_second_return(
    *, actor: Person, case: int, reason: ReturnReason, words: str, now: datetime
) -> ReturnPermission:
    """Give leave to return an application that came again for what was not told the first time (许可法 32(四)).

    Raise CaseNotFound, NotASupervisorError, NothingToAllowError, WordsMissingError or AlreadyAllowedError.
    """
    with seen_by(actor.pk, localdate(now)) as scope:
        held = Case.objects.visible_to(scope).filter(pk=case).first()
        if held is None:
            raise CaseNotFound(case=case)
        if not scope.holds(PostRole.SUPERVISOR, district=held.district_id):
            raise NotASupervisorError(number=held.number)
        if held.closed_at or not returned_before(scope, case):
            raise NothingToAllowError(number=held.number)
        if not words.strip():
            raise WordsMissingError
        try:
            with transaction.atomic():
                return ReturnPermission.objects.create(
                    case=held, reason=reason, words=words.strip(), given_by=actor, given_at=now
                )
        except IntegrityError as error:
            raise AlreadyAllowedError(number=held.number) from error


def _told(
    refusal: GroundNotListed, actor: Actor, case: int, step: str, act: str, now: datetime
) -> GroundOutsideListError:
    """The same refusal with the sentences of the list; supervision reads in the log who tried what (783令 9)."""
    _log.warning("ground outside the list", case=case, step=step, act=act, person=actor.person)
    _actor, held = look(actor=actor, case=case, now=now)
    rules = rules_of(held.standard)
    listed = rules.act(rules.step(step), act).grounds or [ground.key for ground in rules.standard.grounds]
    sentences = [in_reader_language(g.sentence) for g in rules.standard.grounds if g.key in listed]
    return GroundOutsideListError(act=act, ground=refusal.named["ground"], known="; ".join(sentences))
