"""Production refuses a database that simulates."""

from typing import Any

import pytest
from django.core.checks import Error
from django.db import connections

from workflows.engine.checks import production_has_no_simulated_clock


@pytest.mark.django_db
@pytest.mark.parametrize(("production", "found"), [(False, 0), (True, 1)])
def test_only_production_minds_a_simulation(settings: Any, production: bool, found: int) -> None:  # noqa: FBT001
    settings.PRODUCTION = production
    errors = production_has_no_simulated_clock(databases=["default"])
    assert [(type(error), error.id) for error in errors] == [(Error, "workflows.E001")] * found


@pytest.mark.django_db(databases=["owner", "default"])
def test_a_database_without_the_mark_is_fit_for_production(settings: Any) -> None:
    settings.PRODUCTION = True
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM workflows_simulatedclock")
    assert production_has_no_simulated_clock(databases=["owner"]) == []
