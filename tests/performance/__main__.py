"""``python -m tests.performance``: measures everything side by side and writes var/bench.json and docs/performance.md.

``TONGBAN_BENCH=quick`` measures a minute instead of a quarter of an hour; ``TONGBAN_BENCH_CASES`` is the larger size.
"""

import json
import os
import subprocess
import sys
import time
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
ROUNDS, SECONDS = (3, 1.0) if QUICK else (7, 3.0)
PROCESSES = (1, 2, 4)


def main() -> int:
    """Measure, write, say where it lies."""
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
    with psycopg.connect(_admin(NAME), autocommit=True) as admin:
        figures = _acts(admin)
        figures |= _growth(admin, corridor)
    from tests.performance.papers import licence_figures

    figures["licences"] = licence_figures()
    figures["statements"] = _statements(corridor)
    figures["settings"] = _settings()
    bench = in_form(figures)
    (CHECKOUT / "var").mkdir(exist_ok=True)
    (CHECKOUT / "var" / "bench.json").write_text(json.dumps(bench, indent=1) + "\n")
    if not QUICK:
        (CHECKOUT / "docs" / "performance.md").write_text(as_page(bench))
    print(json.dumps({key: bench[key] for key in ("acts_per_second", "ratios", "queue_ms")}, indent=1))
    _drop(NAME)
    _drop(OTHER)
    return 0


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
    model = corridor.submit()
    for place in range(3):
        corridor.act(model, place)
    _say(f"{SMALL} open cases")
    for _ in range(SMALL):
        corridor.submit()
    for size, more in ((SMALL, 0), (CASES, max(0, CASES - SMALL))):
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
        return {name: str(admin.execute(f"SHOW {name}".encode()).fetchone()[0]) for name in wanted}  # type: ignore[index]


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
