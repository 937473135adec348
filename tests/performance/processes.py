"""The measuring processes: started once, asked again and again."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from config import database
from config.environment import CHECKOUT, secret

COMPARATORS = Path(__file__).parent / "comparators"
_COMPARATOR = [str(CHECKOUT / ".venv-bench" / "bin" / "python"), str(COMPARATORS / "worker.py")]


class Process:
    """One process that answers a JSON line with a JSON line."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self.running = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.hear()

    def tell(self, asked: dict[str, Any]) -> None:
        assert self.running.stdin
        self.running.stdin.write(json.dumps(asked) + "\n")
        self.running.stdin.flush()

    def hear(self) -> dict[str, Any]:
        assert self.running.stdout
        line = self.running.stdout.readline()
        if not line:
            raise RuntimeError("a measuring process ended; its output says why")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def end(self) -> None:
        assert self.running.stdin
        self.running.stdin.close()
        self.running.wait(timeout=30)


def product(name: str) -> Process:
    """A process of the product, in that database."""
    return Process([sys.executable, "-m", "tests.performance.worker"], {"TONGBAN_DATABASE": name})


def comparator(name: str) -> Process:
    """A process of the comparators."""
    return Process(_COMPARATOR, _place(name))


def prepare_comparators(name: str) -> None:
    """Make their tables."""
    subprocess.run([*_COMPARATOR, "prepare"], cwd=CHECKOUT, env=os.environ | _place(name), check=True)


def _place(name: str) -> dict[str, str]:
    server = database.Server.configured()
    owner = database.Role.OWNER
    settings = {
        "HOST": server.host,
        "PORT": server.port,
        "NAME": name,
        "USER": owner.value,
        "PASSWORD": secret(f"database_{owner.name.lower()}"),
    }
    return {"BENCH_DATABASE": json.dumps(settings)}
