"""What the worker does about a notice."""

from approvals.notices.verbs import KIND, make_notices, wants_notices
from workflows.journal.effects import register_consumer


def register() -> None:
    """Have notices made after commit; called once, in every process."""
    register_consumer(KIND, wants_notices, make_notices)
