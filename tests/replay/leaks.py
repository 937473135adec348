"""Who may see what at one moment, asked of the product: ``visible_to`` and the row-level security of the database.

A leak is a pair of a person and a case of a district in which they held no post at that moment. What the person sees is
asked as the serving role; where they held posts comes from the log.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import connection

from tests.replay.town import Town
from workflows.engine.models import Case, CaseFile, CaseStep
from workflows.journal.models import JournalRow
from workflows.organisation.scoping import seen_by

FAMILY = (CaseFile, CaseStep, JournalRow)


class BlindError(Exception):
    """A person does not see a case of their own district: nothing leaks where nothing is seen."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look found: leaks by the district whose cases leaked, and how many pairs were looked at."""

    leaks: Counter[str]
    pairs: int


def look(town: Town, day: date, *, thoroughly: bool = False) -> Seen:
    """Look as everybody on that day; ``thoroughly`` also at every row that belongs to a case. Raise BlindError."""
    names = {pk: name for name, pk in town.districts.items()}
    there = Counter(dict(_counted()))
    leaks: Counter[str] = Counter()
    pairs = 0
    for person, key in town.people.items():
        own = {name for name in town.districts if town.holds(person, name, day)}
        with seen_by(key, day) as scope:
            shown = set(Case.objects.visible_to(scope).values_list("pk", "district_id"))
            # Without the queryset's own condition: the database alone.
            shown |= set(Case.objects.values_list("pk", "district_id"))
            if thoroughly:
                shown |= {pair for model in FAMILY for pair in _cases_behind(model)}
        counted = Counter(names[district] for _case, district in shown)
        pairs += len(shown)
        leaks += Counter({name: number for name, number in counted.items() if name not in own})
        blind = [name for name in own if counted[name] < there[town.districts[name]]]
        if blind:
            raise BlindError(f"{person} holds a post in {blind} on {day} and does not see every case there.")
    return Seen(leaks, pairs)


def _counted() -> list[tuple[int, int]]:
    """How many cases each district has, as the role that sees all counts them."""
    cases = Case.objects.using("audit").values_list("district_id", flat=True)
    return list(Counter(cases).items())


def _cases_behind(model: type[CaseFile | CaseStep | JournalRow]) -> set[tuple[int, int]]:
    """The cases whose rows of that model the session is shown; their districts come from the audit."""
    assert connection.in_atomic_block
    keys = set(model.objects.values_list("case_id", flat=True).distinct())
    return set(Case.objects.using("audit").filter(pk__in=keys).values_list("pk", "district_id"))
