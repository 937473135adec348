"""The publish check with everything the engine knows: its machines, its step types, and its way to run the tests."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from workflows.engine.embedded_tests import Trial, trials
from workflows.engine.machines import register_machines
from workflows.engine.rulebook import clock_here
from workflows.engine.rules import Rules
from workflows.engine.step_types import by_name, register_all
from workflows.engine.timing import Clock
from workflows.standards.canonical import digest
from workflows.standards.checks_people import Desk
from workflows.standards.defects import Defect
from workflows.standards.expressions import evaluate, holding
from workflows.standards.publish_check import Failure, publish_check
from workflows.standards.queries import districts_taking_part
from workflows.standards.registry import Registry
from workflows.standards.registry import registry as registered
from workflows.standards.schema import Standard

KEPT = 64
"""How many texts are remembered."""

MOST_NAMED = 3
"""Places named where a test fails the same way in many."""


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
    return publish_check(
        standard, registry, desks, lambda tested: failures(run_tests(tested, clock, sorted(desks), registry))
    )


def failures_here(standard: Standard) -> list[Failure]:
    """Perform the standard's own tests as ``trials_here`` does; return those that fail."""
    return failures(trials_here(standard))


def trials_here(standard: Standard) -> tuple[Trial, ...]:
    """Perform the standard's own tests for every district that takes part, by its calendar.

    What came of it is remembered in this process: a text never comes to anything else on the same calendars.
    """
    if not standard.tests:
        return ()
    clock, districts = clock_here(), tuple(districts_taking_part(localdate()))
    address = (digest(standard), get_language() or "")
    with _guard:
        known = _kept.get(address)
    if known is None or known.clock != clock or known.districts != districts:
        known = _Kept(clock, districts, tuple(run_tests(standard, clock, districts)))
        with _guard:
            _kept[address] = known
            _kept.move_to_end(address)
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return known.trials


def run_tests(
    standard: Standard, clock: Clock, districts: Sequence[str], registry: Registry = registered
) -> list[Trial]:
    """Perform the standard's own tests for these districts; one trial each time."""
    return trials(rules_to_try(standard, clock, registry), value_of, districts)


def rules_to_try(standard: Standard, clock: Clock, registry: Registry = registered) -> Rules:
    """Return the rules of a standard that need not be published, for walking made-up cases through it."""
    return Rules(standard, registry.machines[standard.regime], by_name(), holding(), clock)


def value_of(expression: str, data: Mapping[str, Any]) -> Any:
    """Return what an expression of a standard names, such as a party's district."""
    return evaluate(expression, data).value


def failures(tried: Iterable[Trial]) -> list[Failure]:
    """Return what failed, each sentence of a test once with the districts it is true of."""
    found: dict[tuple[str, str], list[Trial]] = {}
    for trial in tried:
        for sentence in trial.failures:
            found.setdefault((trial.test, sentence), []).append(trial)
    return [Failure(test, sentence, _where(trials)) for (test, sentence), trials in found.items()]


def _where(failed: Sequence[Trial]) -> str:
    comma = pgettext("between the items of a list", ", ")
    named = [_one_place(trial) for trial in failed[:MOST_NAMED]]
    more = len(failed) - MOST_NAMED
    if more > 0:
        named.append(_("%(number)d more") % {"number": more})
    return comma.join(named)


def _one_place(trial: Trial) -> str:
    """One district where all roles are its own, otherwise each role with its district."""
    if len(trial.districts) == 1:
        return next(iter(trial.districts))
    return " + ".join(f"{role} {district}" for role, district in trial.parties.items())


@dataclass(frozen=True, slots=True)
class _Kept:
    clock: Clock
    districts: tuple[str, ...]
    trials: tuple[Trial, ...]


_kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
_guard = Lock()
