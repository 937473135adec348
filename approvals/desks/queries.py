"""The queue: which open steps wait at a person's desks, in the order in which they fall due."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any, Self

from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from approvals.deciding.custody import Offer, offers_standing
from approvals.desks.enums import View
from workflows.clock import entries as clock_entries
from workflows.clock.enums import Light
from workflows.clock.ledger import Ledger
from workflows.clock.reading import Reading
from workflows.engine.custody import RECEIVER
from workflows.engine.models import CaseStep
from workflows.engine.own_clock import own_clock
from workflows.engine.rulebook import rules_of
from workflows.engine.rules import Rules
from workflows.organisation.enums import PostRole
from workflows.organisation.queries import Scope
from workflows.organisation.scoping import ScopedQuerySet
from workflows.standards.models import StandardVersion
from workflows.standards.schema import Handler, Text

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
    """What of the queue is asked for: a view, one item, one step as ``item/step``, one light, rows behind a mark."""

    view: View = View.TO_DO
    item: str = ""
    light: Light | None = None
    after: Mark | None = None
    step: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Self:
        """Return what an address or a form asks for; what it does not say, or says wrongly, is not asked."""
        view, light = asked.get("view", ""), asked.get("light", "").upper()
        return cls(
            view=View(view) if view in View.values else View.TO_DO,
            item=asked.get("item", "")[:64].replace("\0", ""),
            light=Light(light) if light in Light.__members__ else None,
            after=Mark.read(asked.get("after", "")),
            step=asked.get("step", "")[:130].replace("\0", ""),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether less than the whole view is asked for."""
        return bool(self.item or self.step or self.light)


@dataclass(frozen=True, slots=True)
class Row:
    """One step that waits. ``clock`` is the case's, or the step's where it has one of its own, None before it starts.

    ``is_late`` says that the step is overdue. ``is_for_reader`` says that a post of the reader may handle it. ``offer``
    is what a step of the receiver's answers.
    """

    step: CaseStep
    rules: Rules
    clock: Reading | None
    is_late: bool
    is_for_reader: bool
    offer: Offer | None = None

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
        role = _seats_of(self.step, self.rules)[0].role or ""
        return str(PostRole(role).label) if role in PostRole.values else role


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue; ``next`` is where it goes on, None at its end."""

    rows: tuple[Row, ...]
    next: Mark | None


def queue(scope: Scope, wanted: Wanted, now: datetime) -> QueuePage:
    """Return one page of the queue of the scope's desks, in one query; with a light at most ``SCAN`` rows further."""
    limit = SCAN if wanted.light else PAGE
    steps = (
        _narrowed(scope, wanted, now).select_related("case", "claimed_by", "district", "desk").order_by("due_at", "pk")
    )
    if wanted.after:
        steps = steps.filter(wanted.after.behind())
    read = [_row(step, scope, now) for step in steps[: limit + 1]]
    shown = [row for row in read[:limit] if wanted.light is None or _light(row) is wanted.light][:PAGE]
    more = len(read) > limit or (len(shown) == PAGE and shown[-1] is not read[-1])
    last = shown[-1] if len(shown) == PAGE else (read[limit - 1] if len(read) > limit else None)
    offers = offers_standing(scope, [row.step.case_id for row in shown if row.step.party == RECEIVER])
    shown = [replace(row, offer=offers.get(row.step.case_id)) if row.step.party == RECEIVER else row for row in shown]
    return QueuePage(tuple(shown), Mark(last.step.due_at, last.step.pk) if more and last else None)


def matching(scope: Scope, wanted: Wanted, now: datetime, most: int) -> list[CaseStep]:
    """Return every step of the filter with its case, whatever page it stands on, at most ``most``; in order of due."""
    steps = _narrowed(scope, wanted, now).select_related("case").order_by("due_at", "pk")
    if wanted.light is None:
        return list(steps[:most])
    lit = (step for step in steps.iterator(chunk_size=SCAN) if _light(_row(step, scope, now)) is wanted.light)
    return list(islice(lit, most))


def matching_number(scope: Scope, wanted: Wanted, now: datetime, most: int) -> int | None:
    """Return how many steps fit the filter, none counted beyond ``most``; None where only each ledger would tell."""
    return None if wanted.light else len(_narrowed(scope, wanted, now).order_by().values_list("pk")[:most])


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


