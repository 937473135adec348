"""``manage.py make_test_ca``: an authority to try with, and a certificate for every organ that has none."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from approvals.sealing import keys
from approvals.sealing.authority import make_test_ca
from approvals.sealing.errors import TestCertificatesError
from workflows.organisation.models import Organ


class Command(BaseCommand):
    """Makes what is missing and nothing else, so it may be called again; refuses where licences have force of law."""

    help = "Make certificates to try with: an authority of this installation, and one for every organ without one."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Make them and say where. Raise CommandError where the register is real."""
        if not getattr(settings, "REGISTER_IS_SIMULATED", True):
            raise CommandError(str(TestCertificatesError()))
        organs = Organ.objects.using("worker").order_by("uscc").values_list("uscc", "name")
        made = make_test_ca(organs)
        self.stdout.write(
            _("Certificates made: %(count)d. They lie in %(folder)s.") % {"count": len(made), "folder": keys.folder()}
        )
