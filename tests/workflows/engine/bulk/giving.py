"""Orders for tests: an act on cases that wait for review."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tests.approvals.desks.office import NOW
from tests.workflows.engine.stage import Stage, ask
from workflows.engine.bulk.verbs import Chosen, Ordered, give_order

REVIEW = 3
"""The ordinal of the review in the office's standard: the window and the automatic check stood before it."""


def review(stage: Stage, cases: Iterable[int], *, act: str = "pass", **more: Any) -> Ordered:
    chosen = tuple(Chosen(case, REVIEW, f"no. {case}") for case in cases)
    return Ordered(stage.version.pk, "review", act, chosen, **more)


def give(stage: Stage, cases: Iterable[int], *, name: str = "anna", now: datetime = NOW, **more: Any) -> int:
    return give_order(actor=stage.actor(name), ordered=review(stage, cases, **more), key=uuid.uuid4(), now=now)


def results(using: str = "default") -> list[tuple[Any, ...]]:
    """Result, code and journal row of every item of every order."""
    return ask("SELECT result, code, seq FROM workflows_bulkitem ORDER BY order_id, place", using=using)
