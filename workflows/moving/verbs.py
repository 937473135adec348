"""What keepers do with plans: make one, settle choices, submit it, and put a case back that was moved."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from workflows.engine import gateway
from workflows.engine.errors import CaseNotFound, Conflict
from workflows.engine.gateway import Held
from workflows.engine.interpreter import due_silences
from workflows.engine.moving import Move, turned_back
from workflows.engine.rulebook import rules_of
from workflows.engine.state import SYSTEM
from workflows.journal.enums import Verb
from workflows.journal.models import JournalRow
from workflows.moving.document import PlanDocument
from workflows.moving.enums import DuePolicy, LineOutcome, PlanState, Verdict
from workflows.moving.errors import (
    ChoiceUnknown,
    NoSuchPlan,
    NoSuchVersion,
    NothingToMove,
    NotInForceYet,
    NotMoved,
    PlanIsFixed,
    PlanMoved,
    PreviewMissing,
    WentOn,
)
from workflows.moving.models import MoveLine, MovePlan
from workflows.moving.writing import move_body
from workflows.organisation.enums import PostRole
from workflows.organisation.models import District, Person
from workflows.standards.models import StandardVersion
from workflows.standards.promulgation.enums import Outcome, SubjectKind
from workflows.standards.promulgation.errors import AnotherDrafterError, NotEntitledError
from workflows.standards.promulgation.models import PromulgationProcess
from workflows.standards.promulgation.verbs import propose
from workflows.standards.queries import holds_post
from workflows.standards.schema import Standard

ACTS = (Verb.OPEN, Verb.ACT)


@transaction.atomic
def make_plan(*, actor: Person, standard: str, source: int, target: int, now: datetime) -> MovePlan:
    """Make a plan from one version of a standard to another, by their numbers; the worker previews it at once.

    Raise NotEntitledError or NoSuchVersion.
    """
    _need_keeper(actor, now)
    versions = {each.number: each for each in StandardVersion.objects.filter(key=standard, number__in=[source, target])}
    if len(versions) != 2:  # noqa: PLR2004 - the one to leave and the one to go to
        raise NoSuchVersion(standard=standard)
    old, new = versions[source], versions[target]
    document = PlanDocument(
        title=new.body["title"], standard=standard, source=old.digest, target=new.digest, numbers=(source, target)
    )
    body = document.model_dump(mode="json")
    return MovePlan.objects.create(source=old, target=new, body=body, drafted_by=actor, changed_at=now)


@transaction.atomic
def settle(
    *,
    actor: Person,
    plan: int,
    revision: int,
    now: datetime,
    steps: Mapping[str, str] | None = None,
    case: int | None = None,
    due: DuePolicy | None = None,
) -> MovePlan:
    """Choose as what steps go on, for all cases or for one, and which due date holds; the preview begins anew.

    An empty answer takes a choice back. Raise NotEntitledError, NoSuchPlan, AnotherDrafterError, PlanIsFixed,
    PlanMoved when ``revision`` is not the present one, or ChoiceUnknown.
    """
    held = _own(actor, plan, now)
    if held.revision != revision:
        raise PlanMoved
    _check_choices(held, steps or {})
    document = held.document.chosen(steps or {}, case)
    if due is not None:
        document = document.model_copy(update={"due": due})
    body = document.model_dump(mode="json")
    if body == held.body:
        return held
    held.body, held.revision, held.changed_at, held.cursor = body, held.revision + 1, now, 0
    held.save(update_fields=["body", "revision", "changed_at", "cursor", "state", "promulgation"])
    MoveLine.objects.filter(plan=held).delete()
    return held


@transaction.atomic
def preview_again(*, actor: Person, plan: int, now: datetime) -> MovePlan:
    """Judge every case anew, because cases have gone on since. Raise as ``settle`` does."""
    held = _own(actor, plan, now)
    held.previewed, held.cursor = 0, 0
    held.save(update_fields=["previewed", "cursor", "state", "promulgation"])
    MoveLine.objects.filter(plan=held).delete()
    return held


@transaction.atomic
def drop_plan(*, actor: Person, plan: int, now: datetime) -> None:
    """Give a plan up that is not before the districts. Raise NotEntitledError, NoSuchPlan, AnotherDrafterError or PlanIsFixed."""
    held = _own(actor, plan, now)
    held.state = PlanState.DROPPED
    held.save(update_fields=["state", "promulgation"])
    MoveLine.objects.filter(plan=held).delete()


@transaction.atomic
def submit_plan(
    *,
    actor: Person,
    plan: int,
    districts: Collection[District],
    valid_from: date,
    now: datetime,
    opinions_due_at: datetime | None = None,
) -> PromulgationProcess:
    """Put a plan before the districts; cases whose choice is not settled stay where they are.

    Raise NotEntitledError, NoSuchPlan, AnotherDrafterError, PlanIsFixed, PreviewMissing, NothingToMove, NotInForceYet,
    or what proposing refuses.
    """
    held = _own(actor, plan, now)
    if not held.is_previewed:
        raise PreviewMissing
    if not MoveLine.objects.filter(plan=held, verdict=Verdict.SAFE).exists():
        raise NothingToMove
    if valid_from < held.target.valid_from:
        raise NotInForceYet(day=held.target.valid_from.isoformat())
    proposal = PromulgationProcess(
        subject=SubjectKind.MOVE_PLAN,
        key=f"plan {held.pk}",
        digest=held.document.digest,
        body=held.body,
        valid_from=valid_from,
        opinions_due_at=opinions_due_at,
    )
    held.promulgation = propose(actor=actor, proposal=proposal, districts=districts, now=now)
    held.state = PlanState.SUBMITTED
    held.save(update_fields=["promulgation", "state"])
    return held.promulgation


def put_in_force(change: PromulgationProcess) -> None:
    """Let the worker carry out what was approved, from its day on; called in the transaction of the approval."""
    held = MovePlan.objects.select_for_update(no_key=True).get(promulgation=change)
    if held.document.digest != change.digest:
        raise PlanMoved
    held.state, held.valid_from, held.cursor = PlanState.APPROVED, change.valid_from, 0
    held.save(update_fields=["state", "valid_from", "cursor"])


def put_back(*, actor: Person, case: int, now: datetime, using: str = "worker") -> int:
    """Put a case back to the version it was moved from, until the next act on it; gives the row's number.

    The days the clock has used stay used. Raise NotEntitledError, CaseNotFound, NotMoved, WentOn or Conflict.
    """
    _need_keeper(actor, now)
    with transaction.atomic(using=using):
        held = gateway.read(SYSTEM, [case], [], now, using, hold=True).cases.get(case)
        if held is None:
            raise CaseNotFound
        row = _row_to_undo(held, using)
        _refuse_silences(held, now)
        back = turned_back(held.state, Move.from_json(row.payload["move"]), now)
        version = StandardVersion.objects.using(using).values_list("pk", flat=True).get(digest=back.target)
        body = move_body(held, back, rules_of(version), version, now, verb=Verb.MOVE_BACK, actor=actor.pk)
        (written,) = gateway.write(SYSTEM, [body], now, using)
        if written["answer"] != "done":
            raise Conflict
        lines = MoveLine.objects.using(using).filter(case=case, seq=row.seq, outcome=LineOutcome.MOVED)
        seq: int = body["rows"][-1]["seq"]
        lines.update(outcome=LineOutcome.BACK, seq=seq)
    return seq


def _row_to_undo(held: Held, using: str) -> JournalRow:
    """The row of the move; raise NotMoved for none, WentOn when somebody has acted since."""
    rows = JournalRow.objects.using(using).filter(case_id=held.id).order_by("-seq")
    move = rows.filter(verb__in=[Verb.MOVE, Verb.MOVE_BACK]).first()
    if move is None or move.verb == Verb.MOVE_BACK:
        raise NotMoved
    act = rows.filter(verb__in=ACTS, seq__gt=move.seq).last()
    if act is not None:
        raise WentOn(at=act.legal_at)
    return move


def _refuse_silences(held: Held, now: datetime) -> None:
    due = due_silences(rules_of(held.standard).standard, held.state, now)
    if due:
        raise WentOn(at=due[0].now)


def _need_keeper(actor: Person, now: datetime) -> None:
    if not holds_post(actor, PostRole.STANDARD_KEEPER, localdate(now)):
        raise NotEntitledError


def _own(actor: Person, plan: int, now: datetime) -> MovePlan:
    """The actor's plan while it may be changed, held until the transaction ends; one that was refused is open again."""
    _need_keeper(actor, now)
    rows = MovePlan.objects.select_for_update(of=["self"], no_key=True).select_related("drafted_by", "target")
    held = rows.filter(pk=plan).first()
    if held is None:
        raise NoSuchPlan
    if held.drafted_by_id != actor.pk:
        raise AnotherDrafterError(held.drafted_by.name)
    ended = held.promulgation.outcome if held.promulgation else ""
    if held.state == PlanState.SUBMITTED and ended in {Outcome.REJECTED, Outcome.WITHDRAWN}:
        held.state, held.promulgation = PlanState.DRAFT, None
    if held.state != PlanState.DRAFT:
        raise PlanIsFixed
    return held


def _check_choices(held: MovePlan, steps: Mapping[str, str]) -> None:
    old = {step.key for step in Standard.model_validate(held.source.body).steps}
    new = {step.key for step in Standard.model_validate(held.target.body).steps} | {""}
    for before, after in steps.items():
        if before not in old or after not in new:
            raise ChoiceUnknown(step=after if before in old else before)
