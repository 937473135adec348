"""Runs the site on one machine (``python -m config.serve``): a web process, a worker and Valkey, each revived.

It prints ``ready http://…`` as soon as the site answers and ends, with both, on SIGTERM or Ctrl C. A larger installation
runs the same two commands under its own supervisor (docs/operating.md).
"""

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence

from config import database, valkey
from config.environment import CHECKOUT

HOST = "127.0.0.1"
PATIENCE = 60.0
"""Seconds the site has to answer after its start."""
GRACE = 10.0
"""Seconds both processes have to end what they are doing."""
PAUSE = 0.2
HINTS_PAUSE = 3.0
"""Seconds between two looks at the embedded Valkey."""
PORTS = 65536
"""How many there are."""


class ServeError(Exception):
    """The site did not start; the sentence says what to look at."""


def commands(port: int) -> list[list[str]]:
    """What has to run: the web process and the worker."""
    web = ["-m", "uvicorn", "config.asgi:application", "--host", HOST, "--port", str(port)]
    web += ["--log-level", "warning", "--timeout-graceful-shutdown", "5", "--no-server-header"]
    return [[sys.executable, *web], [sys.executable, "manage.py", "worker"]]


def free_port(wanted: int) -> int:
    """The port asked for, or the next one nobody uses."""
    for port in range(wanted, min(wanted + 100, PORTS)):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
            return port
    raise ServeError(f"No port is free between {wanted} and {wanted + 99}; name another with --port.")


def answers(url: str) -> bool:
    """Whether the site says that it is ready."""
    try:
        with urllib.request.urlopen(f"{url}health/ready", timeout=2) as response:  # noqa: S310 - our own address
            return bool(response.status == 200)  # noqa: PLR2004 - HTTP's OK
    except (urllib.error.URLError, OSError):
        return False


class Supervisor:
    """The two processes, kept alive until somebody says stop."""

    def __init__(self, port: int) -> None:
        """Remember what to run; nothing is started yet."""
        self.url = f"http://localhost:{port}/"
        self._commands = commands(port)
        self._running: list[subprocess.Popen[bytes]] = []
        self._stopped = False
        self._looked_at = time.monotonic()

    def run(self) -> None:
        """Start, announce, and keep alive until a signal. Raise ServeError when the site does not answer in time."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        database.admin_dsn()
        valkey.start()
        try:
            self._running = [self._start(command) for command in self._commands]
            self._wait_until_it_answers()
            print(f"ready {self.url}", flush=True)  # noqa: T201 - what whoever started it waits for
            while not self._stopped:
                self._revive()
                time.sleep(PAUSE)
        finally:
            self._end()

    def _start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        environment = os.environ | {"TONGBAN_SITE_URL": os.environ.get("TONGBAN_SITE_URL", self.url.rstrip("/"))}
        # A session of its own: Ctrl C reaches this process alone, which ends the others in order.
        return subprocess.Popen(command, cwd=CHECKOUT, env=environment, start_new_session=True)  # noqa: S603 - our own

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + PATIENCE
        while not self._stopped and not answers(self.url):
            if time.monotonic() > until:
                raise ServeError(f"{self.url} did not answer within {PATIENCE:.0f} seconds; see what it printed above.")
            self._revive()
            time.sleep(PAUSE)

    def _revive(self) -> None:
        for place, process in enumerate(self._running):
            if process.poll() is not None and not self._stopped:
                time.sleep(PAUSE)
                self._running[place] = self._start(self._commands[place])
        if time.monotonic() > self._looked_at + HINTS_PAUSE and not self._stopped:
            self._looked_at = time.monotonic()
            # Pages fall back to asking when hints cannot travel, so a server that does not start ends nothing.
            with contextlib.suppress(valkey.EmbeddedValkeyError):
                valkey.start()

    def _stop(self, *_: object) -> None:
        self._stopped = True

    def _end(self) -> None:
        for process in self._running:
            process.terminate()
        for process in self._running:
            try:
                process.wait(GRACE)
            except subprocess.TimeoutExpired:
                process.kill()


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer the command line: 0 ended when asked, 1 did not start."""
    parser = argparse.ArgumentParser(prog="python -m config.serve", description=__doc__.split("\n", 1)[0])
    parser.add_argument("--port", type=int, default=8000, help="the port, or the first of those to try (8000)")
    asked = parser.parse_args(arguments)
    try:
        Supervisor(free_port(asked.port)).run()
    except ServeError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command line speaks
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
