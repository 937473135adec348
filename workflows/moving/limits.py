"""What a move does to the clock and to dates: days used stay used, and no statutory limit is lengthened.

The days a case has used are its ledger's. A move only adds the entry that says under which limits the rest is counted.
"""

from dataclasses import replace
from datetime import datetime

from workflows.clock.arithmetic import Limit
from workflows.clock.entries import Entry
from workflows.clock.ledger import Ledger
from workflows.clock.reading import Reading
from workflows.engine.moving import ClockLimits, Standing, carried, limits_of
from workflows.engine.rights import handling_of
from workflows.engine.rules import Rules
from workflows.engine.state import CaseState, OpenStep
from workflows.engine.timing import Clock, is_running, to_clock
from workflows.moving.enums import DuePolicy
from workflows.standards.enums import Handling
from workflows.standards.schema import Limits, Step


def read(ledger: tuple[Entry, ...], clock: Clock, now: datetime) -> Reading | None:
    """Return how the clock stands; None where none runs."""
    return Ledger(ledger, clock.calendars).at(now) if is_running(ledger) else None


def is_over(reading: Reading | None) -> bool:
    """Tell whether the promised limit or the statutory one has ended."""
    if reading is None:
        return False
    return reading.promised.has_passed(reading.at) or bool(
        reading.statutory and reading.statutory.has_passed(reading.at)
    )


def entries_of_move(state: CaseState, limits: Limits, clock: Clock, due: DuePolicy, now: datetime) -> tuple[Entry, ...]:
    """Return the entry by which the clock goes on under the limits of the new version; none where nothing changes."""
    if not is_running(state.ledger):
        return ()
    before = limits_of(state.ledger)
    after = _chosen(state.ledger, before, limits, clock, due, now)
    return () if after == before else carried(state.ledger, after, now)


def becomes(rules: Rules, standing: OpenStep, step: Step, due: DuePolicy, now: datetime) -> Standing:
    """Return how an open step stands once it is ``step``.

    What an applicant was told is kept. A silence never speaks later than it was going to; a due date that would be past
    at the moment of the move stays as it was.
    """
    after = replace(Standing.of(standing), key=step.key, party=step.handler.party, desk=step.handler.desk)
    if handling_of(step.handler.party) is Handling.APPLICANT:
        return after
    new_due = _end(rules, standing, step.limit)
    new_silence = _end(rules, standing, step.silence.after if step.silence else None)
    due_at = new_due if due is DuePolicy.NEW else _earlier(standing.due_at, new_due)
    if due_at and due_at <= now and (standing.due_at is None or standing.due_at > now):
        due_at = standing.due_at
    return replace(after, due_at=due_at, silence_at=_earlier(standing.silence_at, new_silence) if new_silence else None)


def _chosen(
    ledger: tuple[Entry, ...], before: ClockLimits, limits: Limits, clock: Clock, due: DuePolicy, now: datetime
) -> ClockLimits:
    law = to_clock(limits.statutory) if limits.statutory else None
    offered = to_clock(limits.promised), law
    ends = _ends(ledger, (offered[0], None), clock, now)
    stands = _ends(ledger, (before[0], None), clock, now)
    promised = offered[0] if due is DuePolicy.NEW or ends < stands else before[0]
    statutory = _stricter(ledger, before[1], law, clock, now)
    if statutory and promised.unit is statutory.unit and promised.days > statutory.days:
        promised = statutory
    return promised, statutory


def _stricter(
    ledger: tuple[Entry, ...], one: Limit | None, other: Limit | None, clock: Clock, now: datetime
) -> Limit | None:
    if one is None or other is None:
        return one or other
    return other if _ends(ledger, (other, None), clock, now) < _ends(ledger, (one, None), clock, now) else one


def _ends(ledger: tuple[Entry, ...], limits: ClockLimits, clock: Clock, now: datetime) -> datetime:
    return Ledger((*ledger, *carried(ledger, limits, now)), clock.calendars).at(now).promised.ends_at


def _end(rules: Rules, standing: OpenStep, limit: object) -> datetime | None:
    return rules.clock.end(standing.opened_at, limit, standing.district) if limit else None  # type: ignore[arg-type]


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min(one, other) if one and other else one or other
