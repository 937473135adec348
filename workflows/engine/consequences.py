"""What has to happen outside the case in the transaction of an act, or the act does not happen either.

Rooms above the kernel say so once, when the program starts. Whatever writes a person's act brings it about, one act or
a hundred in bulk, so that none can be done without its consequence.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from workflows.engine.gateway import Held
from workflows.engine.state import Actor, Moves


@dataclass(frozen=True, slots=True)
class Happening:
    """An act about to be written: who acts, the case right before it, and what the act comes to."""

    actor: Actor
    case: Held
    moves: Moves
    now: datetime


Work = Callable[[], None]
"""Does what has to happen; a Refusal it raises takes the act back and is the answer to it."""

Consequence = Callable[[Happening], Work | None]
"""Says what an act has to bring about, None for nothing. It reads no database: every act is asked about."""

_known: list[Consequence] = []


def register_consequence(consequence: Consequence) -> None:
    """Ask ``consequence`` about every act from now on; a second time changes nothing."""
    if consequence not in _known:
        _known.append(consequence)


def works_of(happening: Happening) -> list[Work]:
    """What the act has to bring about, in the order of registration."""
    return [work for consequence in _known if (work := consequence(happening))]
