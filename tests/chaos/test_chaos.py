"""The story under kill -9: of the worker, of the web process, of the database, of whoever tells it.

It runs on an embedded server of its own, so that killing it disturbs no other test. ``TONGBAN_CHAOS_ROUNDS`` says how
often something is killed, ``TONGBAN_CHAOS_SEED`` repeats a run; the seed is printed.
"""

import json
import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from approvals.licences.lawful import RULES
from config.environment import CHECKOUT, text
from config.serve import answers, free_port

ROUNDS = int(text("TONGBAN_CHAOS_ROUNDS", "2"))
LONGEST = 240 + 15 * ROUNDS
"""Seconds the story may take, with all its interruptions."""
VICTIMS = ("worker", "web", "database", "teller")
EXPECTED_PHASES = {
    "RETURNED": 1,
    "ARCHIVED": 1,
    "CLOSED": 3,
    "SUBMITTED": 1,
    "UNDER_REVIEW": 1,
    "MOVEOUT_REQUESTED": 1,
}

MARKED = """
from config import database
import psycopg
with psycopg.connect(database.role_dsn(database.Role.OWNER, "tongban")) as connection:
    connection.execute("INSERT INTO workflows_simulatedclock (id, instant) VALUES (1, '2026-01-05T09:00+08:00')")
"""
"""A simulation is marked before anything uses the database."""


