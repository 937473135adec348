"""What touches an administrator: proposed by one, confirmed by another, carried out as the first one's act."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from workflows.organisation.accounts import is_administrator, reset_sign_in
from workflows.organisation.administration import record
from workflows.organisation.enums import ADMINISTRATORS, AdministrativeVerb, PostRole
from workflows.organisation.errors import AlreadyDecidedError, NotASecondError
from workflows.organisation.judging import entitle, need_second
from workflows.organisation.models import Person, Post, Proposal
from workflows.organisation.queries import scope_of
from workflows.organisation.verbs import appoint, end_post


@transaction.atomic
def propose_appointment(
    *, actor: Person, person: Person, role: PostRole, valid_from: date, valid_to: date | None = None, now: datetime
) -> Proposal:
    """Propose an administrator. Raise NotEntitledError, or ValueError for a role that needs no second pair of eyes."""
    entitle(actor, PostRole.SECURITY_ADMIN, now)
    if role not in ADMINISTRATORS:
        raise ValueError(role)
    days = {"valid_from": valid_from, "valid_to": valid_to}
    return _proposed(actor, now, AdministrativeVerb.APPOINTED, person, role=role, **days)


@transaction.atomic
def propose_end(*, actor: Person, post: Post, valid_to: date, now: datetime) -> Proposal:
    """Propose to end an administrator's post. Raise NotEntitledError."""
    entitle(actor, PostRole.SECURITY_ADMIN, now)
    return _proposed(
        actor, now, AdministrativeVerb.POST_ENDED, post.person, role=post.role, post=post, valid_to=valid_to
    )


@transaction.atomic
def propose_reset(*, actor: Person, person: Person, second_step: bool, now: datetime) -> Proposal:
    """Propose to reset how an administrator signs in. Raise NotEntitledError, or ValueError for anybody else."""
    entitle(actor, PostRole.SYSTEM_ADMIN, now)
    if not is_administrator(person, now):
        raise ValueError(person.pk)
    verb = AdministrativeVerb.SECOND_STEP_RESET if second_step else AdministrativeVerb.PASSWORD_RESET
    return _proposed(actor, now, verb, person)


@transaction.atomic
def confirm(*, actor: Person, proposal: Proposal, now: datetime) -> str:
    """Carry a proposal out; give the one-time code of a reset, and nothing for the others.

    Raise AlreadyDecidedError, NotASecondError, and what the act itself refuses, its proposer's right among it.
    """
    held = _undecided(proposal)
    need_second(held.proposed_by, held.person, actor, now)
    code = _carried_out(held, actor, now)
    _decide(held, actor, now, confirmed=True)
    return code


@transaction.atomic
def drop(*, actor: Person, proposal: Proposal, now: datetime) -> None:
    """Let a proposal fall: any system or security administrator may, its proposer among them.

    Raise AlreadyDecidedError or NotASecondError.
    """
    held = _undecided(proposal)
    scope = scope_of(actor.pk, localdate(now))
    if not (scope.holds(PostRole.SYSTEM_ADMIN) or scope.holds(PostRole.SECURITY_ADMIN)):
        raise NotASecondError
    _decide(held, actor, now, confirmed=False)
    record(AdministrativeVerb.PROPOSAL_DROPPED, actor=actor, person=held.person, now=now, proposal=held.pk)


def _proposed(actor: Person, now: datetime, verb: AdministrativeVerb, person: Person, **more: object) -> Proposal:
    made: Proposal = Proposal.objects.create(
        verb=verb,
        person=person,
        proposed_by=actor,
        proposed_at=now,
        **more,
    )
    record(AdministrativeVerb.PROPOSED, actor=actor, person=person, now=now, proposal=made.pk, act=verb, role=made.role)
    return made


def _undecided(proposal: Proposal) -> Proposal:
    locked = Proposal.objects.select_for_update(of=["self"]).select_related("person", "proposed_by", "post")
    held = locked.get(pk=proposal.pk)
    if held.decided_by_id:
        raise AlreadyDecidedError
    return held


def _carried_out(held: Proposal, second: Person, now: datetime) -> str:
    match held.verb:
        case AdministrativeVerb.APPOINTED:
            assert held.valid_from  # noqa: S101 - an appointment has its days
            appoint(
                actor=held.proposed_by,
                person=held.person,
                desk=None,
                role=PostRole(held.role),
                valid_from=held.valid_from,
                valid_to=held.valid_to,
                now=now,
                second=second,
            )
        case AdministrativeVerb.POST_ENDED:
            assert held.post  # noqa: S101 - as above
            assert held.valid_to  # noqa: S101 - as above
            end_post(actor=held.proposed_by, post=held.post, valid_to=held.valid_to, now=now, second=second)
        case _:
            with_second_step = held.verb == AdministrativeVerb.SECOND_STEP_RESET
            return reset_sign_in(
                actor=held.proposed_by, person=held.person, now=now, second_step=with_second_step, second=second
            )
    return ""


def _decide(held: Proposal, actor: Person, now: datetime, *, confirmed: bool) -> None:
    held.decided_by, held.decided_at, held.confirmed = actor, now, confirmed
    held.save(update_fields=["decided_by", "decided_at", "confirmed"])
