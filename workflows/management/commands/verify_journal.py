"""``manage.py verify_journal [--json]``: prove the journal and the case register, row by row, as the auditor."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows.journal.enums import Fault
from workflows.journal.verify import Finding, Report, verify_journal

_FOUND = 1
_WRONG_USAGE = 2

_SENTENCES: dict[Fault, Promise] = {
    Fault.CHANGED: gettext_lazy("Case %(case)s, row %(seq)s: the row was changed after it was written."),
    Fault.BROKEN: gettext_lazy("Case %(case)s, row %(seq)s: the row does not follow the one before it."),
    Fault.GAP: gettext_lazy("Case %(case)s, row %(seq)s: the row is missing."),
    Fault.TRUNCATED: gettext_lazy("Case %(case)s: rows are missing at the end, from row %(seq)s on."),
    Fault.CASE_MISSING: gettext_lazy("Case %(case)s is registered, but the case is missing."),
    Fault.UNREGISTERED: gettext_lazy("Case %(case)s stands, but no register names it so."),
    Fault.REGISTER_CHANGED: gettext_lazy("Register of district %(district)s: row %(seq)s was changed."),
    Fault.REGISTER_GAP: gettext_lazy("Register of district %(district)s: row %(seq)s is missing."),
}


class Command(BaseCommand):
    """Name every fault; exit 0 when all is whole, 1 when something was found, 2 when it could not be looked at."""

    help = "Verify the hash chains of all cases and the case registers; changes nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the form of the answer."""
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was found and up to which instant the journal is vouched for."""
        try:
            report = verify_journal()
        except DatabaseError as error:
            raise CommandError(
                _("The journal cannot be read (%(reason)s); check that the database runs and is migrated.")
                % {"reason": str(error).strip()},
                returncode=_WRONG_USAGE,
            ) from error
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(report), ensure_ascii=False, indent=1))
        else:
            self._say(report)
        if report.faults:
            raise CommandError(
                _("Faults found: %(count)d. Keep the database as it is and call the audit administrator.")
                % {"count": len(report.faults)},
                returncode=_FOUND,
            )

    def _say(self, report: Report) -> None:
        for fault in report.faults:
            named = {"case": fault.case, "seq": fault.seq, "district": fault.district}
            self.stdout.write(str(_SENTENCES[fault.kind]) % named)
        self.stdout.write(_("Looked at %(rows)d rows of %(cases)d cases.") % _counted(report))
        if report.vouched_until:
            self.stdout.write(_("Everything recorded up to %(vouched_until)s is whole.") % _counted(report))
        elif not report.rows and not report.faults:
            self.stdout.write(_("The journal is empty."))
        else:
            self.stdout.write(_("Nothing recorded can be vouched for."))


def _counted(report: Report) -> dict[str, Any]:
    return {
        "rows": report.rows,
        "cases": report.cases,
        "vouched_until": report.vouched_until.isoformat() if report.vouched_until else None,
    }


def _as_json(report: Report) -> dict[str, Any]:
    return {**_counted(report), "faults": [_fault_as_json(fault) for fault in report.faults]}


def _fault_as_json(fault: Finding) -> dict[str, Any]:
    return {"case": fault.case, "seq": fault.seq, "kind": fault.kind.value, "district": fault.district}
