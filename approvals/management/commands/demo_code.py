"""``manage.py demo_code WHO``: the password and the present one-time code of a demonstration's account."""

import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from approvals.demo.seeds import ACCOUNTS
from workflows.engine.models import SimulatedClock

_REFUSED = 2
_PERIOD = 30
"""Seconds a code is valid, as authenticator apps have it."""


class Command(BaseCommand):
    """Print both; exit 2 for no such account, or where nothing is a demonstration."""

    help = "Print the password and the present one-time code of an account of the demonstration."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the account and the form of the answer."""
        parser.add_argument("who", help="the user name, such as lw.receiver")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of lines")

    def handle(self, *_args: Any, who: str, **options: Any) -> None:
        """Look the account up in the file only its owner can read."""
        path = Path(settings.STATE_FOLDER) / "secrets" / ACCOUNTS
        if not path.exists() or not SimulatedClock.objects.exists():
            raise CommandError(_("There is no demonstration here; run make demo first."), returncode=_REFUSED)
        account = json.loads(path.read_text()).get(who)
        if account is None:
            raise CommandError(
                _("There is no account %(who)s; %(file)s lists all.") % {"who": who, "file": path}, returncode=_REFUSED
            )
        said = {"password": account["password"]}
        if "totp" in account:
            said["code"] = format_hotp_value(hotp_value(account["totp"], int(time.time()) // _PERIOD))
        self.stdout.write(json.dumps(said) if options["json"] else "\n".join(f"{k}: {v}" for k, v in said.items()))
