"""Lists as pages show them: columns, rows of cells, what can be done with each, and where the list goes on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language

Words = str | Promise
M = TypeVar("M", bound=Model)

PAGE = 30
"""Rows of one page."""

_LONGEST = 18
"""Digits no key reaches."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands under one column; ``href`` leads on, ``small`` says more below.

    ``is_code`` is set like a number, ``is_whole`` in lines that do not break.
    """

    text: Words
    href: str = ""
    small: Words = ""
    is_code: bool = False
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """What can be done with a row: a page that asks more, or with ``ask`` a button that asks whether to."""

    words: Words
    href: str
    ask: Words = ""
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list; the first cell is its heading."""

    cells: Sequence[Cell]
    deeds: Sequence[Deed] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A list with its columns; ``next`` is the mark behind which it goes on, empty at its end."""

    columns: Sequence[Words]
    rows: Sequence[Row]
    next: str = ""
    title: Words = ""
    empty: Words = ""
    has_deeds: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """Know whether any row has a deed."""
        object.__setattr__(self, "has_deeds", any(row.deeds for row in self.rows))

    @property
    def lines(self) -> list[tuple[Cell, list[tuple[Words, Cell]], Sequence[Deed]]]:
        """Each row as its heading, its other cells with their columns, and what can be done."""
        return [(row.cells[0], list(zip(self.columns[1:], row.cells[1:], strict=True)), row.deeds) for row in self.rows]


def paged(request: HttpRequest, rows: QuerySet[M], row: Callable[[M], Row], **table: Any) -> Table:
    """One page of rows, the newest first, behind the mark the address names."""
    after = request.GET.get("after", "")
    ordered = rows.order_by("-pk")
    if after.isdecimal() and len(after) <= _LONGEST:
        ordered = ordered.filter(pk__lt=int(after))
    read = list(ordered[: PAGE + 1])
    mark = str(read[PAGE - 1].pk) if len(read) > PAGE else ""
    return Table(rows=[row(each) for each in read[:PAGE]], next=mark, **table)


def named(thing: Any) -> str:
    """The name of a district, an organ or a desk in the reader's language."""
    chinese = (get_language() or "zh").startswith("zh")
    return str(thing.name if chinese else thing.name_en or thing.name)


def asked(request: HttpRequest) -> str:
    """What the reader looks for."""
    return request.GET.get("q", "").replace("\0", "").strip()[:60]
