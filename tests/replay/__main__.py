"""``python -m tests.replay DIR [--json] [--tamper 300] [--cases N] [--anew]``: a log through the engine.

The replay has a database of its own, named by the log and by how much it is tampered with. Killed, it goes on where it
was when it is asked for again; ``--anew`` begins from nothing. Exit code 1 when other acts were refused than the tampered
ones, or a day differs from ``daily.csv``.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import django
import psycopg
from psycopg import sql

from config import database
from config.environment import CHECKOUT
from tests.replay import ZONE
from tests.replay.logs import Log, NotALogError

BAR = 40


def main() -> int:
    """Replay what the command line names."""
    options = _options()
    try:
        log = Log.read(options.folder, ZoneInfo(ZONE), options.cases)
    except NotALogError as error:
        print(error, file=sys.stderr)
        return 2
    _database(f"tongban_replay_{log.digest[:12]}_{options.tamper}", anew=options.anew)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.replay.settings"
    django.setup()
    return _replay(log, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.replay", description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of the event log")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON and nothing else")
    parser.add_argument("--tamper", type=int, default=0, metavar="N", help="add N acts that have to be refused")
    parser.add_argument("--cases", type=int, metavar="N", help="replay the first N cases only")
    parser.add_argument("--anew", action="store_true", help="begin from nothing")
    return parser.parse_args()


def _database(name: str, *, anew: bool) -> None:
    """Make the replay's database, migrated and marked as a simulation, or keep the one there is."""
    os.environ["TONGBAN_DATABASE"] = name
    with psycopg.connect(database.admin_dsn(), autocommit=True) as connection:
        if anew:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    database.prepare(name)
    with psycopg.connect(database.admin_dsn(), autocommit=True) as connection:
        # What a crash of the server would take is done again; waiting for the disk at every act is not worth it.
        connection.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name)))
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=CHECKOUT, env=os.environ, check=True)
    with psycopg.connect(database.role_dsn(database.Role.OWNER, name), autocommit=True) as connection:
        connection.execute("INSERT INTO workflows_simulatedclock (id) VALUES (1) ON CONFLICT DO NOTHING")


def _replay(log: Log, options: argparse.Namespace) -> int:
    from tests.replay.figures import differing_days  # noqa: PLC0415 - models are there only now
    from tests.replay.run import Replay  # noqa: PLC0415 - as above

    began = time.monotonic()
    replay = Replay(log, options.tamper)
    outcome = replay.run(_bar(began, replay.begun))
    seconds = time.monotonic() - began
    differing = 0 if options.cases else differing_days(options.folder, outcome.figures["daily"])
    if options.json:
        print(json.dumps(outcome.figures, ensure_ascii=False, indent=1))
    else:
        _report(outcome.figures, seconds, differing, len(replay.deeds) - outcome.skipped)
    if not outcome.is_as_expected:
        wrong = sorted(set(outcome.refused) ^ outcome.expected)[:5]
        said = [f"{replay.deeds[p]}: {outcome.refused.get(p, 'was not refused')}" for p in wrong]
        print("Refused were not exactly the tampered acts:", *said, sep="\n  ", file=sys.stderr)
    return 0 if outcome.is_as_expected and not differing else 1


def _report(found: dict[str, Any], seconds: float, differing: int, done: int) -> None:
    for name, value in found.items():
        if name != "daily":
            print(f"{name}: {json.dumps(value, ensure_ascii=False)}")
    print(f"days that differ from daily.csv: {differing}")
    print(f"{seconds:.1f} s for {done} deeds, {done / seconds:.0f} a second")


def _bar(began: float, begun: int) -> Any:
    shown = [0.0]

    def told(done: int, total: int) -> None:
        now = time.monotonic()
        if done < total and now - shown[0] < 1:
            return
        shown[0] = now
        filled = BAR * done // total
        rate = (done - begun) / max(now - began, 0.001)
        line = f"\r[{'#' * filled}{'.' * (BAR - filled)}] {done}/{total}  {rate:.0f}/s"
        print(line, end="\n" if done == total else "", file=sys.stderr, flush=True)

    return told


if __name__ == "__main__":
    sys.exit(main())
