"""What the verbs of this room ask before they write, each as the refusal that says what to do instead."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from workflows.organisation.enums import ADMINISTRATORS, PostRole
from workflows.organisation.errors import (
    AlreadyEndedError,
    DeskForbiddenError,
    DeskNeededError,
    NoDurationError,
    NotASecondError,
    NotEntitledError,
    NotInForceError,
    OrganisationError,
    PastDayError,
    SecondNeededError,
)
from workflows.organisation.models import Desk, District, Entrustment, Organ, Person, Post
from workflows.organisation.queries import scope_of

OF_THE_CORRIDOR = ADMINISTRATORS | {PostRole.SUPERVISOR, PostRole.LEADING_GROUP, PostRole.STANDARD_KEEPER}
"""The roles that may stand at no desk; all others need one."""


def entitle(actor: Person, role: PostRole, now: datetime) -> None:
    """Raise NotEntitledError unless the actor holds a post of the role."""
    if not scope_of(actor.pk, localdate(now)).holds(role):
        raise NotEntitledError(role=role.label)


def refuse_wrong_place(desk: Desk | None, role: PostRole) -> None:
    if desk and role in ADMINISTRATORS:
        raise DeskForbiddenError(role=role.label)
    if not desk and role not in OF_THE_CORRIDOR:
        raise DeskNeededError(role=role.label)


def refuse_wrong_days(valid_from: date, valid_to: date | None, today: date | None = None) -> None:
    """Raise PastDayError or NoDurationError."""
    if today and valid_from < today:
        raise PastDayError(day=valid_from, today=today)
    if valid_to and valid_to <= valid_from:
        raise NoDurationError(valid_from=valid_from, valid_to=valid_to)


def end(dated: Post | District | Entrustment | Organ | Desk, name: str, valid_to: date, today: date) -> None:
    """Bring an end forward; raise the error that forbids it."""
    if dated.valid_to and dated.valid_to <= max(valid_to, today):
        raise AlreadyEndedError(name=name, valid_to=dated.valid_to)
    if valid_to < today:
        raise PastDayError(day=valid_to, today=today)
    refuse_wrong_days(dated.valid_from, valid_to)
    dated.valid_to = valid_to


def need_in_force(day: date, *needed: District | Organ | Desk) -> None:
    for each in needed:
        if each.valid_from > day or (each.valid_to and each.valid_to <= day):
            raise NotInForceError(name=each.name, day=day)


def today_at(district: District | None, now: datetime) -> date:
    """The day by the clock on the wall: the district's, or for what is of no district the corridor's."""
    return localdate(now, ZoneInfo(district.time_zone) if district else None)


def need_second(actor: Person, person: Person, second: Person | None, now: datetime) -> None:
    """Raise SecondNeededError or NotASecondError unless another administrator has seen what touches ``person``."""
    if second is None:
        raise SecondNeededError
    scope = scope_of(second.pk, localdate(now))
    may_confirm = scope.holds(PostRole.SECURITY_ADMIN) or scope.holds(PostRole.SYSTEM_ADMIN)
    if second.pk in {actor.pk, person.pk} or not may_confirm:
        raise NotASecondError


@contextmanager
def judged(sentences: Mapping[str, OrganisationError]) -> Iterator[None]:
    """Say in a sentence what the database refuses by the name of a constraint."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = error.__cause__.diag.constraint_name  # type: ignore[union-attr]  # psycopg's, whatever the refusal
        if name in sentences:
            raise sentences[name] from error
        raise
