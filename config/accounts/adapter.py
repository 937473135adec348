"""How this site signs people in: nobody signs up by themselves, and what the second step rests on is stored encrypted."""

import base64
import hashlib
from functools import cache
from time import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from config.environment import secret
from workflows.engine.present import present
from workflows.organisation.administration import record
from workflows.organisation.enums import AdministrativeVerb
from workflows.organisation.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by the system administrator; whoever comes in or fails to stands in the administrative log."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "The user name or the password is wrong. Check both; after five wrong passwords the account rests for five minutes."
        ),
        "too_many_login_attempts": _(
            "There were too many wrong passwords. Wait five minutes and try again, or ask the system administrator for a one-time code."
        ),
    }

    def login(self, request: HttpRequest, user: Person) -> None:
        """Let a person in, and write it down."""
        super().login(request, user)
        _logged(AdministrativeVerb.SIGNED_IN, request, user, user)

    def logout(self, request: HttpRequest) -> None:
        """Let a person out, and write it down."""
        user = request.user
        super().logout(request)
        if isinstance(user, Person):
            _logged(AdministrativeVerb.SIGNED_OUT, request, user, user)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write a wrong password down; what was typed as a user name only where somebody has it."""
        super().authentication_failed(request, **credentials)
        person = Person.objects.filter(username=str(credentials.get("username", ""))).first()
        _logged(AdministrativeVerb.SIGN_IN_FAILED, request, None, person)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Ask for the password again unless it was given within five minutes, be it for signing in."""
        records = get_authentication_records(self.request, self.request.user)
        fresh = any(time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)
        return not fresh and super().is_reauthentication_required(app=app)

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Nobody makes an account by themselves."""
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """The second step: a code of an app or a recovery code."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is wrong. Wait for the next one in the app and enter its six digits."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for the database."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret from the database."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def address_in_log(request: HttpRequest) -> str:
    """The network address a request came from, as the server before us says it."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _logged(verb: AdministrativeVerb, request: HttpRequest, actor: Person | None, person: Person | None) -> None:
    record(verb, actor=actor, person=person, now=present(), address=address_in_log(request))


def display_name(person: Person) -> str:
    """The name a person is addressed by."""
    return person.name


@cache
def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret("second_step").encode()).digest()))
