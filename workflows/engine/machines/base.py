"""What every machine is made of.

Each machine is mixed into a proxy model of the case, whose ``phase`` is the FSM field. Its methods have no body: what
else happens when a case moves is the interpreter's affair, so that moves and their effects are written in one round
trip.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import ClassVar, TypedDict, TypeVar

from django_fsm import transition

from workflows.engine.enums import CaseOutcome, Who

Method = TypeVar("Method", bound=Callable[..., None])


class Custom(TypedDict):
    """What every move says about itself: its titles by language, its article and who makes it."""

    title: dict[str, str]
    basis: str
    who: Who


class Life:
    """The life of a case under one regime; ``final`` are the phases it may end in."""

    phases: ClassVar[type[StrEnum]]
    initial: ClassVar[StrEnum]
    final: ClassVar[frozenset[StrEnum]]
    outcomes: ClassVar[Mapping[StrEnum, CaseOutcome]]
    """What the phases that decide a case decide; the last of them a case passed through says what it came to."""


def move(
    source: StrEnum | tuple[StrEnum, ...], target: StrEnum, who: Who, basis: str, *title: str
) -> Callable[[Method], Method]:
    """Declare a lawful move of ``phase`` as a django-fsm transition; ``title`` is given in zh-Hans and en."""
    zh, en = title
    custom = Custom(title={"zh-Hans": zh, "en": en}, basis=basis, who=who)
    declare: Callable[[Method], Method] = transition(field="phase", source=source, target=target, custom=custom)
    return declare
