"""Due dates for lines of ``start,n``: the core of ``manage.py due``, without a database.

``start`` is a date or an ISO 8601 instant, ``n`` a number of working days. A first line that names the columns
``start`` and ``n`` says where they stand; otherwise every line holds just the two. A bad line does not stop the others.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from workflows.clock.arithmetic import Limit, due_date
from workflows.clock.calendar import Calendar, Due
from workflows.clock.errors import ClockError

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"\d+(\.\d+)?", re.ASCII)
_NO_HEADER = (0, 1)


@dataclass(frozen=True, slots=True)
class Answer:
    """One line as it was given, with its due date or the sentence that says why there is none."""

    line: int
    start: str
    n: str
    due: Due | None = None
    fault: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the answer as a JSON object; a bad line has null for what is not known, and its ``fault``."""
        if self.due is None:
            return {"start": self.start, "n": self.n, "due": None, "provisional": None, "fault": self.fault}
        count = Decimal(self.n)
        number = int(count) if count == int(count) else float(count)
        return {"start": self.start, "n": number, "due": str(self.due.date), "provisional": self.due.provisional}

    def as_line(self) -> str:
        """Return ``start,n,due``, with a fourth word when the date is provisional; for a bad line its fault."""
        if self.due is None:
            return self.fault
        return ",".join([self.start, self.n, str(self.due.date)] + ["provisional"] * self.due.provisional)


def answer_lines(lines: Iterable[str], calendar: Calendar, zone: ZoneInfo) -> Iterator[Answer]:
    """Answer every line that is not blank, in order."""
    columns: tuple[int, int] | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip("\ufeff \t\r\n"):
            continue
        cells = _cells(line)
        if columns is None:
            columns = _named_columns(cells)
            if columns:
                continue
            columns = _NO_HEADER
        yield _answer(number, cells, columns, calendar, zone)


def _cells(line: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line.lstrip("\ufeff")]))]
    except csv.Error:
        return [line.strip()]


def _named_columns(cells: list[str]) -> tuple[int, int] | None:
    names = [cell.lower() for cell in cells]
    return (names.index("start"), names.index("n")) if {"start", "n"} <= set(names) else None


def _answer(number: int, cells: list[str], columns: tuple[int, int], calendar: Calendar, zone: ZoneInfo) -> Answer:
    start, n = (cells[column] if column < len(cells) else "" for column in columns)
    try:
        _check_shape(cells, columns)
        return Answer(number, start, n, _due(start, _limit(n), calendar, zone))
    except ClockError as error:
        fault = _("Line %(line)d: %(fault)s") % {"line": number, "fault": error}
        return Answer(number, start, n, fault=fault)


def _check_shape(cells: list[str], columns: tuple[int, int]) -> None:
    if max(columns) >= len(cells) or (columns == _NO_HEADER and len(cells) > len(columns)):
        raise ClockError(
            "line.shape",
            _("%(count)d value(s) stand where two are needed; write the line as 2026-02-12,3."),
            count=len(cells),
        )


def _limit(text: str) -> Limit:
    if not _NUMBER.fullmatch(text):
        raise ClockError(
            "line.number",
            _("“%(text)s” is not a number of working days; write 0, 0.5 or a whole number."),
            text=text,
        )
    return Limit.working(text)


def _due(start: str, limit: Limit, calendar: Calendar, zone: ZoneInfo) -> Due:
    try:
        if _DATE.fullmatch(start):
            return calendar.add_working_days(date.fromisoformat(start), int(limit.days))
        instant = datetime.fromisoformat(start)
    except ValueError as error:
        raise ClockError(
            "line.start",
            _("“%(text)s” is not a date; write it as 2026-02-12, or an instant as 2026-02-12T17:29:00+08:00."),
            text=start,
        ) from error
    local = instant if instant.tzinfo else instant.replace(tzinfo=zone)
    return due_date(local, limit, calendar, zone)
