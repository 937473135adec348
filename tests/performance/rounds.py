"""What a measuring process does: wait for a command, run one scenario for so many seconds, say what came of it.

Plain Python without the product, because the comparators run in an environment of their own.
"""

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

Unit = Callable[[], Iterator[int]]
"""One round of a scenario: after each act, or batch of acts, how many it was; 0 when what was before is not counted."""

WARM_UP = 5
"""Units before the clock starts: plans are made, modules loaded."""


def serve(scenarios: Mapping[str, Unit], backend: Callable[[], int]) -> None:
    """Answer commands until the input ends; ``backend`` gives the process of the database this one talks to."""
    gc.collect()
    gc.freeze()
    print(json.dumps({"ready": sorted(scenarios)}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(_measure(scenarios[asked["scenario"]], backend, asked)), flush=True)


def _measure(unit: Unit, backend: Callable[[], int], asked: Mapping[str, Any]) -> dict[str, Any]:
    for _ in range(asked.get("warm_up", WARM_UP)):
        for _acts in unit():
            pass
    acts, latencies = 0, []
    spent = _Spent()
    while spent.wall < asked["seconds"]:
        mark = _now(backend)
        last = mark[0]
        for done in unit():
            if done:
                now = time.perf_counter()
                latencies.append((now - last) / done)
                last = now
                acts += done
            else:
                # What was made ready before counts for nothing.
                mark = _now(backend)
                last = mark[0]
        spent.add(mark, _now(backend))
    latencies.sort()
    return {
        "acts": acts,
        "seconds": spent.wall,
        "client_cpu": spent.client,
        "server_cpu": spent.server,
        "latencies": latencies[:: max(1, len(latencies) // 500)],
    }


class _Spent:
    wall = client = server = 0.0

    def add(self, since: tuple[float, ...], until: tuple[float, ...]) -> None:
        self.wall += until[0] - since[0]
        self.client += until[1] - since[1]
        self.server += until[2] - since[2]


def _now(backend: Callable[[], int]) -> tuple[float, float, float]:
    return time.perf_counter(), time.process_time(), _cpu_of(backend())


def _cpu_of(process: int) -> float:
    """Seconds of CPU a process has had; 0 where the system does not tell."""
    path = Path(f"/proc/{process}/schedstat")
    return int(path.read_text().split()[0]) / 1e9 if path.exists() else 0.0
