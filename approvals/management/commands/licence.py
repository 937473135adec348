"""Changing the state of a licence by a decision: suspend, give back, revoke, withdraw, cancel, end or deregister it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from approvals.licences.enums import LicenceMove, LicenceState
from approvals.licences.models import Licence
from approvals.licences.verbs import change_licence
from workflows.engine.present import present
from workflows.organisation.models import Person
from workflows.refusals import Refusal


class Command(BaseCommand):
    """``manage.py licence suspend <identifier> --by <user name> --document <number of the decision>``."""

    help = "Change the state of a licence by a decision, as somebody who registers for its issuer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the move, the licence, who decides and the decision."""
        parser.add_argument("move", choices=[move.value.lower() for move in LicenceMove])
        parser.add_argument("identifier")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who decides")
        parser.add_argument("--document", required=True, help="the number of the decision")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Change it and say how it stands. Raise CommandError for whatever is refused."""
        actor = Person.objects.filter(username=options["by"]).first()
        licence = Licence.objects.using("worker").filter(identifier=options["identifier"]).first()
        if actor is None or licence is None:
            raise CommandError(_("There is no such account or no such licence; compare both with what is on file."))
        try:
            changed = change_licence(
                actor=actor,
                licence=licence,
                move=LicenceMove(options["move"].upper()),
                document=options["document"],
                now=present("worker"),
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{changed.identifier}: {LicenceState(changed.state).label}")
