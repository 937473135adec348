"""The supervisor: says when the site is ready, starts again what died, and ends everything when asked."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config import valkey
from config.environment import CHECKOUT
from config.serve import HOST, ServeError, answers, free_port

PATIENCE = 60.0


@contextmanager
def supervised(name: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    environment = os.environ | {"TONGBAN_DATABASE": name, "DJANGO_SETTINGS_MODULE": "config.settings"}
    started = subprocess.Popen(
        [sys.executable, *arguments], cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        yield started
    finally:
        if started.poll() is None:
            started.terminate()
            started.wait(30)
        if started.stdout:
            started.stdout.close()


def children(pid: int) -> dict[str, int]:
    """The processes it runs, by what they are."""
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        command = Path(f"/proc/{child}/cmdline").read_text()
        found["web" if "uvicorn" in command else "worker"] = int(child)
    return found


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def lives(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


@pytest.mark.committed
@pytest.mark.timeout(200)
def test_what_dies_is_started_again_and_everything_ends_when_asked(own_database: str) -> None:
    valkey.start()
    with supervised(own_database, "-m", "config.serve", "--port", str(free_port(19000))) as supervisor:
        assert supervisor.stdout
        ready = re.fullmatch(r"ready (http://localhost:\d+/)\n", supervisor.stdout.readline())
        assert ready
        before = children(supervisor.pid)
        assert set(before) == {"web", "worker"}

        for pid in before.values():
            os.kill(pid, signal.SIGKILL)
        embedded_valkey = "REDIS_URL" not in os.environ
        if embedded_valkey:
            valkey.kill()

        until(lambda: not set(children(supervisor.pid).values()) & set(before.values()))
        until(lambda: set(children(supervisor.pid)) == {"web", "worker"})
        until(lambda: answers(ready[1]))
        if embedded_valkey:
            until(valkey.is_running)
        after = children(supervisor.pid)

        supervisor.send_signal(signal.SIGTERM)
        assert supervisor.wait(30) == 0
        assert [pid for pid in after.values() if lives(pid)] == []
        assert not answers(ready[1])


@pytest.mark.committed
@pytest.mark.timeout(120)
def test_a_site_that_does_not_answer_in_time_is_said_and_ended(
    own_database: str, capfd: pytest.CaptureFixture[str]
) -> None:
    hurried = "import sys; from config import serve; serve.PATIENCE = 0; sys.exit(serve.main(['--port', '19100']))"

    with supervised(own_database, "-c", hurried) as supervisor:
        assert supervisor.wait(60) == 1

    assert "did not answer within 0 seconds; see what it printed above." in capfd.readouterr().err


def test_a_port_in_use_is_passed_over() -> None:
    first = free_port(19200)
    with socket.socket() as taken:
        taken.bind((HOST, first))
        taken.listen()
        assert free_port(first) > first


def test_no_free_port_is_said() -> None:
    with pytest.raises(ServeError, match="No port is free between 70000 and 70099; name another with --port"):
        free_port(70000)


def test_nobody_answers_where_nobody_is() -> None:
    assert not answers(f"http://{HOST}:{free_port(19300)}/")
