"""An act that is allowed, with everything its turn is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from workflows.engine.enums import Clocking, Passing
from workflows.engine.state import Finding, OpenStep, Post
from workflows.standards.schema import Route, Step

END = "end"
"""The act, and the outcome, by which the engine ends a case."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One act that is allowed, with everything its turn is made of; ``days`` is the period a notice tells.

    At a seat of a joint review, ``rests`` says that other seats are still asked. The act that settles the review has
    its ``verdict``, takes the routes of the act ``leads`` and ``closes`` the other seats.
    """

    step: Step
    standing: OpenStep
    act: str
    outcome: str
    at: datetime
    routes: Sequence[Route] = ()
    clocking: Clocking | None = None
    person: int | None = None
    post: Post | None = None
    on_behalf_of: int | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    days: int | None = None
    findings: tuple[Finding, ...] = ()
    passing: Passing | None = None
    rests: bool = False
    verdict: str = ""
    leads: str = ""
    closes: frozenset[int] = frozenset()

    @property
    def ends(self) -> bool:
        """Tell whether the case ends here."""
        return self.act == END
