"""What a clock shows at one instant: two tallies, the stops, and the light that follows from them."""

from dataclasses import dataclass
from datetime import date, datetime

from workflows.clock.arithmetic import Limit
from workflows.clock.calendar import Due
from workflows.clock.enums import Ground, Light

_WARN_AT_ONE_OF = 5


@dataclass(frozen=True, slots=True)
class Tally:
    """One limit against the days used.

    ``limit`` is what was promised or enacted, ``budget`` the whole days it gives with its extension, ``ends_at`` 24:00
    of the due date in UTC. Days are of the limit's unit.
    """

    limit: Limit
    budget: int
    consumed: int
    due: Due
    ends_at: datetime

    @property
    def remaining(self) -> int:
        """Days left, today included until the office closes; negative by the days over."""
        return self.budget - self.consumed

    @property
    def is_nearly_used(self) -> bool:
        """Tell whether one day or a fifth of the budget is left (which is the same as four fifths being used)."""
        return self.remaining <= max(1, self.budget / _WARN_AT_ONE_OF)

    def has_passed(self, at: datetime) -> bool:
        """Tell whether ``at`` is too late."""
        return at >= self.ends_at


@dataclass(frozen=True, slots=True)
class Pause:
    """One stop: not counted are the days later than ``since`` up to and including ``until``.

    While ``is_open``, ``until`` is the day the procedure is expected to end: the announced one, or today when that has
    gone by. ``working_days`` are those already passed.
    """

    ground: Ground
    awaited: str
    since: date
    until: date
    announced_until: date
    working_days: int
    is_open: bool

    @property
    def is_too_long(self) -> bool:
        """Tell whether the stop outlasts the days the applicant was told (许可法 45)."""
        return self.until > self.announced_until


@dataclass(frozen=True, slots=True)
class Reading:
    """A ledger read at ``at`` (of a finished clock, at its end).

    ``day`` is the district's date then, ``elapsed`` the working days gone by since the start, stopped ones included.
    While the clock is stopped the due dates are those it will have if the stop ends when expected.
    """

    at: datetime
    day: date
    started_on: date
    is_retroactive: bool
    is_finished: bool
    extended_by: int
    elapsed: int
    pauses: tuple[Pause, ...]
    promised: Tally
    statutory: Tally | None

    @property
    def paused(self) -> int:
        """Working days not counted so far."""
        return sum(pause.working_days for pause in self.pauses)

    @property
    def stop(self) -> Pause | None:
        """The stop that lasts, if any."""
        return self.pauses[-1] if self.pauses and self.pauses[-1].is_open else None

    @property
    def light(self) -> Light:
        """The light of supervision (domain.md §6.2); a stop begun too late does not hide that a limit has passed."""
        if self.statutory and self.statutory.has_passed(self.at):
            return Light.OVER
        if self.promised.has_passed(self.at):
            return Light.RED
        if self.is_finished:
            return Light.GREEN
        if self.stop:
            return Light.YELLOW if self.stop.is_too_long else Light.BLUE
        return Light.YELLOW if self.promised.is_nearly_used else Light.GREEN
