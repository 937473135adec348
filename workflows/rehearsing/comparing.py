"""What a draft would have changed for one case, and the sum over many: figures that stay small however many cases."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workflows.clock.errors import ClockError
from workflows.clock.ledger import Ledger
from workflows.engine.enums import Answer
from workflows.engine.rights import handling_of
from workflows.engine.rules import Rules
from workflows.engine.state import CaseState, Turn
from workflows.rehearsing.enums import Ending
from workflows.rehearsing.walking import Recorded, Walked
from workflows.standards.enums import Handling
from workflows.standards.errors import ExpressionError

KEPT = 300
"""Cases kept by number; the figures count all of them."""

Work = Counter[tuple[str, str]]
"""Steps by district and kind of desk."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One case: how it ends under the draft, and what is different."""

    ending: Ending
    step: str
    act: str
    code: str
    before: Work
    after: Work
    late_before: Work
    late_after: Work
    missed: tuple[str, ...]
    met: tuple[str, ...]
    checks: tuple[str, ...]

    @property
    def is_notable(self) -> bool:
        """Tell whether somebody should look at this case."""
        return self.ending is not Ending.SAME or bool(self.missed or self.met or self.checks)


def compare(old: Rules, new: Rules, recorded: Recorded, walked: Walked) -> Compared:
    """Say what is different for one case; limits are compared only where it goes the same way to the end."""
    same = walked.ending is Ending.SAME
    before = _limits(old, recorded.state, recorded.until)
    after = _limits(new, walked.state, recorded.until) if same else before
    failed = _failing(new, recorded.beginning) | _found(walked.turns)
    known = _failing(old, recorded.beginning) | _found(recorded.turns)
    return Compared(
        ending=walked.ending,
        step=walked.step,
        act=walked.act,
        code=walked.code,
        before=_work(recorded.turns),
        after=_work(walked.turns),
        late_before=_late(recorded.turns, recorded.state, recorded.until),
        late_after=_late(walked.turns, walked.state, recorded.until),
        missed=tuple(name for name, over in after.items() if over and not before.get(name, False)),
        met=tuple(name for name, over in before.items() if over and not after.get(name, True)),
        checks=tuple(sorted(failed - known)),
    )


@dataclass(slots=True)
class Result:
    """The sum over the cases gone through so far, as it is kept with the draft."""

    endings: Counter[str] = field(default_factory=Counter)
    work: dict[str, list[int]] = field(default_factory=dict)
    late: dict[str, list[int]] = field(default_factory=dict)
    stops: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    cases: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Result":
        """Read what ``as_json`` gave, or begin with nothing."""
        counted = ("endings", "stops", "missed", "met", "checks")
        return cls(
            **{name: Counter(kept.get(name, {})) for name in counted},
            work={key: list(pair) for key, pair in kept.get("work", {}).items()},
            late={key: list(pair) for key, pair in kept.get("late", {}).items()},
            cases=list(kept.get("cases", [])),
        )

    def as_json(self) -> dict[str, Any]:
        """Return the sum as a JSON object."""
        return {name: getattr(self, name) for name in self.__slots__}

    def add(self, number: str, district: str, one: Compared) -> None:
        """Add one case."""
        self.endings[one.ending.value] += 1
        for key, before, after in _pairs(one.before, one.after):
            _sum(self.work, key, before, after)
        for key, before, after in _pairs(one.late_before, one.late_after):
            _sum(self.late, key, before, after)
        if one.step or one.code:
            self.stops[f"{one.ending.value}|{one.step}|{one.act}|{one.code}"] += 1
        self.missed.update(one.missed)
        self.met.update(one.met)
        self.checks.update(one.checks)
        if one.is_notable and len(self.cases) < KEPT:
            self.cases.append(
                {
                    "number": number,
                    "district": district,
                    "ending": one.ending.value,
                    "step": one.step,
                    "act": one.act,
                    "code": one.code,
                    "missed": list(one.missed),
                    "met": list(one.met),
                    "checks": list(one.checks),
                }
            )


def _pairs(before: Work, after: Work) -> Iterator[tuple[str, int, int]]:
    return (("|".join(key), before[key], after[key]) for key in {**before, **after})


def _sum(kept: dict[str, list[int]], key: str, before: int, after: int) -> None:
    one, other = kept.get(key, [0, 0])
    kept[key] = [one + before, other + after]


def _work(turns: tuple[Turn, ...]) -> Work:
    opened = (step for turn in turns for step in turn.opened)
    return Counter((step.district, step.desk or "") for step in opened if handling_of(step.party) is Handling.DESK)


def _late(turns: tuple[Turn, ...], state: CaseState, until: datetime) -> Work:
    """Count the steps of desks that were done, or still wait, after they were due."""
    closed = {done.ordinal: done.at for done in state.history}
    opened = (step for turn in turns for step in turn.opened if handling_of(step.party) is Handling.DESK)
    return Counter(
        (step.district, step.desk or "")
        for step in opened
        if step.due_at and closed.get(step.ordinal, until) >= step.due_at
    )


def _limits(rules: Rules, state: CaseState, until: datetime) -> dict[str, bool]:
    """Which limits of the case were over at its end, or are now."""
    if not state.ledger:
        return {}
    try:
        reading = Ledger(state.ledger, rules.clock.calendars).at(until)
    except ClockError:
        return {}
    statutory = reading.statutory.has_passed(reading.at) if reading.statutory else False
    return {"promised": reading.promised.has_passed(reading.at), "statutory": statutory}


def _found(turns: tuple[Turn, ...]) -> set[str]:
    return {found.check for turn in turns for found in turn.findings if found.answer is Answer.FAILED}


def _failing(rules: Rules, state: CaseState) -> set[str]:
    """The checks with a condition that fail on the filing as it is; one that cannot be answered fails nobody."""
    data = rules.data(state)
    failing: set[str] = set()
    for check in rules.standard.checks:
        try:
            if (
                check.condition
                and rules.evaluate(check.applies_when, data)
                and not rules.evaluate(check.condition, data)
            ):
                failing.add(check.id)
        except ExpressionError:
            continue
    return failing
