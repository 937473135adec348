"""The whole way of a hint: an act here, the worker there, Valkey between them, a page at a third process."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from django.db import connections
from websockets import Origin
from websockets.sync.client import ClientConnection, connect

from config import valkey
from config.environment import CHECKOUT
from tests.config.test_consumers import signed_in
from tests.workflows.engine.stage import RECEIVED
from tests.workflows.journal.after_commit import stage
from workflows.journal.relay import relay_once
from workflows.organisation.models import Desk

HOST = "localhost"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def process(name: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {"TONGBAN_DATABASE": name, "DJANGO_SETTINGS_MODULE": "config.settings"}
    started = subprocess.Popen([sys.executable, *arguments], cwd=CHECKOUT, env=environment)
    try:
        yield started
    finally:
        started.kill()
        started.wait()


def opened(port: int, desk: int, cookie: str) -> ClientConnection:
    """A page's socket, once the server answers."""
    address = f"ws://{HOST}:{port}/ws/hints/?desk={desk}"
    for _attempt in range(300):
        with suppress(OSError):
            return connect(address, additional_headers={"Cookie": cookie}, origin=Origin(f"http://{HOST}"))
        time.sleep(0.1)
    raise AssertionError(address)


@pytest.mark.committed
def test_an_act_reaches_an_open_page_through_the_worker_and_valkey(own_database: str) -> None:
    valkey.start()
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE workflows_simulatedclock SET instant = %s", [RECEIVED])
    set_stage = stage()
    case, desk, port = set_stage.file().case, Desk.objects.get().pk, free_port()
    # From here on the hints have a cursor, so that the worker tells of everything after it.
    relay_once()
    cookie = signed_in(set_stage.people["anna"])
    server = ("-m", "uvicorn", "config.asgi:application", "--port", str(port), "--log-level", "warning")
    with (
        process(own_database, *server),
        process(own_database, "manage.py", "worker"),
        opened(port, desk, cookie) as page,
    ):
        set_stage.act("bo", case, "desk", "on", now=RECEIVED)
        # The worker may still be starting.
        page.recv(timeout=30)
        set_stage.act("bo", case, "back", "on", now=RECEIVED)
        page.recv(timeout=10)
