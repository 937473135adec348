"""Naming a deputy for an absence (代理), and revoking one.

A person names one for their own posts; a supervisor of the desk's district, or the security administrator, for them.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from workflows.organisation.administration import record
from workflows.organisation.enums import AdministrativeVerb, PostRole
from workflows.organisation.errors import (
    AlreadyRevokedError,
    DeputyTwiceError,
    ExclusivePostError,
    NoDeputyThereError,
    NotInForceError,
    NotStaffError,
    NotTheirHeadError,
    OwnDeputyError,
    PersonInactiveError,
    SelfAppointmentError,
    UnknownOutcomeError,
)
from workflows.organisation.judging import judged, refuse_wrong_days, today_at
from workflows.organisation.models import Deputyship, Person, Post
from workflows.organisation.queries import known_outcomes, scope_of


@transaction.atomic
def name_deputy(
    *,
    actor: Person,
    post: Post,
    deputy: Person,
    valid_from: date,
    valid_to: date,
    now: datetime,
    excluded: Collection[str] = (),
) -> Deputyship:
    """Let ``deputy`` do the work of a post until, but not on, ``valid_to``, without the ``excluded`` outcomes.

    Raise NotTheirHeadError, NoDeputyThereError, OwnDeputyError, SelfAppointmentError, PersonInactiveError,
    NotStaffError, PastDayError, NoDurationError, NotInForceError, UnknownOutcomeError, DeputyTwiceError or ExclusivePostError.
    """
    held = Post.objects.select_related("person", "desk__district").get(pk=post.pk)
    if held.desk is None:
        raise NoDeputyThereError(role=PostRole(held.role).label)
    _entitle_head(actor, held, now)
    _refuse_person(actor, held, deputy)
    refuse_wrong_days(valid_from, valid_to, today_at(held.desk.district, now))
    if held.valid_to and held.valid_to <= valid_from:
        raise NotInForceError(name=PostRole(held.role).label, day=valid_from)
    if not scope_of(deputy.pk, max(valid_from, held.valid_from)).own_desks:
        raise NotStaffError(name=deputy.name, day=valid_from)
    for outcome in sorted(set(excluded) - known_outcomes()):
        raise UnknownOutcomeError(outcome=outcome)
    named = {"name": deputy.name}
    refusals = {
        "a_deputy_is_named_once_at_a_time": DeputyTwiceError(**named),
        "administrators_hold_no_other_post": ExclusivePostError(**named),
    }
    with judged(refusals):
        made = Deputyship.objects.create(
            post=held,
            deputy=deputy,
            excluded=sorted(set(excluded)),
            valid_from=valid_from,
            valid_to=valid_to,
            named_by=actor,
            named_at=now,
        )
    record(
        AdministrativeVerb.DEPUTY_NAMED,
        actor=actor,
        person=deputy,
        now=now,
        deputyship=made.pk,
        represented=held.person.name,
        role=held.role,
        desk=held.desk.name,
        valid_from=valid_from,
        valid_to=valid_to,
        excluded=sorted(set(excluded)),
    )
    return made


def _refuse_person(actor: Person, held: Post, deputy: Person) -> None:
    if deputy.pk == held.person_id:
        raise OwnDeputyError(name=deputy.name)
    if deputy.pk == actor.pk:
        raise SelfAppointmentError
    if not deputy.is_active:
        raise PersonInactiveError(name=deputy.name)


@transaction.atomic
def revoke_deputy(*, actor: Person, deputyship: Deputyship, now: datetime) -> Deputyship:
    """End a deputyship at once and for good. Raise NotTheirHeadError or AlreadyRevokedError."""
    locked = Deputyship.objects.select_for_update(of=["self"])
    held = locked.select_related("post__person", "post__desk__district", "deputy").get(pk=deputyship.pk)
    _entitle_head(actor, held.post, now)
    if held.revoked_at:
        raise AlreadyRevokedError
    held.revoked_at, held.revoked_by = now, actor
    held.save(update_fields=["revoked_at", "revoked_by"])
    record(
        AdministrativeVerb.DEPUTY_REVOKED,
        actor=actor,
        person=held.deputy,
        now=now,
        deputyship=held.pk,
        represented=held.post.person.name,
    )
    return held


def _entitle_head(actor: Person, post: Post, now: datetime) -> None:
    """The holder, by a post still theirs, a supervisor where the desk lies, or the security administrator."""
    assert post.desk  # noqa: S101 - the database allows no other deputyship
    scope = scope_of(actor.pk, today_at(post.desk.district, now))
    is_holder = actor.pk == post.person_id and actor.is_active
    is_head = scope.holds(PostRole.SUPERVISOR, district=post.desk.district_id)
    if not (is_holder or is_head or scope.holds(PostRole.SECURITY_ADMIN)):
        raise NotTheirHeadError(name=post.person.name)
