"""What a replay came to, reckoned from what stands in the database; only due dates per step come from the log."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connections

from tests.replay.derived import DECISION
from tests.replay.logs import Log
from tests.replay.plan import act_key
from tests.replay.town import Town

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Done:
    """One row of the journal by a person."""

    case: int
    district: str
    person: int
    day: date
    key: UUID


@dataclass(frozen=True, slots=True)
class Ended:
    """A case with what was recorded of its end and the deadline it was filed with."""

    case: int
    district: str
    end: datetime | None
    deadline: datetime | None


def figures(log: Log, town: Town, refused: Mapping[str, int], leaks: Mapping[str, int]) -> dict[str, Any]:
    """Return the figures of the whole and of each district; ``refused`` and ``leaks`` are counted by district."""
    names = {pk: name for name, pk in town.districts.items()}
    done, ended = _done(log, names), _ended(names)
    due = {act_key(log, act): log.day(act.due) for act in log.acts if act.due}
    daily = {name: daily_rows(name, [d for d in done if d.district == name]) for name in log.districts}
    total = _figures(done, ended, due, daily_rows("", done))
    total |= {"refused": sum(refused.values()), "leaks": sum(leaks.values())}
    total["districts"] = {
        name: {
            **_figures(
                [d for d in done if d.district == name], [e for e in ended if e.district == name], due, daily[name]
            ),
            "refused": refused.get(name, 0),
            "leaks": leaks.get(name, 0),
        }
        for name in log.districts
    }
    total["daily"] = [row for name in log.districts for row in daily[name]]
    return total


def _figures(
    done: Sequence[Done], ended: Sequence[Ended], due: Mapping[UUID, date], daily: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    peak = max(daily, key=lambda row: row["open"], default=None)  # the first of equal ones
    closed = [each for each in ended if each.end]
    with_deadline = any(each.deadline for each in ended)
    in_time = sum(bool(e.end and e.deadline and e.end <= e.deadline) for e in closed)
    return {
        "cases": len(ended),
        "acts": len(done),
        "in_time": in_time if with_deadline else None,
        "late": sum(e.deadline is not None for e in closed) - in_time if with_deadline else None,
        "open": len(ended) - len(closed),
        "peak_open": peak["open"] if peak else 0,
        "peak_open_on": peak["date"] if peak else None,
        "overdue_steps": sum(d.key in due and d.day > due[d.key] for d in done) if due else None,
    }


def daily_rows(district: str, done: Iterable[Done]) -> list[dict[str, Any]]:
    """A row for each day from the first act to the last; a case is open from its first act's day to its last one's."""
    spans: dict[int, tuple[date, date]] = {}
    events: Counter[date] = Counter()
    people: dict[date, set[int]] = defaultdict(set)
    for each in done:
        first, last = spans.get(each.case, (each.day, each.day))
        spans[each.case] = (min(first, each.day), max(last, each.day))
        events[each.day] += 1
        people[each.day].add(each.person)
    begins = Counter(first for first, _last in spans.values())
    ends = Counter(last for _first, last in spans.values())
    rows, open_now = [], 0
    day = min(events, default=None)
    while day and day <= max(events):
        open_now += begins[day]
        rows.append(
            {
                "district": district,
                "date": day.isoformat(),
                "arrivals": begins[day],
                "last_events": ends[day],
                "open": open_now,
                "events": events[day],
                "people": len(people[day]),
            }
        )
        open_now -= ends[day]
        day += DAY
    return rows


def differing_days(folder: Path, rows: Sequence[Mapping[str, Any]]) -> int:
    """How many rows are not as ``daily.csv`` has them, or only on one side."""
    with (folder / "daily.csv").open(encoding="utf-8", newline="") as file:
        wanted = {tuple(row.values()) for row in csv.DictReader(file)}
    return len(wanted ^ {tuple(str(value) for value in row.values()) for row in rows})


def _done(log: Log, names: Mapping[int, str]) -> list[Done]:
    rows = _ask(
        "SELECT r.case_id, c.district_id, r.actor_id, r.legal_at, r.key FROM workflows_journalrow r"
        " JOIN workflows_case c ON c.id = r.case_id WHERE r.verb = 'ACT' AND r.actor_id IS NOT NULL ORDER BY r.id"
    )
    return [Done(case, names[district], actor, log.day(at), key) for case, district, actor, at, key in rows]


def _ended(names: Mapping[int, str]) -> list[Ended]:
    rows = _ask(
        "SELECT c.id, c.district_id, r.legal_at, f.form ->> 'deadline' FROM workflows_case c"
        " JOIN workflows_casefile f ON f.case_id = c.id"
        " LEFT JOIN workflows_journalrow r ON r.case_id = c.id AND r.actor_id IS NULL AND r.verb = 'ACT'"
        " AND r.payload -> 'turn' ->> 'step' = %s ORDER BY c.id",
        DECISION,
    )
    return [Ended(case, names[d], end, datetime.fromisoformat(due) if due else None) for case, d, end, due in rows]


def _ask(question: str, *named: Any) -> list[tuple[Any, ...]]:
    with connections["audit"].cursor() as cursor:
        cursor.execute(question, named)
        return list(cursor.fetchall())
