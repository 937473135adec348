"""The seats of a joint review (会审): which opening of a step belongs to which seat, and what the seats come to.

Pure counting over a case's open and closed steps. Every opening of a joint review opens one step per seat, numbered one
after the other, so that a step's number tells its seat and nothing more has to be kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflows.engine.state import CALLED_OFF, CaseState, ClosedStep
from workflows.engine.step_types.joint_review import AGREEING, FAILED, PASSED
from workflows.standards.schema import Handler


@dataclass(frozen=True, slots=True)
class Round:
    """One opening of a joint review: ``first`` is the number of its first seat, ``closed`` the seats done, by number."""

    seats: tuple[Handler, ...]
    needed: int
    first: int
    closed: Mapping[int, ClosedStep]

    @property
    def numbers(self) -> range:
        """The numbers of its seats."""
        return range(self.first, self.first + len(self.seats))

    @property
    def given(self) -> Sequence[ClosedStep]:
        """The opinions given, in the order in which the seats stand."""
        return [self.closed[n] for n in self.numbers if n in self.closed and self.closed[n].act != CALLED_OFF]

    def seat(self, ordinal: int) -> Handler:
        """Return who fills the seat of that number."""
        return self.seats[ordinal - self.first]

    def verdict(self, *more: str) -> str:
        """Return what the outcomes given, with ``more`` beside them, come to; empty while the rule is open."""
        outcomes = [*(done.outcome for done in self.given), *more]
        agreeing = sum(outcome in AGREEING for outcome in outcomes)
        if agreeing >= self.needed:
            return PASSED
        return FAILED if len(outcomes) - agreeing > len(self.seats) - self.needed else ""


def round_at(state: CaseState, key: str, ordinal: int, seats: tuple[Handler, ...], needed: int) -> Round:
    """Return the round the step of that key and number belongs to."""
    numbers = _numbers(state, key)
    first = ordinal
    while first - 1 in numbers:
        first -= 1
    # Two rounds may have been opened right after each other.
    first += (ordinal - first) // len(seats) * len(seats)
    closed = {done.ordinal: done for done in state.history if done.key == key}
    within = range(first, first + len(seats))
    return Round(seats, needed, first, {n: done for n, done in closed.items() if n in within})


def rounds(state: CaseState, key: str, seats: tuple[Handler, ...], needed: int) -> Iterator[Round]:
    """Yield every round of that step, oldest first."""
    upto = 0
    for ordinal in sorted(_numbers(state, key)):
        if ordinal > upto:
            yield (found := round_at(state, key, ordinal, seats, needed))
            upto = found.numbers[-1]


def _numbers(state: CaseState, key: str) -> set[int]:
    standing = {step.ordinal for step in state.steps if step.key == key}
    return standing | {done.ordinal for done in state.history if done.key == key}
