"""A worker that is really killed in the middle of an order, and started again."""

import os
import random
import secrets
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from config.environment import CHECKOUT, text
from tests.approvals.desks.office import opened, received
from tests.workflows.engine.bulk.giving import give
from tests.workflows.engine.stage import ask
from workflows.engine.bulk.queries import items_of
from workflows.engine.present import present
from workflows.engine.verbs import claim

CASES, CLAIMED = 500, 37
LONGEST = 150
ACTS = "SELECT count(*) FROM workflows_journalrow WHERE key IS NOT NULL AND payload->'turn'->>'step' = 'review'"


def worker(database: str) -> subprocess.Popen[bytes]:
    ours = {"DJANGO_SETTINGS_MODULE"}
    given = {"TONGBAN_DATABASE": database, "TONGBAN_LOG_LEVEL": "CRITICAL"}
    environment = {name: value for name, value in os.environ.items() if name not in ours} | given
    return subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=CHECKOUT, env=environment)


def acts() -> int:
    return int(ask(ACTS)[0][0])


def ended() -> bool:
    return bool(ask("SELECT ended_at IS NOT NULL FROM workflows_bulkorder")[0][0])


def wait(until: float, further: int) -> None:
    """Wait until more acts stand in the journal, or the order has come to its end."""
    while acts() <= further and not ended():
        assert time.monotonic() < until, f"only {acts()} acts in {LONGEST} seconds"
        time.sleep(0.005)


@pytest.mark.timeout(LONGEST + 60)
def test_of_500_cases_463_are_done_once_and_37_reasons_are_kept_whenever_the_worker_is_killed(
    own_database: str,
) -> None:
    seed = text("TONGBAN_CHAOS_SEED") or secrets.token_hex(4)
    print(f"TONGBAN_CHAOS_SEED={seed}")
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    stage = opened()
    now = present()
    cases = received(stage, CASES, now=now)
    stage.act_many("window", [(case, "window", "accept") for case in cases], now=now)
    held = chance.sample(cases, CLAIMED)
    for case in held:
        claim(actor=stage.actor("bo"), case=case, step="review", now=now)
    give(stage, cases, now=now)

    until, killed_at = time.monotonic() + LONGEST, []
    for _kill in range(2):
        process = worker(own_database)
        wait(until, acts())
        time.sleep(chance.uniform(0, 0.35))
        process.send_signal(signal.SIGKILL)
        process.wait()
        killed_at.append(acts())
    last = worker(own_database)
    while not ended():
        assert time.monotonic() < until, f"{acts()} acts in {LONGEST} seconds; killed at {killed_at}"
        time.sleep(0.05)
    last.terminate()
    last.wait()

    print(f"killed after {killed_at} acts of {CASES - CLAIMED}")
    assert 0 < killed_at[0] < CASES - CLAIMED
    items = items_of(stage.people["anna"].pk, int(ask("SELECT id FROM workflows_bulkorder")[0][0]))
    assert Counter(item.result for item in items) == {"DONE": CASES - CLAIMED, "BLOCKED": CLAIMED}
    assert {item.case_id for item in items if item.result == "BLOCKED"} == set(held)
    assert {item.code for item in items if item.result == "BLOCKED"} == {"step.claimed"}
    assert all("bo" in item.reason["en"] for item in items if item.result == "BLOCKED")
    assert once_each() == sorted((item.case_id, item.seq) for item in items if item.result == "DONE")


def once_each() -> list[tuple[int, int]]:
    """The journal row of every review that was passed, by its case."""
    passed = "SELECT case_id, seq FROM workflows_journalrow WHERE payload->'turn'->>'step' = 'review' AND verb = 'ACT'"
    return sorted((case, seq) for case, seq in ask(passed))
