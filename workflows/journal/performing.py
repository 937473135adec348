"""Performs one effect: claimed by compare-and-set, done with its rows in one transaction, tried again or given up.

An effect is claimed for a while in a short transaction of its own, so that no lock is held while its handler works: an
open transaction holds the relay back for everybody.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import structlog
from django.db import connections, transaction
from django.utils.translation import gettext_lazy as _

from workflows.journal import jobs
from workflows.journal.effects import consumers
from workflows.journal.enums import EffectState
from workflows.journal.errors import JournalError
from workflows.journal.models import JournalRow

CLAIM_SECONDS = 45
"""How long an effect belongs to whoever claimed it; after a crash it is free again."""

BACKOFF_SECONDS = (2, 15, 60, 300)
"""How long to wait after each failure; the one after the last gives the effect up."""

LONGEST_ERROR = 2000
"""Characters kept of what a failure said."""

_reports = structlog.get_logger(__name__)

_CLAIM = """
UPDATE workflows_effect SET attempts = attempts + 1, not_before = now() + %s * interval '1 second'
 WHERE id = %s AND state IN ('PENDING', 'FAILED') AND not_before <= now()
RETURNING row_id, kind, attempts
"""

_DONE = """
UPDATE workflows_effect SET state = 'DONE', done_at = now(), error = ''
 WHERE id = %s AND attempts = %s AND state IN ('PENDING', 'FAILED')
"""

_FAILED = """
UPDATE workflows_effect SET state = %s, error = %s, not_before = now() + %s * interval '1 second'
 WHERE id = %s AND attempts = %s AND state IN ('PENDING', 'FAILED')
RETURNING not_before
"""

_REVIVE = """
UPDATE workflows_effect SET state = 'PENDING', attempts = 0, not_before = now() WHERE state = 'DEAD'
"""

_STANDS = "SELECT state, not_before FROM workflows_effect WHERE id = %s"


class Performed(StrEnum):
    """What became of one attempt."""

    DONE = "done"
    FAILED = "failed"
    DEAD = "dead"
    NOTHING = "nothing"
    """It was done, given up, or is in other hands."""


class UnknownKindError(JournalError):
    """Nobody in this program performs effects of that kind."""


class OvertakenError(JournalError):
    """The claim ran out while the handler worked, and somebody else took the effect over."""


@dataclass(frozen=True, slots=True)
class _Claim:
    effect: int
    row: int
    kind: str
    attempt: int


def perform_effect(effect: int, now: datetime, using: str = "worker", *, defer: bool = True) -> Performed:
    """Perform one effect at the instant ``now``; what its handler raises becomes its error and never the caller's.

    With ``defer`` another attempt is queued, also where the effect is in other hands that may never finish it.
    """
    claim = _claim(effect, using)
    if claim is None:
        if defer:
            _come_back(effect, using)
        return Performed.NOTHING
    try:
        _handle(claim, now, using)
    except Exception as error:  # noqa: BLE001 - whatever a handler raises is recorded and tried again
        return _failed(claim, error, using, defer=defer)
    return Performed.DONE


def revive(using: str = "worker") -> int:
    """Give every effect that was given up five more attempts; gives how many there were.

    The running worker queues them as it does every effect without a job.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(_REVIVE)
        return int(cursor.rowcount)


def _claim(effect: int, using: str) -> _Claim | None:
    with connections[using].cursor() as cursor:
        cursor.execute(_CLAIM, [CLAIM_SECONDS, effect])
        claimed = cursor.fetchone()
    return _Claim(effect, *claimed) if claimed else None


def _come_back(effect: int, using: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(_STANDS, [effect])
        found = cursor.fetchone()
    if found and found[0] in {EffectState.PENDING, EffectState.FAILED}:
        _defer_once_more(effect, found[1], using)


def _handle(claim: _Claim, now: datetime, using: str) -> None:
    consumer = consumers().get(claim.kind)
    if consumer is None:
        raise UnknownKindError(
            "journal.unknown_kind",
            _("Nothing here performs effects of the kind %(kind)s; start the worker of the same version as the site."),
            kind=claim.kind,
        )
    if not consumer.transactional:
        consumer.handle(claim.effect, JournalRow.objects.using(using).get(pk=claim.row), now)
        _done(claim, using)
        return
    with transaction.atomic(using=using):
        consumer.handle(claim.effect, JournalRow.objects.using(using).get(pk=claim.row), now)
        _done(claim, using)


def _done(claim: _Claim, using: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(_DONE, [claim.effect, claim.attempt])
        if cursor.rowcount != 1:
            raise OvertakenError(
                "journal.overtaken",
                _("The effect %(effect)s took longer than it was claimed for and was taken over."),
                effect=claim.effect,
            )


def _failed(claim: _Claim, error: Exception, using: str, *, defer: bool) -> Performed:
    given_up = claim.attempt > len(BACKOFF_SECONDS)
    state = EffectState.DEAD if given_up else EffectState.FAILED
    wait = 0 if given_up else BACKOFF_SECONDS[claim.attempt - 1]
    said = f"{type(error).__name__}: {error}"[:LONGEST_ERROR]
    with connections[using].cursor() as cursor:
        cursor.execute(_FAILED, [state.value, said, wait, claim.effect, claim.attempt])
        again = cursor.fetchone()
    if again is None:
        return Performed.NOTHING
    tell = _reports.error if given_up else _reports.warning
    tell(
        "effect.given_up" if given_up else "effect.failed",
        effect=claim.effect,
        kind=claim.kind,
        row=claim.row,
        attempt=claim.attempt,
        exc_info=error,
    )
    if defer and not given_up:
        _defer_once_more(claim.effect, again[0], using)
    return Performed.DEAD if given_up else Performed.FAILED


def _defer_once_more(effect: int, at: datetime, using: str) -> None:
    """Queue another attempt; when one waits already, that one will do."""
    try:
        jobs.defer([effect], using, at=at)
    except jobs.AlreadyEnqueued:
        _reports.info("effect.waits_already", effect=effect)
