"""The way to the register of record (省级统一的登记管理系统, 细则 3): what any adapter has to do.

``settings.REGISTER`` names the adapter's class by its dotted path; the shipped one is a simulation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from approvals.licences.enums import RequestKind

SIMULATOR: Final = "approvals.licences.simulator.port.SimulatedRegister"


@dataclass(frozen=True, slots=True)
class Request:
    """A message to the register. ``id`` names it for good: the register takes the same one twice as one.

    ``division`` is where the register allots a new code (GB/T 2260, six digits); ``body`` is plain JSON.
    """

    id: UUID
    kind: RequestKind
    division: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """What the register made of a request: the code it stands under, or the reason why it was not taken."""

    accepted: bool
    uscc: str = ""
    reason: str = ""


class RegisterPort(Protocol):
    """An adapter. Both calls may be repeated; both raise RegisterUnreachableError when nobody answers."""

    def send(self, request: Request, now: datetime) -> None:
        """Hand a request in; a repeated one changes nothing."""

    def answer(self, request: UUID, now: datetime) -> RegisterAnswer | None:
        """What became of a request; None while the register has not said."""


def register() -> RegisterPort:
    """The adapter this installation is set up with."""
    made: RegisterPort = import_string(getattr(settings, "REGISTER", SIMULATOR))()
    return made


def is_simulated() -> bool:
    """Whether what the register says is no fact of law: its papers are marked as samples."""
    return bool(getattr(settings, "REGISTER_IS_SIMULATED", True))
