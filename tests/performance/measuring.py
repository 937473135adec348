"""Rounds: every scenario in turn, again and again, so that a busy minute falls on all of them alike."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import psycopg

from tests.performance.processes import Process


@dataclass
class Figures:
    """What the rounds of one scenario with so many processes came to."""

    rates: list[float] = field(default_factory=list)
    client: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    wal: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)

    def told(self) -> dict[str, float]:
        """The medians: acts a second, microseconds of CPU and bytes of WAL per act, milliseconds."""
        ordered = sorted(self.latencies)
        return {
            "acts_per_second": round(median(self.rates), 1),
            "client_cpu_us": round(median(self.client)),
            "server_cpu_us": round(median(self.server)),
            "wal_bytes": round(median(self.wal)),
            "p50_ms": round(ordered[len(ordered) // 2] * 1000, 3),
            "p99_ms": round(ordered[len(ordered) * 99 // 100] * 1000, 3),
        }


def rounds(
    scenarios: Mapping[str, Sequence[Process]],
    admin: "psycopg.Connection[Any]",
    *,
    processes: Sequence[int],
    number: int,
    seconds: float,
    say: Callable[[str], None],
) -> dict[tuple[str, int], Figures]:
    """Measure every scenario with each number of processes, interleaved."""
    found: dict[tuple[str, int], Figures] = defaultdict(Figures)
    for turn in range(number):
        for many in processes:
            for name, pool in scenarios.items():
                _measure(found[name, many], name, pool[:many], admin, seconds)
                say(f"round {turn + 1}/{number} {name} x{many}: {found[name, many].rates[-1]:.0f}/s")
    return found


def _measure(
    figures: Figures, name: str, pool: Sequence[Process], admin: "psycopg.Connection[Any]", seconds: float
) -> None:
    before = wal_position(admin)
    for process in pool:
        process.tell({"scenario": name, "seconds": seconds, "warm_up": 2})
    answers = [process.hear() for process in pool]
    acts = sum(answer["acts"] for answer in answers)
    figures.rates.append(sum(answer["acts"] / answer["seconds"] for answer in answers))
    figures.client.append(sum(answer["client_cpu"] for answer in answers) / acts * 1e6)
    figures.server.append(sum(answer["server_cpu"] for answer in answers) / acts * 1e6)
    figures.wal.append((wal_position(admin) - before) / acts)
    figures.latencies += [each for answer in answers for each in answer["latencies"]]


def wal_position(admin: "psycopg.Connection[Any]") -> int:
    """Bytes of WAL written so far."""
    row = admin.execute("SELECT pg_current_wal_insert_lsn() - '0/0'").fetchone()
    assert row
    return int(row[0])
