"""What the worker does for licences after an act is committed."""

from datetime import datetime
from typing import Final

from approvals.licences.verbs import issue_licence
from workflows.journal.effects import register_consumer
from workflows.journal.enums import Verb
from workflows.journal.models import JournalRow

KIND: Final = "licence"


def register() -> None:
    """Have the worker make the licences that acts order."""
    # It commits for itself: what is sent to the register is written down before it is sent.
    register_consumer(KIND, _wants, _handle, transactional=False)


def _wants(row: JournalRow) -> bool:
    """Whether the act has results; which of them are licences, the standard says."""
    return row.verb == Verb.ACT and bool(row.payload["turn"]["results"])


def _handle(effect: int, row: JournalRow, now: datetime) -> None:  # noqa: ARG001 - the consumer's signature
    issue_licence(row=row, now=now)
