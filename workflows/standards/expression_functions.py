"""The functions a condition may call, besides the operators and macros of the language.

A closed list, documented in ``docs/expressions.md``. Each is total (a value or ExpressionError), pure, and costs no
more than one walk over its arguments. Money is an integer of its smallest unit (分) once inside: CEL has no decimals,
and its doubles cannot hold 0.1.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from workflows.standards.errors import ExpressionError

FEN_DIGITS = 2
WAN_DIGITS = 6
"""1 万元 = 10,000 元 = 1,000,000 分."""

MAX_DIGITS = 6
MAX_DAYS = 400_000
MAX_MONTHS = 12_000

_DECIMAL = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,6}))?", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MONTHS_A_YEAR = 12


def scaled(text: Any, digits: Any) -> int:
    """Return a decimal string as an integer of its ``digits``-th decimal: ``scaled("66.67", 2)`` is 6667.

    Raise ExpressionError when the text is no plain decimal of at most 12 whole digits, or has more decimals.
    """
    match = _DECIMAL.fullmatch(text) if isinstance(text, str) else None
    if match is None or not _whole(digits, 0, MAX_DIGITS) or len(match[3] or "") > digits:
        raise ExpressionError(
            "expression.decimal",
            _(
                "An amount is not a decimal with the allowed number of decimals;"
                ' write it as text with a point, for example "450.00".'
            ),
        )
    return int(f"{match[1]}{match[2]}{(match[3] or '').ljust(digits, '0')}")


def fen(text: Any) -> int:
    """Return an amount in 元 ("450.00") in 分; raise ExpressionError when malformed."""
    return scaled(text, FEN_DIGITS)


def wan(text: Any) -> int:
    """Return an amount in 万元 ("450.000000") in 分; raise ExpressionError when malformed."""
    return scaled(text, WAN_DIGITS)


def sum_fen(rows: Any, field: Any) -> int:
    """Return the sum in 分 of a field in 元 over a list of objects; raise ExpressionError when one is malformed."""
    return _total(rows, field, fen)


def sum_wan(rows: Any, field: Any) -> int:
    """Return the sum in 分 of a field in 万元 over a list of objects; raise ExpressionError when one is malformed."""
    return _total(rows, field, wan)


def length(value: Any) -> int:
    """Return the characters of a text, or the entries of a list or object.

    The package's own ``size`` counts the bytes of a text (6 for 温州), which is why it is not in the language.
    """
    if not isinstance(value, str | list | dict):
        raise ExpressionError(
            "expression.length", _("Only a text, a list or an object has a length; give length() one of these.")
        )
    return len(value)


def date(value: Any) -> datetime:
    """Return a day from its ISO text ("2026-03-02"), as the instant that starts it in UTC, so that days compare.

    Raise ExpressionError when there is no such day.
    """
    if isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        except ValueError:
            pass
    raise ExpressionError(
        "expression.date", _("A date does not exist; write an existing day as text, for example 2026-03-02.")
    )


def add_days(day: Any, days: Any) -> datetime:
    """Return the day so many natural days later; raise ExpressionError outside years 1 to 9999."""
    start = date(day)
    if not _whole(days, -MAX_DAYS, MAX_DAYS):
        raise _no_such_day()
    try:
        return start + timedelta(days=days)
    except OverflowError:
        raise _no_such_day() from None


def add_months(day: Any, months: Any) -> datetime:
    """Return the corresponding day so many months later, or that month's last day when it has none (民法典 202).

    Raise ExpressionError outside years 1 to 9999.
    """
    start = date(day)
    if not _whole(months, -MAX_MONTHS * _MONTHS_A_YEAR, MAX_MONTHS * _MONTHS_A_YEAR):
        raise _no_such_day()
    year, month = divmod(start.year * _MONTHS_A_YEAR + start.month - 1 + months, _MONTHS_A_YEAR)
    if not MINYEAR <= year <= MAXYEAR:
        raise _no_such_day()
    return start.replace(year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1]))


def add_years(day: Any, years: Any) -> datetime:
    """Return the corresponding day so many years later (29 February gives 28); raise as ``add_months`` does."""
    if not _whole(years, -MAX_MONTHS, MAX_MONTHS):
        raise _no_such_day()
    return add_months(day, years * _MONTHS_A_YEAR)


def days_between(start: Any, end: Any) -> int:
    """Return the natural days from one day to another, negative when the second is earlier."""
    return (date(end) - date(start)).days


def iso(day: Any) -> str:
    """Return a day as its ISO text, for sentences; raise ExpressionError when there is no such day."""
    return date(day).date().isoformat()


def in_wan(amount: Any) -> str:
    """Return an amount in 分 in 万元, without needless zeros, for sentences: 450000000 is "450".

    Raise ExpressionError when it is no whole number.
    """
    if not isinstance(amount, int) or isinstance(amount, bool):
        raise ExpressionError(
            "expression.amount", _("An amount in 分 is a whole number; give in_wan() the result of wan() or sum_wan().")
        )
    whole, rest = divmod(abs(amount), 10**WAN_DIGITS)
    decimals = f"{rest:0{WAN_DIGITS}d}".rstrip("0")
    return f"{'-' if amount < 0 else ''}{whole}{'.' if decimals else ''}{decimals}"


@dataclass(frozen=True, slots=True)
class Function:
    """A callable of the language and the number of arguments it takes."""

    call: Callable[..., Any]
    arguments: int


FUNCTIONS = {
    "fen": Function(fen, 1),
    "wan": Function(wan, 1),
    "scaled": Function(scaled, 2),
    "sum_fen": Function(sum_fen, 2),
    "sum_wan": Function(sum_wan, 2),
    "length": Function(length, 1),
    "date": Function(date, 1),
    "add_days": Function(add_days, 2),
    "add_months": Function(add_months, 2),
    "add_years": Function(add_years, 2),
    "days_between": Function(days_between, 2),
    "iso": Function(iso, 1),
    "in_wan": Function(in_wan, 1),
}


def _total(rows: Any, field: Any, amount: Callable[[Any], int]) -> int:
    if not (isinstance(field, str) and isinstance(rows, list) and all(isinstance(row, dict) for row in rows)):
        raise ExpressionError(
            "expression.rows", _("A sum needs a list of objects and the name of the field to add; give it both.")
        )
    return sum(amount(row.get(field)) for row in rows)


def _whole(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _no_such_day() -> ExpressionError:
    return ExpressionError(
        "expression.calendar",
        _("The day reckoned is not in the years 1 to 9999, or the number added is not whole; mend the number."),
    )
