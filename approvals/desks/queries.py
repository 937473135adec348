"""The queue: which open steps wait at a person's desks, in the order in which they fall due."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from approvals.desks.enums import View
from workflows.clock import entries as clock_entries
from workflows.clock.enums import Light
from workflows.clock.ledger import Ledger
from workflows.clock.reading import Reading
from workflows.engine.models import CaseStep
from workflows.engine.rulebook import rules_of
from workflows.engine.rules import Rules
from workflows.organisation.enums import PostRole
from workflows.organisation.queries import Scope
from workflows.organisation.scoping import ScopedQuerySet
from workflows.standards.models import StandardVersion
from workflows.standards.schema import Text

PAGE = 30
"""Rows of one page."""

SCAN = 300
"""Rows looked through for one page when a light is asked for, which only the ledger of each case tells."""

MOST = 100
"""A count stops here; what is shown is “99+”."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page of the queue ends: the next one begins behind it. Steps without a limit come last."""

    due_at: datetime | None
    id: int

    def __str__(self) -> str:
        return f"{self.due_at.isoformat() if self.due_at else ''}|{self.id}"

    @classmethod
    def read(cls, written: str) -> Self | None:
        """Return the mark as an address carries it, None for anything that is none."""
        due, _bar, number = written.partition("|")
        try:
            return cls(datetime.fromisoformat(due) if due else None, int(number))
        except ValueError:
            return None

    def behind(self) -> Q:
        """The rows that come after."""
        if self.due_at is None:
            return Q(due_at=None, pk__gt=self.id)
        return Q(due_at__gt=self.due_at) | Q(due_at=self.due_at, pk__gt=self.id) | Q(due_at=None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the queue is asked for: a view, one item, one light, the rows behind a mark."""

    view: View = View.TO_DO
    item: str = ""
    light: Light | None = None
    after: Mark | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One step that waits. ``clock`` is the case's, None before it starts; ``is_late`` says that the step is overdue.

    ``is_for_reader`` says that a post of the reader may handle it.
    """

    step: CaseStep
    rules: Rules
    clock: Reading | None
    is_late: bool
    is_for_reader: bool

    @property
    def item(self) -> Text:
        """The item, by name."""
        return self.rules.standard.title

    @property
    def title(self) -> Text:
        """The step, by name."""
        return self.rules.step(self.step.key).title

    @property
    def remaining(self) -> int | None:
        """Days of the promise that are left, negative by the days over; None where no clock runs."""
        return self.clock.promised.remaining if self.clock and not self.clock.is_finished else None

    @property
    def over(self) -> str:
        """The days over, as a table writes a negative number; 0 until the first of them has gone by."""
        return f"−{-self.remaining}" if self.remaining else "0"

    @property
    def is_over(self) -> bool:
        """Whether the promise has passed."""
        return self.clock is not None and self.clock.promised.has_passed(self.clock.at)

    @property
    def is_last_day(self) -> bool:
        """Whether the promise ends today."""
        return self.clock is not None and self.clock.promised.due.date == self.clock.day

    @property
    def due_on(self) -> date | None:
        """The last day of the step's own limit."""
        return last_day(self.step.due_at)

    @property
    def role(self) -> str:
        """Whom the step waits for."""
        role = self.rules.step(self.step.key).handler.role or ""
        return str(PostRole(role).label) if role in PostRole.values else role


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue; ``next`` is where it goes on, None at its end."""

    rows: tuple[Row, ...]
    next: Mark | None


def queue(scope: Scope, wanted: Wanted, now: datetime) -> QueuePage:
    """Return one page of the queue of the scope's desks, in one query; with a light at most ``SCAN`` rows further."""
    limit = SCAN if wanted.light else PAGE
    steps = _within(scope, wanted.view, now).select_related("case", "claimed_by").order_by("due_at", "pk")
    if wanted.item:
        steps = steps.filter(case__standard__key=wanted.item)
    if wanted.after:
        steps = steps.filter(wanted.after.behind())
    read = [_row(step, scope, now) for step in steps[: limit + 1]]
    shown = [row for row in read[:limit] if wanted.light is None or _light(row) is wanted.light][:PAGE]
    more = len(read) > limit or (len(shown) == PAGE and shown[-1] is not read[-1])
    last = shown[-1] if len(shown) == PAGE else (read[limit - 1] if len(read) > limit else None)
    return QueuePage(tuple(shown), Mark(last.step.due_at, last.step.pk) if more and last else None)


def counts(scope: Scope, now: datetime) -> Mapping[View, int]:
    """Return how many steps each view holds, none counted beyond ``MOST``, in one query."""
    # Without an order of their own, so that each stops as soon as it has found enough.
    fitting = _handled_by(scope)
    within = ((view, _within(scope, view, now, fitting)) for view in View)
    each = [steps.order_by().annotate(view=Value(v.value)).values_list("view")[:MOST] for v, steps in within]
    found = Counter(view for (view,) in each[0].union(*each[1:], all=True))
    return {view: found[view.value] for view in View}


def newest(scope: Scope) -> int:
    """Return the latest step that waits at the scope's desks, 0 for none; what comes in afterwards has a higher key."""
    latest = _open(scope).order_by("-pk").values_list("pk", flat=True).first()
    return latest or 0


def arrived(scope: Scope, view: View, since: int, now: datetime) -> int:
    """Return how many steps of a view opened after the step ``since``, none counted beyond ``MOST``."""
    return len(_within(scope, view, now).filter(pk__gt=since).order_by().values_list("pk")[:MOST])


def next_unclaimed(scope: Scope, now: datetime, passed_over: Iterable[int] = ()) -> CaseStep | None:
    """Return the step that falls due first of those nobody holds and the person's posts may handle."""
    steps = _within(scope, View.UNCLAIMED, now).exclude(pk__in=list(passed_over))
    return steps.select_related("case").order_by("due_at", "pk").first()


def items_of(scope: Scope) -> list[tuple[str, Text]]:
    """Return the standards that cases at the scope's desks follow, by key and title."""
    versions = _open(scope).order_by().values_list("case__standard__key", "case__standard").distinct()
    return sorted(
        {key: rules_of(version).standard.title for key, version in versions}.items(), key=lambda each: each[0]
    )


def last_day(ends: datetime | None) -> date | None:
    """Return the last day of a limit that ends at 24:00 of it."""
    return timezone.localdate(ends - timedelta(microseconds=1)) if ends else None


def for_reader(scope: Scope, rules: Rules, step: CaseStep) -> bool:
    """Tell whether a post of the scope may handle the step as its standard names the role."""
    role = rules.step(step.key).handler.role
    return any(desk == step.desk_id and role in {None, held.value} for held, desk, _district in scope.held)


def reading_of(ledger: Iterable[Mapping[str, Any]], rules: Rules, now: datetime) -> Reading | None:
    """Return a case's clock as it stands at ``now``, None where no clock has started."""
    entries = tuple(clock_entries.from_json(entry) for entry in ledger)
    started = entries and entries[0].at <= now
    return Ledger(entries, rules.clock.calendars).at(now) if started else None


def _row(step: CaseStep, scope: Scope, now: datetime) -> Row:
    rules = rules_of(step.case.standard_id)
    late = step.due_at is not None and step.due_at <= now
    return Row(step, rules, reading_of(step.case.ledger, rules, now), late, for_reader(scope, rules, step))


def _light(row: Row) -> Light | None:
    return row.clock.light if row.clock else None


def _open(scope: Scope) -> ScopedQuerySet[CaseStep]:
    return CaseStep.objects.visible_to(scope).filter(closed_at=None, desk__in=sorted(scope.desks))


def _within(scope: Scope, view: View, now: datetime, fitting: Q | None = None) -> QuerySet[CaseStep]:
    steps = _open(scope)
    if view is View.ALL:
        return steps
    steps = steps.filter(_handled_by(scope) if fitting is None else fitting)
    tonight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    match view:
        case View.TO_DO:
            return steps.filter(Q(claimed_by=None) | Q(claimed_by=scope.person))
        case View.MINE:
            return steps.filter(claimed_by=scope.person)
        case View.UNCLAIMED:
            return steps.filter(claimed_by=None)
        case View.TODAY:
            return steps.filter(due_at__gt=now, due_at__lte=tonight)
        case View.OVERDUE:
            return steps.filter(due_at__lte=now)


def _handled_by(scope: Scope) -> Q:
    """The steps whose standard names no role, or one the person has at that desk."""
    ways = [Q(desk=desk) & _role_fits(frozenset(_roles_at(scope, desk))) for desk in sorted(scope.desks)]
    return reduce(or_, ways, Q(pk=None))


def _roles_at(scope: Scope, desk: int) -> Iterable[str]:
    return (role.value for role, at, _district in scope.held if at == desk)


def _role_fits(roles: frozenset[str]) -> Q:
    """Every version's steps are told apart by key: the standard says whom a step waits for, the row does not."""
    keys: dict[frozenset[str], list[int]] = {}
    for version in StandardVersion.objects.values_list("pk", flat=True):
        fits = (s.key for s in rules_of(version).standard.steps if s.handler.role is None or s.handler.role in roles)
        keys.setdefault(frozenset(fits), []).append(version)
    ways = [Q(case__standard__in=versions, key__in=sorted(fitting)) for fitting, versions in keys.items()]
    return reduce(or_, ways, Q(pk=None))
