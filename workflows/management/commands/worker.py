"""``manage.py worker``: does what follows from the journal and from time, as long as it runs or once."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from workflows.engine import worker
from workflows.engine.once import Summary, work_once
from workflows.journal.performing import revive
from workflows.journal.relay import take_over_restored_journal
from workflows.refusals import Refusal

_UNCLEAN = 1
_REFUSED = 2


class Command(BaseCommand):
    """Work until SIGTERM, or once; exit 1 when effects failed, 2 when this database may not be worked on."""

    help = (
        "Do what follows from the journal and from time: papers, notices, hints, silences that ended. "
        "Runs until SIGTERM and then ends within ten seconds. Several may run at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how long to work and how to answer."""
        parser.add_argument(
            "--once",
            action="store_true",
            help="do everything that is to be done at the present instant, then end; exit 1 when an effect has failed",
        )
        parser.add_argument(
            "--revive", action="store_true", help="first give the effects that were given up five more attempts"
        )
        parser.add_argument(
            "--take-over",
            action="store_true",
            help="only take over the journal of a database that was restored on another server, before anybody uses it",
        )
        parser.add_argument("--json", action="store_true", help="with --once: print the figures as one JSON object")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        """Refuse a simulation under production settings, then work."""
        try:
            worker.refuse_simulation_in_production()
            if options["take_over"]:
                take_over_restored_journal()
                return
            if options["revive"]:
                revive()
            if not once:
                worker.run()
                return
            summary = work_once()
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=_REFUSED) from refusal
        self.stdout.write(json.dumps(summary.as_json()) if options["json"] else _said(summary))
        if not summary.is_clean:
            raise CommandError(
                _("%(failed)d effects failed and will be tried again, %(dead)d were given up; the log says why.")
                % {"failed": summary.failed, "dead": summary.dead},
                returncode=_UNCLEAN,
            )


def _said(summary: Summary) -> str:
    return _("Silences applied: %(silences)d. Effects made: %(effects)d, done: %(done)d.") % summary.as_json()
