"""Where an organ's decisions can be contested, and whom to call: a table by division code (``offices.csv``).

Reconsideration goes to the people's government of the organ's level (复议法 24), a suit to the basic court of its place
(诉讼法 14, 18). A city that has given administrative suits to other courts changes the table, not the code.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from workflows.organisation.models import Organ

HOTLINE: Final = "12345"
"""The government service line of every city, for questions and complaints alike (国办发〔2020〕53号)."""


@dataclass(frozen=True, slots=True)
class Office:
    """What a paper of an organ tells; an empty body or court is not known."""

    reconsideration: str = ""
    court: str = ""
    enquiries: str = HOTLINE
    supervision: str = HOTLINE


def office_of(organ: Organ) -> Office:
    """What the papers of an organ tell; for a division that is not in the table only the service line."""
    return _table().get(organ.district.gb2260, Office())


@cache
def _table() -> dict[str, Office]:
    with (Path(__file__).parent / "offices.csv").open(encoding="utf-8", newline="") as file:
        return {row.pop("division"): Office(**row) for row in csv.DictReader(file)}
