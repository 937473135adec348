"""Accounts: making, closing and opening them, and the one-time codes by which people set their passwords.

Nobody learns a password but its owner. A code is shown once to the administrator who makes it, who hands it over after
making sure who asks; it is kept as a digest, lasts three days and is good once. A reset ends every session at once,
because the old password is gone.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from workflows.organisation.administration import record
from workflows.organisation.enums import ADMINISTRATORS, AdministrativeVerb, PostRole
from workflows.organisation.errors import (
    AccountStateError,
    InvitationRefusedError,
    NameTakenError,
    OwnAccountError,
    PersonInactiveError,
)
from workflows.organisation.judging import entitle, judged, need_second
from workflows.organisation.models import Invitation, Person, Post

LASTS = timedelta(days=3)
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 20
"""Characters of a code: 100 bits, beyond any guessing."""


@transaction.atomic
def make_account(*, actor: Person, username: str, name: str, now: datetime, email: str = "") -> tuple[Person, str]:
    """Make an account without a password; give it with the code of its first invitation.

    Raise NotEntitledError, NameTakenError or Django's ValidationError.
    """
    entitle(actor, PostRole.SYSTEM_ADMIN, now)
    made = Person(username=Person.normalize_username(username.strip()), name=name.strip(), email=email.strip())
    made.set_unusable_password()
    made.full_clean(validate_unique=False)
    with judged({"workflows_person_username_key": NameTakenError(username=made.username)}):
        made.save(force_insert=True)
    record(AdministrativeVerb.ACCOUNT_MADE, actor=actor, person=made, now=now, username=made.username, name=made.name)
    return made, _invite(actor, made, now)


@transaction.atomic
def close_account(*, actor: Person, person: Person, now: datetime) -> Person:
    """Close an account: its sessions end, and its posts and deputyships give no right until it is opened again.

    Raise NotEntitledError, OwnAccountError or AccountStateError.
    """
    held = _turned(actor, person, now, is_active=False)
    Invitation.objects.filter(person=held, closed_at=None).update(closed_at=now)
    record(AdministrativeVerb.ACCOUNT_CLOSED, actor=actor, person=held, now=now, username=held.username)
    return held


@transaction.atomic
def open_account(*, actor: Person, person: Person, now: datetime) -> Person:
    """Open a closed account again. Raise NotEntitledError, OwnAccountError or AccountStateError."""
    held = _turned(actor, person, now, is_active=True)
    record(AdministrativeVerb.ACCOUNT_OPENED, actor=actor, person=held, now=now, username=held.username)
    return held


@transaction.atomic
def reset_sign_in(
    *, actor: Person, person: Person, now: datetime, second_step: bool, second: Person | None = None
) -> str:
    """Take the password away, with ``second_step`` the second step too, and give the code to set a new one.

    An administrator's takes a ``second`` pair of eyes. Raise NotEntitledError, OwnAccountError, PersonInactiveError,
    SecondNeededError or NotASecondError.
    """
    entitle(actor, PostRole.SYSTEM_ADMIN, now)
    held = _locked(actor, person)
    if not held.is_active:
        raise PersonInactiveError(name=held.name)
    if is_administrator(held, now):
        need_second(actor, held, second, now)
    held.set_unusable_password()
    held.save(update_fields=["password"])
    if second_step:
        Authenticator.objects.filter(user=held).delete()
    verb = AdministrativeVerb.SECOND_STEP_RESET if second_step else AdministrativeVerb.PASSWORD_RESET
    named = {"username": held.username, "confirmed_by": second.name if second else ""}
    record(verb, actor=actor, person=held, now=now, **named)
    return _invite(actor, held, now)


@transaction.atomic
def use_invitation(*, username: str, code: str, password: str, now: datetime, address: str = "") -> Person:
    """Set a password by a code, which is then used up. Raise InvitationRefusedError or Django's ValidationError."""
    invitations = Invitation.objects.select_for_update(of=["self"]).select_related("person")
    asked = invitations.filter(person__username=username.strip(), person__is_active=True, closed_at=None).first()
    if asked is None or asked.valid_until <= now or not secrets.compare_digest(asked.digest, _digest(code)):
        raise InvitationRefusedError
    person = asked.person
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    asked.closed_at = now
    asked.save(update_fields=["closed_at"])
    record(AdministrativeVerb.INVITATION_USED, actor=person, person=person, now=now, address=address)
    return person


def is_administrator(person: Person, now: datetime) -> bool:
    """Tell whether the person is one of the three administrators, or is to become one."""
    standing = Q(valid_to=None) | Q(valid_to__gt=localdate(now))
    return Post.objects.filter(standing, person=person, role__in=ADMINISTRATORS).exists()


def has_second_step(person: Person) -> bool:
    """Tell whether the person has set the second step of signing in up."""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def _turned(actor: Person, person: Person, now: datetime, *, is_active: bool) -> Person:
    entitle(actor, PostRole.SYSTEM_ADMIN, now)
    held = _locked(actor, person)
    if held.is_active == is_active:
        raise AccountStateError(name=held.name)
    held.is_active = is_active
    held.save(update_fields=["is_active"])
    return held


def _locked(actor: Person, person: Person) -> Person:
    if actor.pk == person.pk:
        raise OwnAccountError
    return Person.objects.select_for_update(of=["self"]).get(pk=person.pk)


def _invite(actor: Person, person: Person, now: datetime) -> str:
    """A new code; an earlier one is good no more."""
    Invitation.objects.filter(person=person, closed_at=None).update(closed_at=now)
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    code = "-".join(drawn[start : start + 5] for start in range(0, _LENGTH, 5))
    Invitation.objects.create(person=person, digest=_digest(code), made_by=actor, made_at=now, valid_until=now + LASTS)
    return code


def _digest(code: str) -> str:
    """The digest of a code, however it is typed: capitals, dashes and spaces make no difference."""
    return hashlib.sha256("".join(filter(str.isalnum, code.upper())).encode()).hexdigest()
