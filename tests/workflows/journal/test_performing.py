"""Effects over real connections: done once, tried again, given up, taken over."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connections

from config.environment import CHECKOUT
from tests.workflows.engine.factory import at
from tests.workflows.engine.stage import ask
from tests.workflows.journal.after_commit import Handled, effects_standing, no_consumers, notes, stage
from workflows.journal import effects
from workflows.journal.effects import register_consumer
from workflows.journal.performing import BACKOFF_SECONDS, Performed, perform_effect, revive
from workflows.journal.relay import relay_once

NOW = at("2026-03-04")


@pytest.fixture(autouse=True)
def own_consumers() -> Iterator[None]:
    with no_consumers():
        yield


def filed() -> int:
    """File one case and relay it; gives the effect's key."""
    stage().file()
    relay_once()
    ((effect,),) = ask("SELECT id FROM workflows_effect")
    return int(effect)


def wait_no_longer() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE workflows_effect SET not_before = now()")


@pytest.mark.committed
def test_an_effect_is_done_once_at_the_present_it_is_given(own_database: str) -> None:
    handled = Handled()
    effect = filed()
    assert perform_effect(effect, NOW) is Performed.DONE
    assert perform_effect(effect, NOW) is Performed.NOTHING
    assert [now for _case, _seq, now in handled.seen] == [NOW]
    assert effects_standing() == [(1, "noted", "DONE", 1)]
    assert len(notes()) == 1


@pytest.mark.committed
def test_a_failure_takes_its_rows_back_and_is_tried_again_after_a_while(own_database: str) -> None:
    Handled(failures=1)
    effect = filed()
    assert perform_effect(effect, NOW) is Performed.FAILED
    assert notes() == []
    assert ask("SELECT state, error, not_before > now() FROM workflows_effect") == [
        ("FAILED", "ValueError: the printer is out of paper", True)
    ]
    assert perform_effect(effect, NOW) is Performed.NOTHING
    wait_no_longer()
    assert perform_effect(effect, NOW) is Performed.DONE
    assert ask("SELECT state, error, attempts FROM workflows_effect") == [("DONE", "", 2)]


@pytest.mark.committed
def test_after_five_attempts_an_effect_is_given_up_until_somebody_revives_it(own_database: str) -> None:
    Handled(failures=5)
    effect = filed()
    outcomes = []
    for _ in range(5):
        outcomes.append(perform_effect(effect, NOW))
        wait_no_longer()
    assert outcomes == [Performed.FAILED] * len(BACKOFF_SECONDS) + [Performed.DEAD]
    assert perform_effect(effect, NOW) is Performed.NOTHING
    assert effects_standing() == [(1, "noted", "DEAD", 5)]
    assert (revive(), revive()) == (1, 0)
    assert perform_effect(effect, NOW) is Performed.DONE


@pytest.mark.committed
def test_another_attempt_is_queued_for_when_it_is_due(own_database: str) -> None:
    Handled(failures=1)
    effect = filed()
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    perform_effect(effect, NOW)
    queued = "SELECT scheduled_at = not_before FROM procrastinate_jobs, workflows_effect WHERE status = 'todo'"
    assert ask(queued, using="worker") == [(True,)]


@pytest.mark.committed
def test_an_effect_in_other_hands_is_left_and_looked_at_when_the_claim_ends(own_database: str) -> None:
    handled = Handled()
    effect = filed()
    second: list[Performed] = []

    def somebody_else() -> None:
        second.append(perform_effect(effect, NOW))
        connections["worker"].close()

    def meanwhile() -> None:
        thread = threading.Thread(target=somebody_else)
        thread.start()
        thread.join()

    handled.then = meanwhile
    assert perform_effect(effect, NOW) is Performed.DONE
    assert second == [Performed.NOTHING]
    assert len(handled.seen) == 1


@pytest.mark.committed
def test_who_was_taken_over_takes_its_rows_back(own_database: str) -> None:
    handled = Handled()
    effect = filed()
    outcomes: list[Performed] = []

    def sleep_over_the_claim() -> None:
        handled.then = lambda: None
        with connections["owner"].cursor() as cursor:
            cursor.execute("UPDATE workflows_effect SET attempts = attempts + 1")

    handled.then = sleep_over_the_claim
    outcomes.append(perform_effect(effect, NOW))
    assert outcomes == [Performed.NOTHING]
    assert notes() == []


@pytest.mark.committed
def test_a_kind_nobody_performs_says_so_and_waits(own_database: str) -> None:
    Handled()
    effect = filed()
    effects._consumers.clear()
    assert perform_effect(effect, NOW) is Performed.FAILED
    ((error,),) = ask("SELECT error FROM workflows_effect")
    assert "the kind noted" in error


KILLED = """
import os, signal, sys
import django
django.setup()
from django.db import connections
from django.utils import timezone
from workflows.journal.effects import register_consumer
from workflows.journal.performing import perform_effect
def handle(effect, row, now):
    with connections["worker"].cursor() as cursor:
        cursor.execute("INSERT INTO note VALUES (%s, 'noted') ON CONFLICT DO NOTHING", [row.pk])
    os.kill(os.getpid(), signal.SIGKILL)
register_consumer("noted", lambda row: True, handle, transactional=sys.argv[2] == "yes")
perform_effect(int(sys.argv[1]), timezone.now())
"""


@pytest.mark.committed
@pytest.mark.parametrize(("transactional", "kept"), [("yes", 0), ("no", 1)])
def test_a_kill_before_the_mark_runs_the_handler_again_and_doubles_nothing(
    own_database: str, transactional: str, kept: int
) -> None:
    handled = Handled(transactional=transactional == "yes")
    effect = filed()
    died = subprocess.run(
        [sys.executable, "-c", KILLED, str(effect), transactional],
        cwd=CHECKOUT,
        env=os.environ | {"TONGBAN_DATABASE": own_database, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    assert len(notes()) == kept
    assert effects_standing() == [(1, "noted", "PENDING", 1)]
    assert perform_effect(effect, NOW) is Performed.NOTHING
    wait_no_longer()
    assert perform_effect(effect, NOW) is Performed.DONE
    assert len(handled.seen) == 1
    assert len(notes()) == 1


@pytest.mark.committed
def test_what_leaves_the_process_may_leave_between_two_commits(own_database: str) -> None:
    seen: list[tuple[bool, datetime]] = []
    register_consumer(
        "sent",
        lambda _row: True,
        lambda _effect, _row, now: seen.append((connections["worker"].in_atomic_block, now)),
        transactional=False,
    )
    assert perform_effect(filed(), NOW) is Performed.DONE
    assert seen == [(False, NOW)]
