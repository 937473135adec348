"""What an administrator may do about what follows from the journal."""

from datetime import datetime

import structlog
from django.db import connections
from django.utils.translation import gettext_lazy as _

from workflows.journal.errors import JournalError
from workflows.organisation.enums import PostRole
from workflows.organisation.judging import entitle
from workflows.organisation.models import Person

_reports = structlog.get_logger(__name__)

_AGAIN = """
UPDATE workflows_effect SET state = 'PENDING', attempts = 0, not_before = now() WHERE id = %s AND state = 'DEAD'
"""


class NotGivenUpError(JournalError):
    """It was done meanwhile, or somebody else has had it tried again."""

    def __init__(self) -> None:
        """Say to look at the list."""
        super().__init__(
            "journal.not_given_up", _("This is not given up any more; look at the list to see what still is.")
        )


def try_again(*, actor: Person, effect: int, now: datetime, using: str = "worker") -> None:
    """Give an effect that was given up five more attempts; the running worker takes it up within seconds.

    Effects are the worker's, so it is done as the worker. Raise NotEntitledError or NotGivenUpError.
    """
    entitle(actor, PostRole.SYSTEM_ADMIN, now)
    with connections[using].cursor() as cursor:
        cursor.execute(_AGAIN, [effect])
        if cursor.rowcount != 1:
            raise NotGivenUpError
    _reports.warning("effect.revived", effect=effect, by=actor.username)
