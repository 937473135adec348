"""The clock of a step that has one of its own (后续事项): its limit, from its opening, by the calendar of its district."""

from datetime import datetime

from workflows.clock.entries import Start
from workflows.clock.ledger import Ledger
from workflows.clock.reading import Reading
from workflows.engine.rules import Rules
from workflows.engine.timing import to_clock


def own_clock(rules: Rules, key: str, opened_at: datetime, district: str, now: datetime) -> Reading | None:
    """Return how the clock of a follow-on task stands at ``now``; None for a step the case's clock speaks for."""
    step = rules.step(key)
    if step.limit is None or not rules.kind(step).own_clock:
        return None
    place = rules.clock.places[district]
    start = Start(
        at=opened_at,
        recorded_at=opened_at,
        regime=rules.standard.regime.value,
        calendar=place.calendar,
        zone=place.zone,
        promised=to_clock(step.limit),
        statutory=None,
    )
    return Ledger((start,), rules.clock.calendars).at(max(now, start.at))
