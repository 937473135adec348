"""Live hints: after a commit, open pages hear which case and which desks to read again, and nothing else.

A hint carries keys only; whoever gets one reads with their own permission. A hint that is lost costs the page's own
next look, so nothing waits for one.
"""

import asyncio
from collections.abc import Iterator, Sequence

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from workflows.engine.models import CaseStep
from workflows.journal.models import Effect, JournalRow

_reports = structlog.get_logger(__name__)

LISTENER = "hints"
SECONDS = 2.0
"""How long sending may take before the hints are given up."""


def group_of_desk(desk: int) -> str:
    """The group of everybody who watches a desk's queue."""
    return f"desk.{desk}"


def group_of_case(case: int) -> str:
    """The group of everybody who looks at a case."""
    return f"case.{case}"


def tell(rows: Sequence[JournalRow], using: str = "worker") -> None:
    """Send a hint for every case the rows are about, and for every desk whose queue they changed."""
    cases = sorted({row.case_id for row in rows})
    desks = _desks(rows, using)
    async_to_sync(_send)(cases, desks)


def tell_of_effect(effect: int, using: str = "worker") -> None:
    """Send a hint for the case an effect was about: its pages show papers, messages and licences once they are made.

    Whatever goes wrong is the hint's own loss: the effect is done.
    """
    try:
        case = Effect.objects.using(using).values_list("row__case_id", flat=True).get(pk=effect)
        async_to_sync(_send)([case], [])
    except Exception:  # noqa: BLE001 - a hint that is lost is caught up by the page itself
        _reports.exception("hints.effect_not_told", effect=effect)


def tell_of_case(case: int) -> None:
    """Send a hint for a case of which something was made on the way; lost hints are the page's own to catch up."""
    try:
        async_to_sync(_send)([case], [])
    except Exception:  # noqa: BLE001 - as above
        _reports.exception("hints.case_not_told", case=case)


def _desks(rows: Sequence[JournalRow], using: str) -> list[int]:
    touched = {(row.case_id, ordinal) for row in rows for ordinal in _ordinals(row)}
    steps = CaseStep.objects.using(using).filter(case__in={case for case, _ in touched}, desk__isnull=False)
    places = steps.values_list("case_id", "ordinal", "desk_id")
    return sorted({desk for case, ordinal, desk in places if desk and (case, ordinal) in touched})


def _ordinals(row: JournalRow) -> Iterator[int]:
    """The steps a row opened, closed, called off, or put into somebody's hands."""
    payload = row.payload
    if "ordinal" in payload:
        yield payload["ordinal"]
    if turn := payload.get("turn"):
        yield turn["ordinal"]
        yield from turn["called_off"]
        yield from (step["ordinal"] for step in turn["opened"])


async def _send(cases: Sequence[int], desks: Sequence[int]) -> None:
    layer = get_channel_layer()
    if layer is None:
        return
    hints = [
        *((group_of_case(case), {"type": "hint", "case": case}) for case in cases),
        *((group_of_desk(desk), {"type": "hint", "desk": desk}) for desk in desks),
    ]
    async with asyncio.timeout(SECONDS):
        for group, hint in hints:
            await layer.group_send(group, hint)
