"""What an act at a seat of a joint review (会审) comes to: it closes its seat, or settles the whole review.

The act that settles it takes the route of the standard's act for the verdict, in the same turn, and calls the seats
still open off; so a joint review ends exactly once, whoever acted at the same instant.
"""

from dataclasses import replace

from workflows.engine.deed import Deed
from workflows.engine.rules import Rules
from workflows.engine.state import CaseState


def judged(rules: Rules, state: CaseState, deed: Deed) -> Deed:
    """Return the deed with what it settles; any other deed comes back as it is."""
    if not rules.outcome(deed.step, rules.act(deed.step, deed.act)).of_seat:
        return deed
    here = rules.round_of(state, deed.standing)
    assert here is not None, "only a step with seats has outcomes of a seat"  # noqa: S101 - tells mypy
    verdict = here.verdict(deed.outcome)
    if not verdict:
        return replace(deed, rests=True)
    leading = rules.act_for(deed.step, verdict)
    clocking = rules.outcome(deed.step, leading).clock
    others = frozenset(here.numbers) - {deed.standing.ordinal}
    return replace(
        deed, verdict=verdict, leads=leading.name, routes=tuple(leading.routes), clocking=clocking, closes=others
    )
