"""What the history of a case forbids, whatever its standard routes."""

from workflows.clock.entries import Extend
from workflows.engine.errors import ExtendedBefore, GapOpen, GapsLate
from workflows.engine.state import CaseState, ClosedStep
from workflows.engine.step_types.front_desk import CONFIRM, LATE, WITH_GAPS

_EXTENDING = frozenset({"extend", "ask_extension"})


def check_history(state: CaseState, outcome: str) -> None:
    """Raise GapOpen for a grant while a gap is open, GapsLate for confirming what came late (浙规 11).

    Raise ExtendedBefore for a second extension or its being asked for.
    """
    gap = open_gap(state)
    if outcome == "grant" and gap:
        raise GapOpen(at=gap.at)
    late = next((done for done in state.history if done.outcome == LATE), None)
    if outcome == CONFIRM and late:
        raise GapsLate(at=late.at)
    extended = next((entry for entry in state.ledger if isinstance(entry, Extend)), None)
    if outcome in _EXTENDING and extended:
        raise ExtendedBefore(at=extended.at)


def open_gap(state: CaseState) -> ClosedStep | None:
    """Return the acceptance with gaps that nobody has confirmed as closed since (浙规 11)."""
    found = None
    for done in state.history:
        if done.outcome == WITH_GAPS:
            found = done
        elif done.outcome == CONFIRM:
            found = None
    return found
