"""An event log as it lies in a folder: cases, acts, and what follows from them about desks and posts.

Nothing here knows the engine. ``cases.jsonl`` has a case per line, ``events.jsonl.gz`` an act per line in replay order.
"""

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

NOWHERE = "-"
"""The district of a log that has none."""

_END_NAMES = ("enddate", "endDate")


class NotALogError(Exception):
    """The folder holds no event log of the layout; the sentence says what is missing."""


@dataclass(frozen=True, slots=True)
class LoggedCase:
    """One case; ``number`` is what its administration calls it, ``end`` its recorded decision."""

    id: str
    number: str
    district: str
    end: datetime | None
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class LoggedAct:
    """One act; ``due`` is the date by which the log says it was to be done."""

    seq: int
    case: str
    district: str
    desk: str
    activity: str
    actor: str
    at: datetime
    due: datetime | None


@dataclass(frozen=True)
class Log:
    """The whole log; ``zone`` is that of its districts."""

    cases: Mapping[str, LoggedCase]
    acts: tuple[LoggedAct, ...]
    zone: ZoneInfo

    @classmethod
    def read(cls, folder: Path, zone: ZoneInfo, most_cases: int | None = None) -> Self:
        """Read the folder, or its first cases by their first act; raise NotALogError."""
        cases, acts = folder / "cases.jsonl", folder / "events.jsonl.gz"
        if not (cases.is_file() and acts.is_file()):
            raise NotALogError(f"{folder} holds no cases.jsonl and events.jsonl.gz; name the folder of an event log.")
        with cases.open(encoding="utf-8") as lines:
            known = {case.id: case for case in map(_case, map(json.loads, lines))}
        with gzip.open(acts, "rt", encoding="utf-8") as lines:
            found = sorted(map(_act, map(json.loads, lines)), key=lambda act: (act.at, act.seq))
        kept = list(dict.fromkeys(act.case for act in found))[:most_cases]
        return cls({key: known[key] for key in kept}, tuple(a for a in found if a.case in set(kept)), zone)

    @cached_property
    def districts(self) -> tuple[str, ...]:
        """The districts, by name."""
        return tuple(sorted({case.district for case in self.cases.values()}))

    @cached_property
    def desks(self) -> tuple[str, ...]:
        """The desks seen, by name."""
        return tuple(sorted({act.desk for act in self.acts}))

    @cached_property
    def activities(self) -> dict[str, tuple[str, ...]]:
        """Each activity with the desks seen for it, in the order in which they first come."""
        seen: dict[str, dict[str, None]] = {}
        for act in self.acts:
            seen.setdefault(act.activity, {})[act.desk] = None
        return {activity: tuple(desks) for activity, desks in seen.items()}

    @cached_property
    def opener(self) -> str | None:
        """The activity that begins every case and happens once in each, if there is one."""
        firsts = {act.activity for act in self.first_acts.values()}
        if len(firsts) != 1:
            return None
        (activity,) = firsts
        times = Counter(act.case for act in self.acts if act.activity == activity)
        return activity if set(times.values()) == {1} else None

    @cached_property
    def first_acts(self) -> dict[str, LoggedAct]:
        """The first act of each case."""
        found: dict[str, LoggedAct] = {}
        for act in self.acts:
            found.setdefault(act.case, act)
        return found

    @cached_property
    def last_acts(self) -> dict[str, LoggedAct]:
        """The last act of each case."""
        return {act.case: act for act in self.acts}

    @cached_property
    def posts(self) -> dict[tuple[str, str, str], tuple[date, date]]:
        """Who stood at which desk of which district, from the day of their first act there to that of their last."""
        found: dict[tuple[str, str, str], tuple[date, date]] = {}
        for act in self.acts:
            day, place = self.day(act.at), (act.actor, act.district, act.desk)
            first, last = found.get(place, (day, day))
            found[place] = (min(first, day), max(last, day))
        return found

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Everybody who acted; one account however many desks and districts."""
        return tuple(sorted({act.actor for act in self.acts}))

    def day(self, instant: datetime) -> date:
        """The local date of an instant."""
        return instant.astimezone(self.zone).date()

    @cached_property
    def digest(self) -> str:
        """What tells this log from another."""
        made = hashlib.sha256()
        for thing in (*self.cases.values(), *self.acts):
            made.update(repr(thing).encode())
        return made.hexdigest()


def _case(raw: Mapping[str, Any]) -> LoggedCase:
    attrs = raw["attrs"]
    end = next((attrs[name] for name in _END_NAMES if attrs.get(name)), None)
    return LoggedCase(
        raw["case_id"],
        raw.get("source_case_id") or raw["case_id"],
        raw["district"] or NOWHERE,
        _instant(end),
        _instant(attrs.get("deadline")),
    )


def _act(raw: Mapping[str, Any]) -> LoggedAct:
    activity = raw["activity"]
    # Where the log names no group, the desk is the prefix of the activity's code: 01_HOOFD_010 is done at 01_HOOFD.
    desk = raw["group"] or "_".join(activity.split("_")[:2])
    at = datetime.fromisoformat(raw["ts"])
    due = _instant(raw["attrs"].get("dueDate"))
    return LoggedAct(raw["seq"], raw["case_id"], raw["district"] or NOWHERE, desk, activity, raw["actor"], at, due)


def _instant(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
