"""``manage.py verify_journal [--json]``: prove the journal and the case register, row by row, as the auditor."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from workflows.journal.sentences import said
from workflows.journal.verify import Finding, Report, verify_journal

_FOUND = 1
_WRONG_USAGE = 2


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
            self.stdout.write(said(fault))
        self.stdout.write(_("Looked at %(rows)d rows of %(cases)d cases.") % _counted(report))
        if report.vouched_until:
            self.stdout.write(_("Everything recorded up to %(vouched_until)s is whole.") % _counted(report))
        elif not report.rows and not report.faults:
            self.stdout.write(_("The journal is empty."))
        else:
            self.stdout.write(_("Nothing recorded can be vouched for."))
        if report.seals:
            self.stdout.write(
                _("Seals: %(seals)d, countersigned by another district: %(countersigned)d.") % _sealed(report)
            )
        if report.sealed_until:
            self.stdout.write(_("Up to %(sealed_until)s the seals vouch for it as well.") % _sealed(report))


def _counted(report: Report) -> dict[str, Any]:
    return {
        "rows": report.rows,
        "cases": report.cases,
        "vouched_until": report.vouched_until.isoformat() if report.vouched_until else None,
    }


def _sealed(report: Report) -> dict[str, Any]:
    return {
        "seals": report.seals,
        "countersigned": report.countersigned,
        "sealed_day": report.sealed_day.isoformat() if report.sealed_day else None,
        "sealed_until": report.sealed_until.isoformat() if report.sealed_until else None,
    }


def _as_json(report: Report) -> dict[str, Any]:
    return {**_counted(report), **_sealed(report), "faults": [_fault_as_json(fault) for fault in report.faults]}


def _fault_as_json(fault: Finding) -> dict[str, Any]:
    named = {"case": fault.case, "seq": fault.seq, "kind": fault.kind.value, "district": fault.district}
    return named | ({"day": fault.day.isoformat()} if fault.day else {})
