"""``manage.py seal keys|make|publish``: the keys of the districts, and the daily seals made with them."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from workflows.engine.present import present
from workflows.journal.seals import keys as files
from workflows.journal.seals.queries import all_keys
from workflows.journal.seals.verbs import make_keys, seal_and_countersign
from workflows.refusals import Refusal

_REFUSED = 1
_WRONG_USAGE = 2


class Command(BaseCommand):
    """Exit 0 when it is done, 1 when it was refused or a seal still wants its second signature, 2 for a wrong call."""

    help = "Make and rotate the keys the daily seals are signed with, seal the days that are over, publish the keys."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        what = parser.add_subparsers(dest="what", required=True)
        keys = what.add_parser("keys", help="make a key for every district that has none")
        keys.add_argument("--district", action="append", help="only for the district of this code; may be repeated")
        keys.add_argument("--rotate", action="store_true", help="make the next key also where there is one")
        made = what.add_parser("make", help="seal the days that are over and countersign, as the worker does")
        made.add_argument("--json", action="store_true", help="print one JSON object instead of a sentence")
        published = what.add_parser("publish", help="write every public key as JSON")
        published.add_argument("--out", type=Path, required=True, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say what was done."""
        try:
            {"keys": self._keys, "make": self._make, "publish": self._publish}[options["what"]](options)
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=_REFUSED) from refusal
        except OSError as error:
            sentence = _("%(file)s cannot be written: %(reason)s.")
            named = {"file": error.filename, "reason": error.strerror}
            raise CommandError(sentence % named, returncode=_WRONG_USAGE) from error

    def _keys(self, options: dict[str, Any]) -> None:
        made = make_keys(now=present("owner"), districts=options["district"], rotate=options["rotate"])
        for key in made:
            named = {"district": key.district.code, "number": key.number, "public": bytes(key.public).hex()}
            self.stdout.write(_("Key %(number)d of district %(district)s: %(public)s") % named)
        self.stdout.write(
            _("Keys made: %(count)d. The private ones are in %(folder)s; keep a copy of it in a safe place.")
            % {"count": len(made), "folder": files.folder("owner")}
        )

    def _make(self, options: dict[str, Any]) -> None:
        sealed = seal_and_countersign(now=present("worker"))
        said = {"seals": sealed.seals, "countersignatures": sealed.countersignatures, "wanting": sealed.wanting}
        if options["json"]:
            self.stdout.write(json.dumps(said))
        else:
            sentence = _("Seals made: %(seals)d, countersigned: %(countersignatures)d, still wanting it: %(wanting)d.")
            self.stdout.write(sentence % said)
        if sealed.wanting:
            raise CommandError(
                _("Another district has to countersign; run this where its key is."), returncode=_REFUSED
            )

    def _publish(self, options: dict[str, Any]) -> None:
        said = files.as_published(all_keys())
        options["out"].write_text(json.dumps(said, indent=1) + "\n", "utf-8")
        self.stdout.write(_("%(count)d public keys are in %(file)s.") % {"count": len(said), "file": options["out"]})
