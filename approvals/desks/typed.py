"""What a clerk typed into the form of an act: read from the request, kept through every refusal, made a payload."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self
from uuid import UUID, uuid4

from django.http import QueryDict

from approvals.deciding.queries import OfferedAct
from approvals.desks.findings import Findings
from workflows.standards.schema import Basis

MOST_ROWS = 200
"""As many defects as one list may name."""

FIELD, MATERIAL = "field", "material"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list of defects; ``place`` is ``field:name`` or ``material:name``."""

    place: str = ""
    defect: str = ""
    remedy: str = ""
    basis: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not (self.place or self.defect or self.remedy or self.basis)

    def item(self) -> dict[str, str]:
        """The row as the act's form takes it; what is empty is left out, so that it is missed by name."""
        kind, _colon, name = self.place.partition(":")
        said = {"defect": self.defect, "remedy": self.remedy, "basis": self.basis}
        return said | ({kind: name} if kind in {FIELD, MATERIAL} else {})


@dataclass(frozen=True, slots=True)
class Typed:
    """Everything typed. ``key`` is made when the form is shown, so that sending it twice does one act."""

    key: UUID
    opinion: str = ""
    ground: str = ""
    remedy: str = ""
    days: str = ""
    second: str = ""
    rows: tuple[Row, ...] = field(default_factory=tuple)
    back_to: str = ""
    district: str = ""
    procedure: str = ""
    result: str = ""
    gaps: tuple[str, ...] = ()

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """Return what a request carries; raise ValueError for a key that is none."""
        return cls(
            key=UUID(data.get("key", "")),
            opinion=data.get("opinion", ""),
            ground=data.get("ground", ""),
            remedy=data.get("remedy", ""),
            days=data.get("days", ""),
            second=data.get("second", ""),
            back_to=data.get("back_to", ""),
            district=data.get("district", ""),
            procedure=data.get("procedure", ""),
            result=data.get("result", ""),
            gaps=tuple(data.getlist("gaps")),
            rows=tuple(_rows(data)),
        )

    def payload(self, fields: Collection[str], person: int) -> dict[str, Any]:
        """Return it as an act of these ``fields`` takes it; what is empty is left out, so that the law misses it."""
        said: dict[str, Any] = {
            "opinion": self.opinion.strip(),
            "ground": self.ground,
            "remedy": self.remedy.strip(),
            "back_to": self.back_to,
            "district": self.district,
            "procedure": self.procedure,
            "result": self.result.strip(),
            "gaps": list(self.gaps),
            "days": int(self.days) if self.days.isdecimal() else self.days,
            "items": [row.item() for row in self.rows if not row.is_empty],
            "names": [person, int(self.second)] if self.second.isdecimal() else None,
        }
        return {name: value for name, value in said.items() if name in fields and value not in ("", None, [])}

    def edited(self, what: str) -> Self:
        """Return it with a row added (``add``) or taken away (``remove-2``)."""
        verb, _dash, number = what.partition("-")
        if verb == "add" and len(self.rows) < MOST_ROWS:
            return replace(self, rows=(*self.rows, Row()))
        if verb == "remove" and number.isdecimal():
            kept = tuple(row for place, row in enumerate(self.rows) if place != int(number))
            return replace(self, rows=kept or (Row(),))
        return self


def begun(act: OfferedAct, *, remedy: str, findings: Findings) -> Typed:
    """Return the form of an act as it is first shown: the remedy by law, and the defects the checks have found."""
    return Typed(
        key=uuid4(),
        remedy=remedy if "remedy" in act.fields else "",
        rows=_found(findings) or (Row(),) if "items" in act.fields else (),
    )


def cited(basis: Iterable[Basis]) -> str:
    """Return the articles as papers cite them."""
    return "；".join(
        f"《{each.law}》第{each.article}条" if each.article[:1].isdecimal() else f"《{each.law}》{each.article}"
        for each in basis
    )


def _found(findings: Findings) -> tuple[Row, ...]:
    bad = (found for found in findings.failed if found.check.field and found.colour in {"red", "yellow"})
    return tuple(Row(f"{FIELD}:{found.check.field}", found.sentence, "", cited(found.basis)) for found in bad)


def _rows(data: Mapping[str, str]) -> Iterator[Row]:
    for number in range(MOST_ROWS):
        if f"items-{number}-defect" not in data:
            return
        at = f"items-{number}"
        yield Row(*(data.get(f"{at}-{name}", "").strip() for name in ("place", "defect", "remedy", "basis")))