@dataclass
class World:
    """An installation of its own, its processes, and the power to kill them."""

    state: Path
    port: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    killed: Counter[str] = field(default_factory=Counter)

    @property
    def environment(self) -> dict[str, str]:
        given = {"TONGBAN_STATE": str(self.state), "TONGBAN_LOG_LEVEL": "CRITICAL"}
        # The product's own settings and database, not the tests'.
        ours = {"TONGBAN_DATABASE", "DJANGO_SETTINGS_MODULE"}
        return {name: value for name, value in os.environ.items() if name not in ours} | given

    def python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=CHECKOUT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self, name: str) -> None:
        commands = {
            "worker": ["manage.py", "worker"],
            "web": ["-m", "uvicorn", "config.asgi:application", "--port", str(self.port), "--log-level", "critical"],
            "teller": ["manage.py", "demo", "--no-artefacts"],
        }
        self.processes[name] = subprocess.Popen(
            [sys.executable, *commands[name]],
            cwd=CHECKOUT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self, name: str) -> None:
        self.killed[name] += 1
        if name == "database":
            self.python("-c", "from config import embedded; embedded.kill()")
            assert self.python("-m", "config.embedded", "start").returncode == 0
        else:
            self.processes[name].send_signal(signal.SIGKILL)
            self.processes[name].wait()

    def revive(self) -> None:
        for name in ("worker", "web"):
            if self.processes[name].poll() is not None:
                self.start(name)

    def ask(self, question: str) -> list[tuple[object, ...]]:
        script = (
            "import json; from config import database; import psycopg; "
            "c = psycopg.connect(database.role_dsn(database.Role.AUDIT, 'tongban')); "
            f"print(json.dumps(c.execute({question!r}).fetchall(), default=str))"
        )
        answered = self.python("-c", script)
        assert answered.returncode == 0, answered.stderr
        return [tuple(row) for row in json.loads(answered.stdout)]

    def end(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.wait()
        self.python("-m", "config.embedded", "stop")


@pytest.fixture
def world() -> Iterator[World]:
    if text("DATABASE_URL"):
        pytest.skip("this test kills the embedded server; unset DATABASE_URL to run it")
    # Below /tmp, because a socket's path must be short and another account must be able to enter.
    state = Path(tempfile.mkdtemp(prefix="tongban-chaos-", dir="/tmp"))
    state.chmod(0o755)
    made = World(state, free_port(18000 + os.getpid() % 1000))
    try:
        assert made.python("-m", "config.embedded", "prepare").returncode == 0
        migrated = made.python("manage.py", "migrate", "-v0")
        assert migrated.returncode == 0, migrated.stderr
        assert made.python("-c", MARKED).returncode == 0
        yield made
    finally:
        made.end()
        shutil.rmtree(state, ignore_errors=True)


@pytest.mark.timeout(LONGEST + 60)
def test_whatever_is_killed_every_case_finishes_and_nothing_is_missing_or_doubled(world: World) -> None:
    seed = text("TONGBAN_CHAOS_SEED") or secrets.token_hex(4)
    print(f"TONGBAN_CHAOS_SEED={seed}")
    tell_under_fire(world, random.Random(seed))  # noqa: S311 - repeatable, not secret
    print(f"killed: {dict(world.killed)}")
    finish(world)

    assert sum(world.killed.values()) == ROUNDS
    phases = world.ask("SELECT phase, count(*) FROM workflows_case GROUP BY phase")
    assert sorted(phases) == sorted(EXPECTED_PHASES.items())
    journal = json.loads(world.python("manage.py", "verify_journal", "--json").stdout)
    assert (journal["faults"], journal["cases"]) == ([], sum(EXPECTED_PHASES.values()))
    assert world.python("manage.py", "verify_files").returncode == 0
    assert_nothing_is_missing_or_doubled(world)
    assert answers(f"http://localhost:{world.port}/")


def tell_under_fire(world: World, chance: random.Random) -> None:
    """Tell the story again and again until it ends, killing something at random moments meanwhile."""
    for name in ("worker", "web", "teller"):
        world.start(name)
    until, left = time.monotonic() + LONGEST, victims(chance)
    next_kill = time.monotonic() + chance.uniform(1.5, 6)
    while True:
        assert time.monotonic() < until, f"the story did not end in {LONGEST} seconds; killed {dict(world.killed)}"
        told = world.processes["teller"].poll()
        if left and time.monotonic() > next_kill:
            world.kill(left.pop())
            next_kill = time.monotonic() + chance.uniform(0.2, 5)
        if told == 0 and not left:
            return
        if told is not None:
            world.start("teller")
        world.revive()
        time.sleep(0.05)


def victims(chance: random.Random) -> list[str]:
    """Whom to kill, in this order from the end; four kills in a row hit each of the four."""
    rounds = range(0, ROUNDS, len(VICTIMS))
    return [name for _ in rounds for name in chance.sample(VICTIMS, len(VICTIMS))][:ROUNDS]


def finish(world: World) -> None:
    """Let the worker do what is left."""
    until = time.monotonic() + 60
    while world.python("manage.py", "worker", "--once").returncode and time.monotonic() < until:
        time.sleep(1)
    while not answers(f"http://localhost:{world.port}/") and time.monotonic() < until:
        world.revive()
        time.sleep(0.2)


def changed_licences(world: World) -> tuple[set[tuple[object, ...]], set[tuple[object, ...]]]:
    """What the journal says was decided about licences: the decisions it calls for, and those that bring a version."""
    rows = world.ask("""
        SELECT case_id, seq, payload->'value'->>'verb', payload->'value'->>'state'
          FROM workflows_journalrow
         WHERE payload->>'name' = 'licence_change' AND payload->'value'->>'state' IN ('GRANTED', 'REFUSED')
    """)
    decided: set[tuple[object, ...]] = {(case, seq, f"licence_{str(verb).lower()}") for case, seq, verb, _ in rows}
    brings = {str(verb) for verb, rule in RULES.items() if rule.renews}
    return decided, {(case, seq) for case, seq, verb, state in rows if verb in brings and state == "GRANTED"}


def assert_nothing_is_missing_or_doubled(world: World) -> None:
    """Every paper, licence and notice the journal calls for is there exactly once."""
    called = """
        SELECT row.case_id, row.seq, result->>'key', result->>'kind'
          FROM workflows_journalrow row
          JOIN workflows_case c ON c.id = row.case_id
          JOIN workflows_standardversion v ON v.id = c.standard_id
          CROSS JOIN LATERAL jsonb_array_elements_text(row.payload->'turn'->'results') AS due(key)
          JOIN LATERAL jsonb_array_elements(v.body->'results') AS result ON result->>'key' = due.key
    """
    due = world.ask(called)
    decided, renewed = changed_licences(world)
    papers = {(case, seq, key) for case, seq, key, kind in due if kind == "PAPER"} | decided
    licences = {(case, seq) for case, seq, _key, kind in due if kind == "LICENCE"} | renewed
    made = world.ask("SELECT case_id, seq, result FROM approvals_paper WHERE digest > ''")
    assert sorted(made) == sorted(papers)
    # Every version that was ever issued, with the row it came from; of a chain one is in force.
    versions = "SELECT case_id, seq FROM approvals_licence WHERE state IN ('CURRENT', 'SUPERSEDED')"
    assert sorted(world.ask(versions)) == sorted(licences)
    chains = "SELECT serial FROM approvals_licence WHERE state = 'CURRENT' GROUP BY serial HAVING count(*) > 1"
    assert world.ask(chains) == []
    numbers = world.ask("SELECT number, count(*) FROM approvals_paper GROUP BY number HAVING count(*) > 1")
    assert numbers == []
    told = world.ask("SELECT case_id, seq, key FROM approvals_notice")
    notices = """
        SELECT row.case_id, row.seq, due.key FROM workflows_journalrow row
          CROSS JOIN LATERAL jsonb_array_elements_text(row.payload->'turn'->'notices') AS due(key)
    """
    assert sorted(told) == sorted(world.ask(notices))
    left = world.ask("SELECT state, count(*) FROM workflows_effect WHERE state <> 'DONE' GROUP BY state")
    assert left == []
