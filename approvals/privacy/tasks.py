"""What the worker does after an erasure: the bytes of the files go, where nobody else handed the same ones in."""

from datetime import datetime

from approvals import store
from approvals.filing.models import Material
from approvals.privacy.enums import DataClass
from workflows.journal.effects import register_consumer
from workflows.journal.enums import Verb
from workflows.journal.models import JournalRow

KIND = "erase_files"


def register() -> None:
    """Have the files of an erasure removed; called once, when the program starts."""
    register_consumer(KIND, wants_removal, remove_files, transactional=False)


def wants_removal(row: JournalRow) -> bool:
    """Tell whether files were erased."""
    return row.verb == Verb.ERASE and DataClass.MATERIALS in row.payload["classes"]


def remove_files(effect: int, row: JournalRow, now: datetime) -> None:  # noqa: ARG001 - what every handler is given
    """Remove the bytes of every file the row erased, but those that somebody else's application needs."""
    erased = Material.objects.using("worker").filter(erasure=row.payload["erasure"])
    for digest in sorted(set(erased.values_list("digest", flat=True))):
        if not Material.objects.using("worker").filter(digest=digest, erasure=None).exists():
            store.remove(digest)
