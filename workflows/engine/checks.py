"""What must hold before the program serves anybody."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.utils.translation import gettext as _

from workflows.engine.models import SimulatedClock


@register(Tags.database)
def production_has_no_simulated_clock(databases: Sequence[str] | None = None, **_more: Any) -> list[CheckMessage]:
    """Refuse production settings on a database whose acts may take effect at any time.

    Runs with every ``migrate`` and with ``check --database default``.
    """
    if not (settings.PRODUCTION and databases and _simulates(databases[0])):
        return []
    sentence = _("This database is a simulation, in which acts may take effect at any time; use another one.")
    return [Error(sentence, id="workflows.E001")]


def _simulates(alias: str) -> bool:
    # Before the first migration there is no table to ask.
    table = SimulatedClock._meta.db_table  # noqa: SLF001 - where Django keeps it
    migrated = table in connections[alias].introspection.table_names()
    return migrated and SimulatedClock.objects.using(alias).exists()
