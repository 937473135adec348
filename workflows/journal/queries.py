"""Questions about what follows from the journal."""

from collections.abc import Mapping

from django.db import connections
from django.db.models import QuerySet

from workflows.journal.enums import EffectState
from workflows.journal.models import Effect

_NUMBERS = """
SELECT workflows_case.id, number FROM workflows_case
 WHERE id IN (SELECT case_id FROM workflows_effect WHERE state = 'DEAD')
"""


def given_up(using: str = "audit") -> tuple[QuerySet[Effect], Mapping[int, str]]:
    """The effects that were given up, and the numbers of their cases by key.

    A system administrator sees no case; they are told which failed and why, as the role that reads everything.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(_NUMBERS)
        numbers = dict(cursor.fetchall())
    return Effect.objects.using(using).filter(state=EffectState.DEAD), numbers
