"""Long work of later rooms, done by the worker in slices: a chore does one slice per call and tells whether more is left.

Where a chore stands is in the database, so a worker that dies loses one slice at most and the next one goes on.
"""

from collections.abc import Callable
from datetime import datetime

import structlog

Chore = Callable[[datetime, str], bool]
"""Does one slice at the instant given, through the alias given; True when there may be more."""

_known: list[Chore] = []
_reports = structlog.get_logger(__name__)


def register_chore(chore: Chore) -> None:
    """Have the worker do the chore; a second time changes nothing."""
    if chore not in _known:
        _known.append(chore)


def do_chores(now: datetime, using: str = "worker") -> bool:
    """Do one slice of every chore; tell whether more is left. A chore that fails is logged and holds up no other."""
    more = False
    for chore in _known:
        more = _slice(chore, now, using) or more
    return more


def _slice(chore: Chore, now: datetime, using: str) -> bool:
    try:
        return chore(now, using)
    except Exception:  # noqa: BLE001 - whatever fails here is logged and tried again
        _reports.exception("worker.chore_failed", chore=chore.__module__)
        return False
