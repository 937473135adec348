"""Recording on a case what a register answered: a row of the journal, and a fact the rules see from then on."""

from datetime import datetime
from typing import Any

from workflows.engine.noting import note
from workflows.engine.state import SYSTEM
from workflows.engine.verbs import catch_up
from workflows.journal.enums import Verb


def record_fact(*, case: int, name: str, value: Any, source: str, now: datetime, using: str = "worker") -> int:
    """Write an answer of a register on the journal of a case, also of one that has ended; gives the row's number.

    ``value`` is plain JSON without personal values, because the journal is never erased; ``source`` names the register.
    The answer becomes the fact ``name``. Who repeats it writes it twice: the caller knows what it has recorded. Raise
    CaseNotFound, Conflict or NotRecordableError. A step that waited for the fact is gone on from at once.
    """
    number = note(
        actor=SYSTEM,
        case=case,
        verb=Verb.FACT,
        said={"name": name, "value": value, "source": source},
        now=now,
        beside=lambda held: {"facts": {**held.state.facts, name: value}},
        using=using,
    )
    catch_up(cases=[case], now=now, using=using)
    return number
