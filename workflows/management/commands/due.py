"""``manage.py due [FILE|-]``: due dates for lines of ``start,n``, from the shipped calendar, without a database."""

import io
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from workflows.clock.arithmetic import zone_named
from workflows.clock.calendar import shipped_calendar
from workflows.clock.due_lines import Answer, answer_lines
from workflows.clock.errors import ClockError

_WRONG_DATA = 1
_WRONG_USAGE = 2


class Command(BaseCommand):
    """Answer each line with the date its limit ends on; exit 1 when a line is wrong, 2 when the call is."""

    help = "Compute due dates in working days: reads lines of start,n and prints start,n,due."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the form of the answer and the zone of instants."""
        parser.add_argument("file", nargs="?", default="-", help="a file of lines, or - for standard input (default)")
        parser.add_argument("--json", action="store_true", help="print one JSON list instead of lines")
        parser.add_argument("--zone", default="Asia/Shanghai", help="the district's time zone, for instants")

    def handle(self, *args: Any, file: str, zone: str, **options: Any) -> None:
        """Print an answer per line, and every fault on standard error."""
        try:
            answers = list(answer_lines(_lines(file), shipped_calendar(), zone_named(zone)))
        except ClockError as error:
            raise CommandError(str(error), returncode=_WRONG_USAGE) from error
        faults = [answer for answer in answers if answer.due is None]
        self._print(answers, as_json=options["json"])
        for answer in faults:
            self.stderr.write(answer.fault)
        if faults:
            raise CommandError(
                _("%(faults)d of %(lines)d lines have no due date; correct them and run the command again.")
                % {"faults": len(faults), "lines": len(answers)},
                returncode=_WRONG_DATA,
            )

    def _print(self, answers: list[Answer], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps([answer.as_json() for answer in answers], ensure_ascii=False, indent=1))
            return
        for answer in answers:
            if answer.due:
                self.stdout.write(answer.as_line())


def _lines(file: str) -> list[str]:
    """Return the lines; bytes that are no UTF-8 stay visible as � and fail on their own line."""
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be read (%(reason)s); give the path of a file, or - for standard input.")
            % {"file": file, "reason": error.strerror},
            returncode=_WRONG_USAGE,
        ) from error
    return list(io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", errors="replace"))
