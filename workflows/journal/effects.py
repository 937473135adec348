"""Who acts after commit: later rooms register by name what they do about a journal row, and this room performs it.

An effect is performed at least once. A handler must therefore be harmless when it runs again for the same row and
kind: its rows carry a unique key made of both, and what it sends elsewhere carries that key too.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from workflows.journal.models import JournalRow

Wants = Callable[[JournalRow], bool]
Handle = Callable[[int, JournalRow, datetime], None]
Tell = Callable[[Sequence[JournalRow]], None]


@dataclass(frozen=True, slots=True)
class Consumer:
    """One kind of effect: which rows it wants, and what it does about one.

    ``handle`` takes the effect's key, the row and the present instant, and uses the alias ``worker``. With
    ``transactional`` its rows and the mark that it is done are committed together; without, it commits for itself,
    because something leaves the process between two of its commits.
    """

    kind: str
    wants: Wants
    handle: Handle
    transactional: bool = True


_consumers: dict[str, Consumer] = {}
_listeners: dict[str, Tell] = {}


def register_consumer(kind: str, wants: Wants, handle: Handle, *, transactional: bool = True) -> None:
    """Have ``handle`` called for every journal row that ``wants`` agrees to; called from an application's ``ready``.

    A kind that is registered for the first time begins with the first row of the journal. ``wants`` decides by the row
    alone and never by the time or by other tables: rows may be read again.
    """
    _consumers[kind] = Consumer(kind, wants, handle, transactional)


def register_listener(name: str, tell: Tell) -> None:
    """Have ``tell`` called with rows just committed, at most once and never again: for hints that may be lost.

    A listener begins with what is committed after its first call.
    """
    _listeners[name] = tell


def consumers() -> Mapping[str, Consumer]:
    """Every consumer by its kind."""
    return MappingProxyType(_consumers)


def listeners() -> Mapping[str, Tell]:
    """Every listener by its name."""
    return MappingProxyType(_listeners)
