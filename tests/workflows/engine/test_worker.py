"""The worker's loop as a process of its own: quick after a commit, gone soon after SIGTERM."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connections

from config.environment import CHECKOUT
from tests.workflows.engine.factory import at
from tests.workflows.engine.stage import RECEIVED, ask
from tests.workflows.journal.after_commit import Handled, no_consumers, notes, stage
from workflows.journal import jobs
from workflows.journal.relay import relay_once

WORKER = """
import sys
import django
django.setup()
from django.db import connections
from workflows.engine import worker
from workflows.journal.effects import register_consumer
def handle(effect, row, now):
    with connections["worker"].cursor() as cursor:
        cursor.execute("INSERT INTO note VALUES (%s, 'noted') ON CONFLICT DO NOTHING", [row.pk])
register_consumer("noted", lambda row: row.verb != "CLAIM", handle)
worker.run()
"""


@pytest.fixture(autouse=True)
def own_consumers() -> Iterator[None]:
    with no_consumers():
        yield


@contextmanager
def working(name: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {"TONGBAN_DATABASE": name, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", WORKER]
    process = subprocess.Popen(command, cwd=CHECKOUT, env=os.environ | environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(holds: Callable[[], bool], seconds: float = 30) -> float:
    """Wait until something holds; gives how long that took."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < seconds
        time.sleep(0.01)
    return time.monotonic() - begun


@pytest.mark.committed
def test_an_act_is_followed_within_a_second_and_sigterm_ends_the_worker_within_ten(own_database: str) -> None:
    Handled()
    set_stage = stage()
    case = set_stage.file().case
    with working(own_database) as process:
        until(lambda: len(notes()) == 1)
        waits = []
        for ordinal, place in enumerate(["desk", "back"] * 3, start=1):
            set_stage.act("anna", case, place, "on", now=RECEIVED)
            waits.append(until(lambda ordinal=ordinal: len(notes()) == ordinal + 1))  # type: ignore[misc]
        # On a machine that does other things as well a second is soon gone; the quickest ones show the pace.
        assert sorted(waits)[1] < 1
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    assert ask("SELECT count(*) FROM workflows_effect WHERE state <> 'DONE'") == [(0,)]


@pytest.mark.committed
def test_what_nobody_queued_is_queued_once_it_is_overdue(own_database: str) -> None:
    Handled()
    stage().file(now=at("2026-03-02"))
    relay_once(defer=False)
    assert jobs.defer_orphans() == 0
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE workflows_effect SET not_before = now() - interval '31 seconds'")
    assert (jobs.defer_orphans(), jobs.defer_orphans()) == (1, 0)
