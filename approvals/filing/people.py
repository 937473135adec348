"""The people and enterprises a form names, and where: read from whatever was typed, whole or not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from enterprises.identity.enums import IdType

CORPORATE = "001"
"""The kind of document of a shareholder that is an enterprise: its unified social credit code."""

_LISTS = ("shareholders", "directors", "supervisors", "audit_committee")
_SINGLE = ("legal_rep", "manager", "contact", "agent")
_ID_LENGTH = 18


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody a form names: where their number stands, its kind and the number as it was typed."""

    path: str
    id_type: str
    id_no: str


def named_in(form: Mapping[str, Any]) -> Iterator[Named]:
    """Everybody whose number a form holds, in the order of the form."""
    for field in _LISTS:
        yield from _rows(form.get(field), field)
    for field in _SINGLE:
        yield from _one(form.get(field), field)
    owners = form.get("beneficial_owner")
    if isinstance(owners, Mapping):
        yield from _rows(owners.get("owners"), "beneficial_owner.owners")


def residents(form: Mapping[str, Any]) -> list[Named]:
    """Those known by a resident identity card."""
    return [each for each in named_in(form) if each.id_type == IdType.RESIDENT]


def enterprises(form: Mapping[str, Any]) -> list[Named]:
    """Those known by a unified social credit code."""
    return [each for each in named_in(form) if each.id_type == CORPORATE]


def _rows(value: Any, place: str) -> Iterator[Named]:
    for number, row in enumerate(value if isinstance(value, list) else ()):
        yield from _one(row, f"{place}.{number}")


def _one(value: Any, place: str) -> Iterator[Named]:
    if not isinstance(value, Mapping):
        return
    id_no, id_type = value.get("id_no"), value.get("id_type")
    if not isinstance(id_no, str) or not id_no:
        return
    # Where a form does not ask for the kind of document, eighteen characters are a resident identity number.
    told = id_type if isinstance(id_type, str) else IdType.RESIDENT if len(id_no.strip()) == _ID_LENGTH else ""
    yield Named(f"{place}.id_no", told, id_no)