@dataclass(frozen=True, slots=True)
class Filters:
    """What the queue can be narrowed to, by key and title: standards, and their steps as ``item/step``."""

    items: tuple[tuple[str, Text], ...]
    steps: tuple[tuple[str, Text], ...]


def filters_of(scope: Scope) -> Filters:
    """Return the standards that cases at the scope's desks follow and the steps they wait at, in one query."""
    found = _open(scope).order_by().values_list("case__standard__key", "case__standard", "key").distinct()
    items: dict[str, Text] = {}
    steps: dict[str, Text] = {}
    for item, version, key in sorted(found):
        items[item] = rules_of(version).standard.title
        steps[f"{item}/{key}"] = rules_of(version).step(key).title
    return Filters(tuple(items.items()), tuple(steps.items()))


def last_day(ends: datetime | None) -> date | None:
    """Return the last day of a limit that ends at 24:00 of it."""
    return timezone.localdate(ends - timedelta(microseconds=1)) if ends else None


def for_reader(scope: Scope, rules: Rules, step: CaseStep) -> bool:
    """Tell whether a post of the scope may handle the step as its standard names the role."""
    roles = {seat.role for seat in _seats_of(step, rules)}
    return any(desk == step.desk_id and roles & {None, held.value} for held, desk, _district in scope.at_work)


def reading_of(ledger: Iterable[Mapping[str, Any]], rules: Rules, now: datetime) -> Reading | None:
    """Return a case's clock as it stands at ``now``, None where no clock has started."""
    entries = tuple(clock_entries.from_json(entry) for entry in ledger)
    started = entries and entries[0].at <= now
    return Ledger(entries, rules.clock.calendars).at(now) if started else None


def _row(step: CaseStep, scope: Scope, now: datetime) -> Row:
    rules = rules_of(step.case.standard_id)
    late = step.due_at is not None and step.due_at <= now
    own = own_clock(rules, step.key, step.opened_at, step.district.code, now)
    return Row(step, rules, own or reading_of(step.case.ledger, rules, now), late, for_reader(scope, rules, step))


def _narrowed(scope: Scope, wanted: Wanted, now: datetime) -> QuerySet[CaseStep]:
    steps = _within(scope, wanted.view, now)
    if wanted.item:
        steps = steps.filter(case__standard__key=wanted.item)
    if wanted.step:
        item, _slash, key = wanted.step.partition("/")
        steps = steps.filter(case__standard__key=item, key=key)
    return steps


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
    return _any_of(ways)


def _any_of(ways: Sequence[Q]) -> Q:
    # With a condition too many, such as none of its own to begin with, the index of the desk gives its order away.
    return reduce(or_, ways) if ways else Q(pk=None)


def _roles_at(scope: Scope, desk: int) -> Iterable[str]:
    return (role.value for role, at, _district in scope.at_work if at == desk)


def _seats_of(step: CaseStep, rules: Rules) -> list[Handler]:
    """Whom an open step waits for: the seats of its party and desk, or the handler of the step."""
    kind = step.desk.kind if step.desk else None
    seats = [seat for seat in rules.seats(step.key) if (seat.party, seat.desk or kind) == (step.party, kind)]
    return seats or [rules.step(step.key).handler]


def _role_fits(roles: frozenset[str]) -> Q:
    """Every version's steps are told apart by key: the standard says whom a step waits for, the row does not."""
    keys: dict[frozenset[str], list[int]] = {}
    ways: list[Q] = []
    for version in StandardVersion.objects.values_list("pk", flat=True):
        rules = rules_of(version)
        waits = {step.key: rules.seats(step.key) or (step.handler,) for step in rules.standard.steps}
        fits = {
            key: [each for each in each_of if each.role is None or each.role in roles] for key, each_of in waits.items()
        }
        keys.setdefault(frozenset(key for key in waits if len(fits[key]) == len(waits[key])), []).append(version)
        # Of a joint review some seats may fit and others not.
        some = ((key, seat) for key, seats in fits.items() if len(seats) < len(waits[key]) for seat in seats)
        ways += [_at_seat(version, key, seat) for key, seat in some]
    ways += [Q(case__standard__in=versions, key__in=sorted(fitting)) for fitting, versions in keys.items()]
    return _any_of(ways)


def _at_seat(version: int, key: str, seat: Handler) -> Q:
    at = Q(case__standard=version, key=key, party=seat.party)
    return at & Q(desk__kind=seat.desk) if seat.desk else at
