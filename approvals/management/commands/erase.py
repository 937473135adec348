"""``manage.py erase ask|approve|refuse|list|hold|lift|retention``: lawful erasure by two people, and what keeps from it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from approvals.privacy.enums import CountedFrom, DataClass, ErasureReason
from approvals.privacy.queries import erasures
from approvals.privacy.verbs import approve_erasure, ask_erasure, hold, lift, refuse_erasure, set_retention
from workflows.engine.models import Case
from workflows.engine.present import present
from workflows.organisation.models import Person
from workflows.refusals import Refusal

_REFUSED = 1
_WRONG_USAGE = 2


class Command(BaseCommand):
    """Exit 0 when it is done, 1 when it was refused with the reason, 2 when the call is wrong."""

    help = "Erase personal values of a case: an archivist asks, a supervisor approves; digests and the journal stay."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, who does it, and what to."""
        what = parser.add_subparsers(dest="what", required=True)
        what.add_parser("list", help="list the requests, the latest first")
        asking = self._with_case(what.add_parser("ask", help="ask for an erasure, as an archivist"))
        asking.add_argument("--of", action="append", required=True, choices=DataClass.values, dest="classes")
        asking.add_argument("--reason", required=True, choices=ErasureReason.values)
        asking.add_argument("--law", required=True, help="the law and the article, such as 个保法 47")
        for name in ("approve", "refuse"):
            deciding = what.add_parser(name, help=f"{name} a request, as a supervisor and another person")
            deciding.add_argument("erasure", type=int, help="the number of the request")
            deciding.add_argument("--by", required=True, metavar="USERNAME")
        holding = self._with_case(what.add_parser("hold", help="keep a case from any erasure, as a supervisor"))
        holding.add_argument("--reason", required=True, help="why, such as the number of a court's case")
        self._with_case(what.add_parser("lift", help="lift the hold"))
        kept = what.add_parser("retention", help="set how long data is kept, as a security administrator")
        kept.add_argument("--standard", default="", help="the key of the standard; without it, of every other one")
        kept.add_argument("--of", required=True, choices=DataClass.values, dest="data_class")
        kept.add_argument("--years", required=True, type=int)
        kept.add_argument("--from", required=True, choices=CountedFrom.values, dest="counted_from")
        kept.add_argument("--basis", required=True, help="the law it rests on")
        kept.add_argument("--by", required=True, metavar="USERNAME")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it and say what was done."""
        if options["what"] == "list":
            self._list()
            return
        actor = Person.objects.filter(username=options["by"]).first()
        if actor is None:
            raise CommandError(_("There is no account %(name)s.") % {"name": options["by"]}, returncode=_WRONG_USAGE)
        try:
            self.stdout.write(getattr(self, f"_{options['what']}")(actor, options))
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=_REFUSED) from refusal

    def _ask(self, actor: Person, options: dict[str, Any]) -> str:
        asked = ask_erasure(
            actor=actor,
            case=_case(options["case"]),
            classes=[DataClass(each) for each in options["classes"]],
            reason=ErasureReason(options["reason"]),
            law=options["law"],
            now=present(),
        )
        return _("Request %(erasure)d waits for a second person.") % {"erasure": asked.pk}

    def _approve(self, actor: Person, options: dict[str, Any]) -> str:
        approve_erasure(actor=actor, erasure=options["erasure"], now=present())
        return _("Erased. The worker removes the files, if there are any.")

    def _refuse(self, actor: Person, options: dict[str, Any]) -> str:
        refuse_erasure(actor=actor, erasure=options["erasure"], now=present())
        return _("Refused; nothing was erased.")

    def _hold(self, actor: Person, options: dict[str, Any]) -> str:
        hold(actor=actor, case=_case(options["case"]), reason=options["reason"], now=present())
        return _("Case %(number)s is held.") % {"number": options["case"]}

    def _lift(self, actor: Person, options: dict[str, Any]) -> str:
        lift(actor=actor, case=_case(options["case"]), now=present())
        return _("The hold on case %(number)s is lifted.") % {"number": options["case"]}

    def _retention(self, actor: Person, options: dict[str, Any]) -> str:
        rule = set_retention(
            actor=actor,
            standard=options["standard"],
            data_class=DataClass(options["data_class"]),
            years=options["years"],
            counted_from=CountedFrom(options["counted_from"]),
            basis=options["basis"],
            now=present(),
        )
        return _("Kept for %(years)d years after %(start)s.") % {
            "years": rule.years,
            "start": CountedFrom(rule.counted_from).label,
        }

    def _list(self) -> None:
        for each in erasures():
            line = (str(each.pk), each.case.number, ", ".join(each.classes_said), each.law, each.outcome_said)
            self.stdout.write("\t".join(line))

    @staticmethod
    def _with_case(parser: Any) -> Any:
        parser.add_argument("case", help="the case number, as on the receipt")
        parser.add_argument("--by", required=True, metavar="USERNAME")
        return parser


def _case(number: str) -> int:
    found = Case.objects.using("audit").filter(number=number).values_list("pk", flat=True).first()
    if found is None:
        raise CommandError(_("There is no case %(number)s.") % {"number": number}, returncode=_WRONG_USAGE)
    return int(found)
