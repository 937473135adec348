"""What the worker does for licences after an act is committed, and when a term has ended."""

from datetime import datetime
from typing import Final

from approvals.licences.carrying import carry_out, end_terms
from approvals.licences.changing import FACT
from approvals.licences.enums import DONE, ChangeState
from approvals.licences.verbs import issue_licence
from workflows.engine.chores import register_chore
from workflows.journal.effects import register_consumer
from workflows.journal.enums import Verb
from workflows.journal.models import JournalRow

KIND: Final = "licence"

_DECIDED: Final = frozenset({*DONE, ChangeState.REFUSED})


def register() -> None:
    """Have the worker make the licences that acts order, carry out what was decided, and end terms."""
    # It commits for itself: what is sent to the register is written down before it is sent.
    register_consumer(KIND, _wants, _handle, transactional=False)
    register_chore(end_terms)


def _wants(row: JournalRow) -> bool:
    """Whether the act has results, or a change of a licence was decided; which results are licences, the standard says."""
    return (row.verb == Verb.ACT and bool(row.payload["turn"]["results"])) or _is_decided(row)


def _is_decided(row: JournalRow) -> bool:
    return row.verb == Verb.FACT and row.payload["name"] == FACT and row.payload["value"]["state"] in _DECIDED


def _handle(effect: int, row: JournalRow, now: datetime) -> None:  # noqa: ARG001 - the consumer's signature
    if _is_decided(row):
        carry_out(row.payload["value"]["change"], now)
    else:
        issue_licence(row=row, now=now)
