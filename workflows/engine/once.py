"""Everything that is to be done at the present instant, done in one go and in one process."""

import time
from dataclasses import asdict, dataclass

import structlog

from workflows.engine.bulk.verbs import carry_out_open
from workflows.engine.chores import do_chores
from workflows.engine.due import due_silences
from workflows.engine.present import present
from workflows.journal.enums import EffectState
from workflows.journal.models import Effect
from workflows.journal.performing import Performed, perform_effect
from workflows.journal.relay import is_held_up, relay_once
from workflows.journal.seals.verbs import seal_and_countersign

OPEN = (EffectState.PENDING, EffectState.FAILED)
PATIENCE = 20.0
"""Seconds to wait for transactions of others that hold up rows of the journal."""

_reports = structlog.get_logger()


@dataclass(slots=True)
class Summary:
    """What one call did, and what it left: effects that failed or were given up make it unclean."""

    silences: int = 0
    effects: int = 0
    done: int = 0
    failed: int = 0
    dead: int = 0
    seals: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether nothing is left that failed."""
        return not (self.failed or self.dead)

    def as_json(self) -> dict[str, int]:
        """The figures by name."""
        return asdict(self)


def work_once(using: str = "worker") -> Summary:
    """Apply due silences, carry out orders and chores, relay, perform every effect, until nothing is left; then seal.

    An effect that has just failed is left for its next attempt; one that another worker holds is left to it. Rows that
    an older transaction holds up are waited for, and after ``PATIENCE`` left to the next call.
    """
    summary = Summary()
    until = time.monotonic() + PATIENCE
    while _round(summary, using) or _waits(until, using):
        pass
    summary.seals = seal_and_countersign(now=present(using), using=using).seals
    standing = Effect.objects.using(using)
    summary.failed = standing.filter(state=EffectState.FAILED).count()
    summary.dead = standing.filter(state=EffectState.DEAD).count()
    return summary


def _waits(until: float, using: str) -> bool:
    """Wait a moment for rows that are held up; False when there are none, or when it took too long."""
    if not is_held_up(using):
        return False
    if time.monotonic() > until:
        _reports.warning("journal.held_up", seconds=PATIENCE)
        return False
    time.sleep(0.05)
    return True


def _round(summary: Summary, using: str) -> bool:
    """Do one round; False when it found nothing to do."""
    silences = due_silences(present(using), using)
    ordered = carry_out_open(using)
    chores = do_chores(present(using), using)
    relayed = relay_once(using, defer=False)
    tried, done = _perform_open(using)
    summary.silences += silences
    summary.effects += relayed.effects
    summary.done += done
    return bool(silences or ordered or chores or relayed.effects or relayed.more or tried)


def _perform_open(using: str) -> tuple[int, int]:
    """Attempt every open effect in the order they came; gives how many were claimed and how many done."""
    tried = done = 0
    for effect in list(Effect.objects.using(using).filter(state__in=OPEN).order_by("pk").values_list("pk", flat=True)):
        outcome = perform_effect(effect, present(using), using, defer=False)
        tried += outcome is not Performed.NOTHING
        done += outcome is Performed.DONE
    return tried, done
