"""``manage.py check_code uscc|id|licence CODE… [--json]``: whether codes can be right, without a database."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from approvals.licences.identifier import LICENCE, check_licence_identifier
from enterprises.identity.codes import ID, check_id
from workflows.organisation.codes import USCC, CodeCheck, Verdict, check_uscc

_FOUND = 1

_CHECKS: dict[str, Callable[[str], CodeCheck]] = {
    USCC: check_uscc,
    ID: lambda text: check_id(text, localdate()),
    LICENCE: check_licence_identifier,
}


class Command(BaseCommand):
    """Check each code; exit 0 when all are right, 1 when something was found, 2 when the call is wrong."""

    help = "Check unified social credit codes, identity numbers or licence identifiers; nothing is looked up."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the kind, the codes and the form of the answer."""
        parser.add_argument("kind", choices=sorted(_CHECKS), help="what the codes are")
        parser.add_argument("codes", nargs="+", metavar="code", help="a code, as it was typed")
        parser.add_argument("--json", action="store_true", help="print one JSON list instead of lines")

    def handle(self, *_args: Any, kind: str, codes: list[str], **options: Any) -> None:
        """Print the verdict on each code."""
        found = [_CHECKS[kind](_readable(code)) for code in codes]
        if options["json"]:
            self.stdout.write(json.dumps([_as_json(each) for each in found], ensure_ascii=False, indent=1))
        else:
            for each in found:
                self.stdout.write("\t".join(filter(None, (each.verdict, each.normalised, each.sentence))))
        if wrong := sum(each.verdict is not Verdict.OK for each in found):
            raise CommandError(
                _("%(wrong)d of %(codes)d codes need a look.") % {"wrong": wrong, "codes": len(found)},
                returncode=_FOUND,
            )


def _as_json(found: CodeCheck) -> dict[str, str]:
    return {
        "kind": found.kind,
        "code": found.code,
        "normalised": found.normalised,
        "verdict": found.verdict.value,
        "sentence": found.sentence,
    }


def _readable(code: str) -> str:
    """The argument as text that can be printed; bytes that are no UTF-8 stay visible as �."""
    return code.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
