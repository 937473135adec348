"""``manage.py demo``: set up a made-up corridor in an empty simulated database and tell its story."""

from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.demo.artefacts import write_artefacts
from approvals.demo.extracts import note_extracts
from approvals.demo.rules import change_a_limit, promise_less_time, put_in_force
from approvals.demo.seeds import ACCOUNTS, BEGINNING, set_up
from approvals.demo.story import SCENES
from approvals.demo.teller import Teller
from workflows.engine import present
from workflows.engine.models import SimulatedClock
from workflows.engine.once import work_once
from workflows.journal.seals.verbs import make_keys
from workflows.organisation.models import Person

_REFUSED = 2


class Command(BaseCommand):
    """Tell the story, or go on where it stopped; exit 0 told, 2 when this database is not for a demonstration."""

    help = (
        "Set up the demonstration and tell its story. Only in a database of its own, never under production settings."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where the papers and charts go."""
        parser.add_argument(
            "--out", type=Path, default=Path("var/demo"), help="the folder for papers, charts and a case file"
        )
        parser.add_argument("--no-artefacts", action="store_true", help="tell the story and write nothing")

    def handle(self, *_args: Any, out: Path, no_artefacts: bool, **_options: Any) -> None:
        """Set up once, tell every scene, then let the clock run on."""
        _refuse_what_is_real()
        SimulatedClock.objects.using("owner").get_or_create(id=1)
        present.forget()
        with override("zh-hans"):
            if not Person.objects.exists():
                self.stdout.write("建立演示走廊：六个片区、窗口、岗位、账号和企业")
                set_up(Path(settings.STATE_FOLDER) / "secrets")
                make_keys(now=BEGINNING)
            # Before anything is sealed; what is there stays.
            call_command("make_test_ca", verbosity=0, stdout=StringIO())
            note_extracts()
            put_in_force()
            teller = Teller(say=self._say, work=self._work)
            first, second, third, *rest = SCENES
            for scene in (first, second, third, promise_less_time, change_a_limit, *rest):
                scene(teller)
            SimulatedClock.objects.using("owner").update(instant=teller.now, running_since=now())
            if not no_artefacts:
                write_artefacts(teller, out, self.stdout.write)
        self.stdout.write(f"演示账号（仅本人可读）：{Path(settings.STATE_FOLDER) / 'secrets' / ACCOUNTS}")

    def _say(self, sentence: str) -> None:
        self.stdout.write(f"· {sentence}")
        self.stdout.flush()

    def _work(self) -> None:
        summary = work_once()
        if not summary.is_clean:
            raise CommandError(_("The worker could not finish; the log says why."), returncode=1)


def _refuse_what_is_real() -> None:
    """Raise CommandError unless the database is empty or a simulation, and the settings are not production's."""
    if settings.PRODUCTION:
        raise CommandError(
            _("A demonstration is never set up under production settings; unset TONGBAN_PRODUCTION."),
            returncode=_REFUSED,
        )
    simulated = SimulatedClock.objects.exists()
    if Person.objects.exists() and not simulated:
        name = connections["default"].settings_dict["NAME"]
        raise CommandError(
            _("The database %(name)s has people in it and is no demonstration; name another with TONGBAN_DATABASE.")
            % {"name": name},
            returncode=_REFUSED,
        )
