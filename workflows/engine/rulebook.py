"""The rules of a version, made once per process and kept: a published version never changes.

What may change is the calendars and the districts' places; the rules are made anew when either does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

from django.utils.timezone import localdate

from workflows.clock.calendar import Calendar
from workflows.clock.queries import calendar_of
from workflows.engine import step_types
from workflows.engine.machines import MACHINES, read_machine
from workflows.engine.rules import Rules
from workflows.engine.timing import Clock, Place
from workflows.organisation.models import District
from workflows.standards.enums import Regime
from workflows.standards.expressions import holding
from workflows.standards.models import StandardVersion
from workflows.standards.registry import Machine
from workflows.standards.schema import Standard

PLACES_SECONDS = 30.0
"""How long a process may go on with the districts it knows."""


@dataclass(slots=True)
class _Shelf:
    """What one process remembers. Nothing in it is needed by another: all of it can be read again."""

    places: Mapping[str, Place]
    read_at: float
    clock: Clock | None
    standards: dict[int, Standard]
    rules: dict[int, Rules]


_shelf = _Shelf({}, float("-inf"), None, {}, {})
_types = step_types.by_name()
_machines: dict[Regime, Machine] = {regime: read_machine(life, regime) for regime, life in MACHINES.items()}


def rules_of(version: int) -> Rules:
    """Return the rules of the version with that key; raises StandardVersion.DoesNotExist for none."""
    clock = _clock()
    if version not in _shelf.rules:
        standard = _standard(version)
        _shelf.rules[version] = Rules(standard, _machines[standard.regime], _types, holding(), clock)
    return _shelf.rules[version]


def rules_for(standard: Standard) -> Rules:
    """Return the rules of a text that is not published, by the districts and calendars of this installation."""
    return Rules(standard, _machines[standard.regime], _types, holding(), _clock())


def clock_here() -> Clock:
    """Return the calendars and places of this installation; the same object for as long as they stay the same."""
    return _clock()


def machine_of(regime: Regime) -> Machine:
    """Return the law of the regime."""
    return _machines[regime]


def forget() -> None:
    """Drop everything remembered, after districts or calendars were changed in this process."""
    _shelf.places, _shelf.read_at, _shelf.clock = {}, float("-inf"), None
    _shelf.standards.clear()
    _shelf.rules.clear()


def _standard(version: int) -> Standard:
    if version not in _shelf.standards:
        body = StandardVersion.objects.values_list("body", flat=True).get(pk=version)
        _shelf.standards[version] = Standard.model_validate(body)
    return _shelf.standards[version]


def _clock() -> Clock:
    places = _places()
    known = _shelf.clock
    if known is not None and known.places is places:
        calendars = {code: calendar_of(code) for code in known.calendars}
    else:
        calendars = {place.calendar: calendar_of(place.calendar) for place in places.values()}
    if known is None or known.places != places or not _same(known.calendars, calendars):
        known = _shelf.clock = Clock(calendars, places)
        _shelf.rules.clear()
    return known


def _places() -> Mapping[str, Place]:
    if monotonic() - _shelf.read_at > PLACES_SECONDS:
        today = localdate()
        rows = District.objects.values_list("code", "calendar", "time_zone", "takes_part", "valid_to")
        _shelf.places = {
            code: Place(calendar, zone, takes_part and (until is None or until > today))
            for code, calendar, zone, takes_part, until in rows
        }
        _shelf.read_at = monotonic()
    return _shelf.places


def _same(one: Mapping[str, Calendar], other: Mapping[str, Calendar]) -> bool:
    return one.keys() == other.keys() and all(one[code] is other[code] for code in one)
