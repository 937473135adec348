"""Steps that wait for a day or for something to be known (等待): when they are over, and which act says so."""

from datetime import UTC, date, datetime, time

from workflows.clock.arithmetic import zone_named
from workflows.engine.errors import NoDate
from workflows.engine.rules import Rules
from workflows.engine.state import CaseState, OpenStep
from workflows.engine.step_types.wait import REACHED, WaitSettings
from workflows.standards.expressions import evaluate
from workflows.standards.schema import Step


def silent_act(step: Step) -> str | None:
    """Return the act the engine performs when the step's instant comes; None where time alone does nothing."""
    if step.silence:
        return step.silence.act
    return next((act.name for act in step.acts if act.outcome == REACHED), None)


def over_at(rules: Rules, state: CaseState, step: Step, opened_at: datetime, district: str) -> datetime | None:
    """Return the instant at which a wait is over by itself; None for other steps, and for a wait for an event alone.

    Raise NoDate when the step waits for a date the case does not name.
    """
    settings = rules.settings(step)
    if not isinstance(settings, WaitSettings):
        return None
    ends = [rules.clock.end(opened_at, step.limit, district)] if step.limit else []
    if settings.until:
        ends.append(max(_beginning(rules, state, step, settings.until, district), opened_at))
    return min(ends, default=None)


def is_over(rules: Rules, state: CaseState, standing: OpenStep, at: datetime) -> bool:
    """Tell whether the step is a wait that is over at ``at``: its day has come, or its event is there."""
    settings = rules.settings(rules.step(standing.key))
    if not isinstance(settings, WaitSettings):
        return False
    if standing.silence_at is not None and standing.silence_at <= at:
        return True
    return settings.event is not None and rules.evaluate(settings.event, rules.data(state))


def happened(rules: Rules, state: CaseState, at: datetime) -> OpenStep | None:
    """Return the oldest wait that is over, if any."""
    if state.ended_at:
        return None
    return next((standing for standing in state.steps if is_over(rules, state, standing, at)), None)


def _beginning(rules: Rules, state: CaseState, step: Step, source: str, district: str) -> datetime:
    value = evaluate(source, rules.data(state)).value
    try:
        day = date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise NoDate(step=step.key) from error
    return datetime.combine(day, time.min, zone_named(rules.clock.places[district].zone)).astimezone(UTC)
