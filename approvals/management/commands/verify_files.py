"""``manage.py verify_files [--json]``: that every material, paper and licence named in the database is there, unchanged."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from approvals.filing.models import Material
from approvals.licences.models import Licence
from approvals.papers.models import Paper
from approvals.store import FileLostError, fetch

_FOUND = 1


class Command(BaseCommand):
    """Read every file and compare its digest; exit 0 when all are whole, 1 when something was found."""

    help = "Verify that every kept file is there and is what it was; changes nothing."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the form of the answer."""
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Name every file that is missing or changed."""
        digests = sorted(set(_digests()))
        lost = [digest for digest in digests if not _is_whole(digest)]
        if options["json"]:
            self.stdout.write(json.dumps({"files": len(digests), "lost": lost}))
        else:
            for digest in lost:
                self.stdout.write(str(FileLostError(digest=digest)))
            self.stdout.write(_("Looked at %(files)d files.") % {"files": len(digests)})
        if lost:
            raise CommandError(_("Files lost or changed: %(count)d.") % {"count": len(lost)}, returncode=_FOUND)


def _digests() -> Iterator[str]:
    yield from Material.objects.using("audit").filter(erasure=None).values_list("digest", flat=True).iterator()
    yield from Paper.objects.using("audit").values_list("digest", flat=True).iterator()
    yield from Licence.objects.using("audit").exclude(digest="").values_list("digest", flat=True).iterator()


def _is_whole(digest: str) -> bool:
    try:
        fetch(digest)
    except FileLostError:
        return False
    return True
