"""The catalogue of business items, and what is known of industries: small files that ship, read once.

``scope.csv`` follows the form of the standard catalogue of business items (经营范围规范目录): an item, whether it needs a
permit before registration (前置), after it (后置), none, or is forbidden (禁止), and its law. ``industries.csv`` holds
industries of the corridor (GB/T 4754-2017) with the words by which a name or a business item belongs to one.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent / "data"
DIVISIONS = range(1, 98)
"""The divisions (大类) of GB/T 4754-2017: 01 to 97, all of them in use."""

_SEPARATOR = "|"
_CODE = re.compile(r"[0-9]{4}", re.ASCII)


class Permit(StrEnum):
    """When a business item needs a permit, if at all."""

    NONE = "NONE"
    BEFORE = "BEFORE"
    AFTER = "AFTER"
    FORBIDDEN = "FORBIDDEN"


@dataclass(frozen=True, slots=True)
class Industry:
    """One class (小类) of GB/T 4754-2017; ``words`` are those a name or a business item of it contains."""

    code: str
    title: str
    words: tuple[str, ...]


def permit_of(item: str) -> Permit | None:
    """When a business item needs a permit; None for one the catalogue does not know."""
    text = _plain(item)
    if any(word in text for word in _forbidden()):
        return Permit.FORBIDDEN
    return _items().get(text)


def prior_items(scope: Iterable[str]) -> list[str]:
    """The items of a scope that need a permit before registration, as they are written there."""
    return [item for item in dict.fromkeys(scope) if permit_of(item) is Permit.BEFORE]


def known_items() -> list[str]:
    """Every item that may be chosen, in the order of the file."""
    return [row["item"] for row in _rows("scope.csv") if row["permit"] != Permit.FORBIDDEN]


def industry(code: str) -> Industry | None:
    """The industry of a code, where it is one of those the corridor looks at."""
    return _industries().get(code)


def possible_industry(code: str) -> bool:
    """Tell whether a code can be one of GB/T 4754: four digits that begin with one of its divisions."""
    return bool(_CODE.fullmatch(code)) and int(code[:2]) in DIVISIONS


@cache
def _items() -> dict[str, Permit]:
    return {_plain(row["item"]): Permit(row["permit"]) for row in _rows("scope.csv")}


@cache
def _forbidden() -> tuple[str, ...]:
    return tuple(item for item, permit in _items().items() if permit is Permit.FORBIDDEN)


@cache
def _industries() -> dict[str, Industry]:
    rows = _rows("industries.csv")
    return {row["code"]: Industry(row["code"], row["title"], tuple(row["words"].split(_SEPARATOR))) for row in rows}


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _plain(text: str) -> str:
    """A text without white space, in full and half width alike."""
    return "".join(unicodedata.normalize("NFKC", text).split())
