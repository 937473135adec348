"""One slice of the cases a plan is about, read for its judgement; the same for the preview and for carrying it out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db.models import QuerySet

from workflows.clock.errors import ClockError
from workflows.engine import gateway
from workflows.engine.errors import EngineError
from workflows.engine.gateway import Held
from workflows.engine.interpreter import advance
from workflows.engine.models import Case
from workflows.engine.rulebook import rules_of
from workflows.engine.state import SYSTEM
from workflows.moving.document import PlanDocument
from workflows.moving.enums import Hindrance
from workflows.moving.judging import Between, Judgement, Reason, judge
from workflows.moving.models import MoveLine, MovePlan
from workflows.organisation.models import Desk, District

SLICE = 100
"""Cases judged, or moved, in one transaction: held for well under a second."""

_reports = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Judged:
    """One case of a slice with its judgement."""

    held: Held
    judgement: Judgement
    changes: dict[str, Any]


def running_cases(plan: MovePlan, using: str) -> QuerySet[Case]:
    """The running cases of the version a plan leaves, by key."""
    return Case.objects.using(using).filter(standard=plan.source_id, closed_at=None).order_by("pk")


def next_cases(plan: MovePlan, using: str) -> list[int]:
    """The keys of the next slice, after the last case looked at."""
    return list(running_cases(plan, using).filter(pk__gt=plan.cursor).values_list("pk", flat=True)[:SLICE])


def between(plan: MovePlan, document: PlanDocument, using: str) -> Between:
    """Both versions of a plan, with the desks there are."""
    kinds: dict[str, set[str]] = {}
    for code, kind in Desk.objects.using(using).filter(valid_to=None).values_list("district__code", "kind"):
        kinds.setdefault(code, set()).add(kind)
    return Between(
        old=rules_of(plan.source_id),
        new=rules_of(plan.target_id),
        source=document.source,
        target=document.target,
        plan=document.digest,
        due=document.due,
        desks={code: frozenset(found) for code, found in kinds.items()},
    )


def judged(plan: MovePlan, cases: list[int], now: datetime, using: str, *, hold: bool = False) -> Iterator[Judged]:
    """Read the cases in one round trip and judge each as it stands at ``now``; with ``hold`` nobody else moves them."""
    document = plan.document
    both = between(plan, document, using)
    for held in gateway.read(SYSTEM, cases, [], now, using, hold=hold).cases.values():
        # Somebody else's plan may have been faster.
        if held.standard == plan.source_id and held.state.ended_at is None:
            judgement = _judgement(both, document, held, now)
            yield Judged(held, judgement, changes_of(both, held, judgement, now))


def lines_of(plan: MovePlan, found: Iterable[Judged], using: str) -> list[MoveLine]:
    """What the plan means for each case, as rows that are not saved yet."""
    keys = dict(District.objects.using(using).values_list("code", "pk"))
    return [
        MoveLine(
            plan=plan,
            case_id=each.held.id,
            number=each.held.number,
            district_id=keys[each.held.state.district],
            verdict=each.judgement.verdict,
            reasons=[{"code": reason.code.value, "about": reason.about} for reason in each.judgement.reasons],
            changes=each.changes,
        )
        for each in found
    ]


def changes_of(both: Between, held: Held, judgement: Judgement, now: datetime) -> dict[str, Any]:
    """Return what changes in the case: its steps with desks and dates, and both due dates, before and after."""
    state = held.state
    before = both.old.clock.dues(state.ledger, now)
    if judgement.move is None:
        steps = [{"before": _standing(step.key, step.desk, step.due_at), "after": None} for step in state.steps]
        return {"steps": steps, "promised": [_iso(before.promised)], "statutory": [_iso(before.statutory)]}
    move = judgement.move
    after = both.new.clock.dues((*state.ledger, *move.entries), now)
    return {
        "steps": [
            {"before": _standing(was.key, was.desk, was.due_at), "after": _standing(is_.key, is_.desk, is_.due_at)}
            for was, is_ in zip(move.was, move.becomes, strict=True)
        ],
        "promised": [_iso(before.promised), _iso(after.promised)],
        "statutory": [_iso(before.statutory), _iso(after.statutory)],
        "lengthened": bool(before.promised and after.promised and after.promised > before.promised),
    }


def _judgement(both: Between, document: PlanDocument, held: Held, now: datetime) -> Judgement:
    try:
        # Where time alone has moved the case, it is judged as it stands after that; the move itself comes later.
        state, _silences = advance(both.old, held.state, now)
        if state.ended_at:
            return Judgement((Reason(Hindrance.OVER),))
        return judge(both, state, document.mapping_for(held.id), now)
    except (EngineError, ClockError, LookupError) as error:
        _reports.warning("moving.case_not_judged", case=held.id, error=str(error))
        return Judgement((Reason(Hindrance.UNCLEAR, type(error).__name__),))


def _standing(key: str, desk: str | None, due: datetime | None) -> dict[str, str | None]:
    return {"step": key, "desk": desk, "due": _iso(due)}


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
