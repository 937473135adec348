"""Which version of a standard ruled when a row was written: a case may have moved to another one since."""

from collections.abc import Sequence

from workflows.engine.history import ruled_by
from workflows.engine.rulebook import rules_of
from workflows.engine.rules import Rules
from workflows.journal.enums import Verb
from workflows.journal.models import JournalRow
from workflows.standards.models import StandardVersion

MOVES = (Verb.MOVE, Verb.MOVE_BACK)


def version_then(row: JournalRow, pinned: int, using: str) -> int:
    """Return the version that ruled when ``row`` was written, of a case that is pinned to ``pinned`` now."""
    later = JournalRow.objects.using(using).filter(case_id=row.case_id, seq__gt=row.seq, verb__in=MOVES)
    move = later.order_by("seq").values_list("payload", flat=True).first()
    if move is None:
        return pinned
    return StandardVersion.objects.using(using).values_list("pk", flat=True).get(digest=move["move"]["source"])


def rules_then(rows: Sequence[JournalRow], present: Rules) -> list[Rules]:
    """Return the rules that held for each row of a case whose rules are ``present`` now; no query without a move."""
    if not any(row.verb in MOVES for row in rows):
        return [present] * len(rows)
    ruling = ruled_by(rows, "")
    versions = StandardVersion.objects.filter(digest__in={digest for digest in ruling if digest})
    known = {digest: rules_of(version) for digest, version in versions.values_list("digest", "pk")}
    return [known.get(digest, present) for digest in ruling]
