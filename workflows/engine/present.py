"""What time it is: the machine's time, or the instant of the story in a database that is marked as a simulation."""

from datetime import datetime

from django.db import connections
from django.utils import timezone

from workflows.engine.models import SimulatedClock

_simulated: dict[str, bool] = {}
"""By database name; a database is marked once, before anything uses it."""


def present(using: str = "default") -> datetime:
    """The instant at which an act done now takes effect; no query where nothing is simulated."""
    name = connections[using].settings_dict["NAME"]
    if name not in _simulated:
        _simulated[name] = SimulatedClock.objects.using(using).exists()
    return (_told(using) if _simulated[name] else None) or timezone.now()


def _told(using: str) -> datetime | None:
    told = SimulatedClock.objects.using(using).values_list("instant", "running_since").first()
    instant, running_since = told or (None, None)
    return instant + (timezone.now() - running_since) if instant and running_since else instant


def forget() -> None:
    """Ask again whether the database is marked."""
    _simulated.clear()
