"""What time it is, by the machine or by the story."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connections
from django.test.utils import CaptureQueriesContext

from workflows.engine import present as clock
from workflows.engine.models import SimulatedClock
from workflows.engine.present import present

STORY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MACHINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture(autouse=True)
def ask_again() -> None:
    clock.forget()


def tell(**values: object) -> None:
    # Rows of a rolled-back transaction are seen by their own connection alone, so the owner both writes and reads.
    SimulatedClock.objects.using("owner").update(**values)


def test_without_an_instant_the_machine_says_the_time() -> None:
    with time_machine.travel(MACHINE, tick=False):
        assert present() == MACHINE


def test_the_instant_of_a_story_stands_still() -> None:
    tell(instant=STORY)
    with time_machine.travel(MACHINE, tick=False):
        assert present("owner") == STORY


def test_a_running_story_goes_on_with_the_machine() -> None:
    tell(instant=STORY, running_since=MACHINE)
    with time_machine.travel(MACHINE + timedelta(minutes=5), tick=False):
        assert present("owner") == STORY + timedelta(minutes=5)


def test_a_clock_does_not_run_from_nowhere() -> None:
    with pytest.raises(IntegrityError, match="a_running_simulated_clock_has_an_instant"):
        tell(running_since=MACHINE)


def test_a_database_without_a_story_is_asked_once() -> None:
    SimulatedClock.objects.using("owner").all().delete()
    present("owner")
    with CaptureQueriesContext(connections["owner"]) as asked:
        present("owner")
    assert len(asked) == 0
