"""``manage.py export_xes --standard KEY --out FILE``: the journal as an event log that process mining tools read."""

import gzip
import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from workflows.engine.present import present
from workflows.engine.xes import Wanted, Written, write_xes
from workflows.organisation.enums import PostRole
from workflows.organisation.errors import NotEntitledError
from workflows.organisation.models import Person
from workflows.organisation.queries import scope_of
from workflows.standards.models import StandardVersion

_REFUSED = 1
_WRONG_USAGE = 2

_reports = structlog.get_logger(__name__)


class Command(BaseCommand):
    """Exit 0 when it is written, 1 when names were refused, 2 for a wrong call or a file that cannot be written."""

    help = "Export the cases of a standard as XES (IEEE 1849-2016); people are codes unless the audit asks for names."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which cases, and where they go."""
        parser.add_argument("--standard", required=True, metavar="KEY", help="the key of the standard")
        parser.add_argument("--from", dest="since", type=date.fromisoformat, metavar="DAY", help="opened on or after")
        parser.add_argument("--to", dest="until", type=date.fromisoformat, metavar="DAY", help="opened on or before")
        parser.add_argument("--district", metavar="CODE", help="only cases in the charge of this district")
        parser.add_argument("--out", required=True, type=Path, help="the file to write; .gz compresses it")
        parser.add_argument("--names", action="store_true", help="people by name, for an audit administrator")
        parser.add_argument("--by", metavar="USERNAME", help="who asks for the names")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of a sentence")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the log beside its place, then put it there whole."""
        key, out = options["standard"], options["out"]
        if not StandardVersion.objects.using("audit").filter(key=key).exists():
            raise CommandError(_("There is no standard %(key)s.") % {"key": key}, returncode=_WRONG_USAGE)
        if options["names"]:
            _need_right_to_names(options["by"])
        wanted = Wanted(key, options["since"], options["until"], options["district"], names=options["names"])
        try:
            written = _write(out, wanted)
        except OSError as error:
            sentence = _("%(file)s cannot be written: %(reason)s.") % {"file": out, "reason": error.strerror}
            raise CommandError(sentence, returncode=_WRONG_USAGE) from error
        said = {"file": str(out), "cases": written.cases, "events": written.events}
        if options["json"]:
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        else:
            self.stdout.write(_("%(cases)d cases with %(events)d events are in %(file)s.") % said)


def _write(out: Path, wanted: Wanted) -> Written:
    part = out.with_name(f"{out.name}.part")
    try:
        with (
            gzip.open(part, "wt", encoding="utf-8") if out.suffix == ".gz" else part.open("w", encoding="utf-8") as file
        ):
            written = write_xes(file, wanted)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return written


def _need_right_to_names(username: str | None) -> None:
    """Let an audit administrator have the names; raise CommandError for everybody else."""
    person = Person.objects.filter(username=username or "").first()
    if person is None or not scope_of(person.pk, localdate(present())).holds(PostRole.AUDIT_ADMIN):
        refusal = NotEntitledError(role=PostRole.AUDIT_ADMIN.label)
        raise CommandError(str(refusal), returncode=_REFUSED)
    _reports.warning("journal.exported_with_names", person=person.pk)
