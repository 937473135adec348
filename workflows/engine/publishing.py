"""The publish check with everything the engine knows: its machines, its step types, and its way to run the tests."""

from collections.abc import Mapping, Sequence

from workflows.clock.queries import calendar_of
from workflows.engine.embedded_tests import failed_tests
from workflows.engine.machines import register_machines
from workflows.engine.rules import Rules
from workflows.engine.step_types import by_name, register_all
from workflows.engine.timing import Clock, Place
from workflows.organisation.models import District
from workflows.standards.checks_people import Desk
from workflows.standards.defects import Defect
from workflows.standards.expressions import evaluate, holds
from workflows.standards.publish_check import Failure, publish_check
from workflows.standards.registry import Registry
from workflows.standards.registry import registry as registered
from workflows.standards.schema import Standard


def register_engine(registry: Registry = registered) -> None:
    """Let standards name every machine and step type; safe to repeat."""
    if not registry.machines:
        register_machines(registry)
    register_all(registry)


def check_to_publish(
    standard: Standard, *, desks: Mapping[str, Sequence[Desk]], clock: Clock, registry: Registry = registered
) -> list[Defect]:
    """Return every defect of a standard for the districts whose desks are given; its tests run by ``clock``.

    A district without a place in the clock makes the tests that reach it fail: nothing could be due there.
    """
    return publish_check(standard, registry, desks, lambda tested: run_tests(tested, clock, registry))


def run_tests_here(standard: Standard) -> list[Failure]:
    """Perform the standard's own tests by the districts and calendars of this installation."""
    if not standard.tests:
        return []
    rows = District.objects.values_list("code", "calendar", "time_zone")
    places = {code: Place(calendar, zone) for code, calendar, zone in rows}
    calendars = {place.calendar: calendar_of(place.calendar) for place in places.values()}
    return run_tests(standard, Clock(calendars, places))


def run_tests(standard: Standard, clock: Clock, registry: Registry = registered) -> list[Failure]:
    """Perform the standard's own tests; return those that fail, and why."""
    rules = Rules(standard, registry.machines[standard.regime], by_name(), holds, clock)
    failures = failed_tests(rules, lambda expression, data: evaluate(expression, data).value)
    return [Failure(name, sentence) for name, sentence in failures]
