"""``manage.py standard check|diff|promulgate``: standards on the command line."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.organisation.models import Person
from workflows.standards.canonical import NotAStandardError, load_yaml, parse
from workflows.standards.defects import Defect
from workflows.standards.difference import difference
from workflows.standards.errors import DocumentError, StandardsError
from workflows.standards.promulgation.errors import DefectsError
from workflows.standards.publish_check import may_publish, publish_check
from workflows.standards.registry import registry
from workflows.standards.schema import Standard
from workflows.standards.verbs import check_here, publish

_FOUND = 1
_WRONG_USAGE = 2


class Command(BaseCommand):
    """Exit 0 when all is well, 1 when something was found, 2 when the call is wrong."""

    help = "Check standards, show how two differ, and put one in force."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the subcommand and what it is about."""
        commands = parser.add_subparsers(dest="command", required=True)
        check = commands.add_parser("check", help="say what is wrong with standards in YAML files")
        check.add_argument("files", nargs="+", metavar="FILE")
        check.add_argument("--without-desks", action="store_true", help="do not ask the database which desks there are")
        diff = commands.add_parser("diff", help="say how the standard in B differs from the one in A")
        diff.add_argument("before", metavar="A")
        diff.add_argument("after", metavar="B")
        promulgate = commands.add_parser(
            "promulgate", help="publish a standard without consultation: for those that ship, and for trials"
        )
        promulgate.add_argument("file", metavar="FILE")
        promulgate.add_argument("--valid-from", required=True, type=date.fromisoformat, metavar="DATE")
        promulgate.add_argument("--drafted-by", required=True, metavar="USER")
        promulgate.add_argument("--approved-by", required=True, metavar="USER")
        for subparser in (check, diff, promulgate):
            subparser.add_argument("--json", action="store_true", help="print JSON instead of lines")

    def handle(self, *args: Any, command: str, **options: Any) -> None:
        """Run the subcommand."""
        {"check": self._check, "diff": self._diff, "promulgate": self._promulgate}[command](options)

    def _check(self, options: dict[str, Any]) -> None:
        answers = [_answer(file, desks=not options["without_desks"]) for file in options["files"]]
        if options["json"]:
            self._print(answers)
        for answer in () if options["json"] else answers:
            for defect in answer["defects"]:
                self.stdout.write(f"{answer['file']}: {defect['code']} {defect['element']}: {defect['sentence']}")
            if answer["ok"]:
                self.stdout.write(_("%(file)s: may be published.") % {"file": answer["file"]})
        wrong = sum(not answer["ok"] for answer in answers)
        if wrong:
            raise CommandError(
                _("%(wrong)d of %(files)d standards may not be published; mend what is listed.")
                % {"wrong": wrong, "files": len(answers)},
                returncode=_FOUND,
            )

    def _diff(self, options: dict[str, Any]) -> None:
        changes = difference(_read(options["before"]), _read(options["after"]))
        if options["json"]:
            self._print(
                [{"element": c.element, "before": c.before, "after": c.after, "sentence": c.sentence} for c in changes]
            )
        for change in () if options["json"] else changes:
            self.stdout.write(change.sentence)
        if changes:
            raise CommandError(
                _("The two standards differ in %(changes)d places.") % {"changes": len(changes)}, returncode=_FOUND
            )

    def _promulgate(self, options: dict[str, Any]) -> None:
        try:
            version = publish(
                actor=_person(options["drafted_by"]),
                second=_person(options["approved_by"]),
                standard=_read(options["file"]),
                valid_from=options["valid_from"],
                now=timezone.now(),
            )
        except DefectsError as error:
            for defect in error.defects:
                self.stderr.write(f"{defect.code} {defect.element}: {defect.sentence}")
            raise CommandError(str(error), returncode=_FOUND) from error
        except StandardsError as error:
            raise CommandError(str(error), returncode=_FOUND) from error
        said = {"key": version.key, "number": version.number, "digest": version.digest}
        said["valid_from"] = version.valid_from.isoformat()
        if options["json"]:
            self._print(said)
        else:
            self.stdout.write(_("%(key)s, version %(number)s, is in force from %(valid_from)s (%(digest)s).") % said)

    def _print(self, value: Any) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False, indent=1))


def _answer(file: str, *, desks: bool) -> dict[str, Any]:
    """Say of one file whether it holds a standard that may be published, and every defect."""
    defects = _defects(file, desks=desks)
    said = [{"code": d.code.value, "element": d.element, "sentence": d.sentence} for d in defects]
    return {"file": file, "ok": may_publish(defects), "defects": said}


def _defects(file: str, *, desks: bool) -> list[Defect]:
    try:
        standard = parse(_raw(file))
    except NotAStandardError as error:
        return error.defects
    return check_here(standard) if desks else publish_check(standard, registry, {})


def _raw(file: str) -> dict[str, Any]:
    try:
        return load_yaml(Path(file))
    except (OSError, UnicodeDecodeError, DocumentError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CommandError(
            _("%(file)s cannot be read: %(reason)s") % {"file": file, "reason": reason}, returncode=_WRONG_USAGE
        ) from error


def _read(file: str) -> Standard:
    try:
        return parse(_raw(file))
    except NotAStandardError as error:
        raise CommandError(f"{file}: {error}", returncode=_FOUND) from error


def _person(username: str) -> Person:
    found = Person.objects.filter(username=username).first()
    if found is None:
        raise CommandError(
            _("Nobody has the user name %(user)s; look it up.") % {"user": username}, returncode=_WRONG_USAGE
        )
    return found
