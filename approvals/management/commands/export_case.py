"""``manage.py export_case NUMBER --out FILE``: everything about one case, in a zip that verifies itself."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from approvals.casefile.export import NoSuchCaseError, export_case
from approvals.store import FileLostError

_FOUND = 1
_WRONG_USAGE = 2


class Command(BaseCommand):
    """Write the case file; exit 0 when it is written, 1 when something is missing from it, 2 for no such case."""

    help = "Export one case with its journal, filing, papers and standard; unpack it and run verify.py to verify it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number, the file and the form of the answer."""
        parser.add_argument("number", help="the case number, as on the receipt")
        parser.add_argument("--out", type=Path, required=True, help="the zip to write")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of a sentence")

    def handle(self, *_args: Any, number: str, out: Path, **options: Any) -> None:
        """Write the file and say how large it is."""
        try:
            data = export_case(number)
            out.write_bytes(data)
        except NoSuchCaseError as error:
            raise CommandError(str(error), returncode=_WRONG_USAGE) from error
        except FileLostError as error:
            raise CommandError(str(error), returncode=_FOUND) from error
        except OSError as error:
            sentence = _("%(file)s cannot be written: %(reason)s.") % {"file": out, "reason": error.strerror}
            raise CommandError(sentence, returncode=_WRONG_USAGE) from error
        if options["json"]:
            self.stdout.write(json.dumps({"number": number, "file": str(out), "bytes": len(data)}, ensure_ascii=False))
        else:
            self.stdout.write(_("Case %(number)s is in %(file)s.") % {"number": number, "file": out})
