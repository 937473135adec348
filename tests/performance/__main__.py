"""``python -m tests.performance``: measures everything side by side and writes var/bench.json and docs/performance.md.

``TONGBAN_BENCH=quick`` measures a minute instead of a quarter of an hour; ``TONGBAN_BENCH_CASES`` is the larger size,
``TONGBAN_BENCH_ROUNDS`` the number of rounds.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
import psycopg
from psycopg import sql

from config import database
from config.environment import CHECKOUT

NAME, OTHER = "tongban_bench", "tongban_bench_other"
QUICK = os.environ.get("TONGBAN_BENCH") == "quick"
CASES = int(os.environ.get("TONGBAN_BENCH_CASES", "50000" if QUICK else "1000000"))
SMALL = 2_000 if QUICK else 20_000
"""Open cases at both sizes, and all the cases there are at the smaller one."""
ROUNDS = int(os.environ.get("TONGBAN_BENCH_ROUNDS", "3" if QUICK else "7"))
SECONDS = 1.0 if QUICK else 3.0
PROCESSES = (1, 2, 4)


def main() -> int:
    """Measure, write, say where it lies."""
    began = round(os.getloadavg()[0], 1)
    os.environ |= {"TONGBAN_DATABASE": NAME, "DJANGO_SETTINGS_MODULE": "tests.performance.settings"}
    _fresh(NAME)
    _fresh(OTHER)
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=CHECKOUT, check=True)
    with psycopg.connect(database.role_dsn(database.Role.OWNER, NAME), autocommit=True) as owner:
        owner.execute((Path(__file__).parent / "limit.sql").read_bytes())
    django.setup()
    from tests.performance.corridor import Corridor
    from tests.performance.report import as_page, in_form

    corridor = Corridor.build()
    with psycopg.connect(_admin(NAME), autocommit=True) as admin, _durable(admin):
        figures = _acts(admin)
        figures |= _growth(admin, corridor)
        figures["settings"] = _settings()
    from tests.performance.papers import licence_figures

    figures["licences"] = licence_figures()
    figures["statements"] = _statements(corridor)
    chosen = f"TONGBAN_BENCH={'quick' if QUICK else 'full'} TONGBAN_BENCH_CASES={CASES} TONGBAN_BENCH_ROUNDS={ROUNDS}"
    figures["command"], figures["load"] = f"{chosen} make bench", [began, round(os.getloadavg()[0], 1)]
    bench = in_form(figures)
    (CHECKOUT / "var").mkdir(exist_ok=True)
    (CHECKOUT / "var" / "bench.json").write_text(json.dumps(bench, indent=1) + "\n")
    (CHECKOUT / "docs" / "performance.md").write_text(as_page(bench))
    print(json.dumps({key: bench[key] for key in ("acts_per_second", "ratios", "queue_ms")}, indent=1))
    _drop(NAME)
    _drop(OTHER)
    return 0


@contextmanager
def _durable(admin: "psycopg.Connection[Any]") -> Iterator[None]:
    """Measure durable acts also on a server that somebody has made careless, for quick tests; put that back afterwards."""
    before = {name: _shown(admin, name) for name in ("fsync", "full_page_writes")}
    try:
        for name in before:
            admin.execute(f"ALTER SYSTEM SET {name} = on".encode())
        admin.execute("SELECT pg_reload_conf()")
        time.sleep(1)
        yield
    finally:
        for name, value in before.items():
            admin.execute(f"ALTER SYSTEM SET {name} = {value}".encode())
        admin.execute("SELECT pg_reload_conf()")


def _shown(admin: "psycopg.Connection[Any]", name: str) -> str:
    row = admin.execute(f"SHOW {name}".encode()).fetchone()
    assert row
    return str(row[0])


def _acts(admin: "psycopg.Connection[Any]") -> dict[str, Any]:
    from tests.performance.measuring import rounds
    from tests.performance.processes import comparator, prepare_comparators, product

    prepare_comparators(OTHER)
    ours = [product(NAME) for _ in range(max(PROCESSES))]
    others = [comparator(OTHER) for _ in range(max(PROCESSES))]
    names = ("limit", "perform", "viewflow", "fsm", "perform_many")
    pools = {name: others if name in {"viewflow", "fsm"} else ours for name in names}
    found = rounds(pools, admin, processes=PROCESSES, number=ROUNDS, seconds=SECONDS, say=_say)
    pages = dict.fromkeys(("http_act", "http_bare"), ours)
    found |= rounds(pages, admin, processes=(1,), number=ROUNDS, seconds=SECONDS, say=_say)
    for process in (*ours, *others):
        process.end()
    return {"acts": {f"{name} x{many}": each.told() for (name, many), each in found.items()}}


def _growth(admin: "psycopg.Connection[Any]", corridor: Any) -> dict[str, Any]:
    from tests.performance import growth
    from tests.performance.measuring import rounds
    from tests.performance.processes import product

    found: dict[str, Any] = {}
    waiting, finished = corridor.submit(), corridor.submit()
    for place in range(3):
        corridor.act(finished, place)
    for size, model, more in ((SMALL, waiting, SMALL), (CASES, finished, max(0, CASES - SMALL))):
        _say(f"{size} cases")
        growth.preload(admin, model, more)
        process = product(NAME)
        acts = rounds({"perform": [process]}, admin, processes=(1,), number=ROUNDS, seconds=SECONDS, say=_say)
        process.end()
        found[str(size)] = {
            "acts": acts["perform", 1].told(),
            "buffers_per_act": growth.buffers_of_an_act(corridor),
            "queue": growth.queue_figures(corridor),
        }
    return {"growth": found, "sizes": [SMALL, CASES]}


def _statements(corridor: Any) -> dict[str, float]:
    """Round trips of one act, as this process sends them."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    case = corridor.submit()
    with CaptureQueriesContext(connection) as one:
        corridor.act(case, 0)
    cases = [corridor.submit() for _ in range(100)]
    with CaptureQueriesContext(connection) as many:
        corridor.act_on_many(cases, 0)
    return {"perform": len(one), "perform_many": len(many) / 100}


def _settings() -> dict[str, str]:
    wanted = ("server_version", "synchronous_commit", "fsync", "full_page_writes", "shared_buffers")
    with psycopg.connect(_admin(NAME)) as admin:
        return {name: _shown(admin, name) for name in wanted}


def _fresh(name: str) -> None:
    _drop(name)
    database.prepare(name)


def _drop(name: str) -> None:
    with psycopg.connect(database.admin_dsn(), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _admin(name: str) -> str:
    return psycopg.conninfo.make_conninfo(database.admin_dsn(), dbname=name)


def _say(text: str) -> None:
    print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
