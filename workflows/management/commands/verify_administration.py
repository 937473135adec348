"""``manage.py verify_administration [--json]``: prove the administrative log, row by row, as the auditor."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from workflows.organisation.administration import faults

_FOUND = 1
_UNREADABLE = 2


class Command(BaseCommand):
    """Name every fault; exit 0 when all is whole, 1 when something was found, 2 when it could not be looked at."""

    help = "Verify the hash chain of the administrative log; changes nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the form of the answer."""
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every row that is not as it was written, or is missing."""
        try:
            found = list(faults())
        except DatabaseError as error:
            raise CommandError(
                _("The administrative log cannot be read (%(reason)s); check that the database runs and is migrated.")
                % {"reason": str(error).strip()},
                returncode=_UNREADABLE,
            ) from error
        if options["json"]:
            rows = [{"seq": fault.seq, "changed": fault.is_changed} for fault in found]
            self.stdout.write(json.dumps({"faults": rows}))
        for fault in () if options["json"] else found:
            changed = _("Row %(seq)s was changed after it was written.")
            broken = _("Row %(seq)s does not follow the one before it; rows are missing.")
            self.stdout.write((changed if fault.is_changed else broken) % {"seq": fault.seq})
        if found:
            raise CommandError(_("Faults found: %(count)d.") % {"count": len(found)}, returncode=_FOUND)
        if not options["json"]:
            self.stdout.write(_("The administrative log is whole."))
