"""``manage.py verify_licence FILE [--json]``: whether a PDF is a licence as issued, who sealed it, how it stands today."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from approvals.licences.verifying import Verified, verify
from workflows.engine.present import present

_NOT_GOOD = 1
_NOT_ASKED = 2


class Command(BaseCommand):
    """Exit 0 for an original in force, 1 for anything altered, unknown or no longer in force, 2 when it cannot be asked."""

    help = "Say whether a PDF is a licence as it was issued, who sealed it, and how the licence stands today."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the form of the answer."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Verify and say so. Raise CommandError for a file that cannot be read."""
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            sentence = _("The file %(file)s cannot be read: %(reason)s. Name the PDF of a licence.")
            told = sentence % {"file": options["file"], "reason": error.strerror}
            raise CommandError(told, returncode=_NOT_ASKED) from error
        found = verify(data, localdate(present()))
        self.stdout.write(json.dumps(_plain(found), ensure_ascii=False) if options["json"] else "\n".join(_said(found)))
        if not found.is_good:
            sys.exit(_NOT_GOOD)


def _said(found: Verified) -> list[str]:
    lines = [found.sentence, *found.reasons]
    if found.judged.is_intact:
        seal = _("Sealed by %(organ)s (%(uscc)s) at %(at)s; certificate of %(authority)s.")
        named = {"organ": found.judged.organ, "uscc": found.judged.uscc, "at": found.judged.sealed_at}
        lines.append(seal % (named | {"authority": found.judged.authority}))
    if found.licence and found.state:
        kind = found.licence.kind
        lines.append(f"{kind.title.zh if kind else ''} {found.licence.holder} {found.licence.identifier}".strip())
        lines.append(_("Today: %(state)s.") % {"state": found.state.label})
        if found.licence.sample:
            lines.append(_("Sample: it was issued against a simulated register and has no legal effect."))
    return lines


def _plain(found: Verified) -> dict[str, Any]:
    seal, licence = found.judged, found.licence
    return {
        "verdict": found.verdict.value,
        "findings": [each.value for each in found.findings],
        "good": found.is_good,
        "sha256": seal.digest,
        "seal": {
            "intact": seal.is_intact,
            "whole": seal.is_whole,
            "trusted": seal.is_trusted,
            "organ": seal.organ,
            "uscc": seal.uscc,
            "authority": seal.authority,
            "certificate": seal.certificate,
            "at": seal.sealed_at,
        }
        if seal.is_sealed
        else None,
        "licence": licence
        and {
            "identifier": licence.identifier,
            "holder": licence.holder,
            "uscc": licence.uscc,
            "issuer": licence.issuer,
            "version": licence.version,
            "latest": licence.latest,
            "state": found.state.value if found.state else None,
            "sample": licence.sample,
        },
    }
