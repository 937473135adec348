"""What the worker does about a journal row: makes the papers its act calls for."""

from datetime import datetime
from typing import Final

from approvals.papers.verbs import make_papers
from workflows.journal.effects import register_consumer
from workflows.journal.models import JournalRow

KIND: Final = "papers"


def wants_papers(row: JournalRow) -> bool:
    """Tell whether the act brought results; which of them are papers the standard says when they are made."""
    return bool(row.payload.get("turn", {}).get("results"))


def handle_papers(_effect: int, row: JournalRow, now: datetime) -> None:
    """Make the papers; harmless when run again."""
    make_papers(row=row, now=now)


def register() -> None:
    """Have the worker make papers. It commits for itself: files are made outside any transaction."""
    register_consumer(KIND, wants_papers, handle_papers, transactional=False)
