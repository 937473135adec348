"""How a change of rules stands: its milestones from submission to force, and who may do what now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from viewflow.workflow.status import STATUS

from workflows.organisation.enums import PostRole
from workflows.organisation.models import Person
from workflows.organisation.queries import Scope
from workflows.standards.promulgation.enums import Opinion, Outcome, SubjectKind
from workflows.standards.promulgation.flow import Promulgation
from workflows.standards.promulgation.models import PromulgationProcess, PromulgationTask
from workflows.standards.promulgation.queries import OPINION_ROLE, opinions_on
from workflows.studio.queries import keeps_standards
from workflows.templatetags.look import full_day


@dataclass(frozen=True, slots=True)
class Milestone:
    """One entry of the timeline; ``state`` is done, now or empty for what is to come."""

    title: str
    sentence: str
    state: str = ""
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything the page of a change says about where it stands."""

    milestones: list[Milestone]
    opinions: list[PromulgationTask]
    own_opinions: list[PromulgationTask]
    objected: bool
    may_decide: bool
    may_withdraw: bool
    own_approval: bool
    """Whether the visitor would decide, had they not drafted it."""


def progress_of(change: PromulgationProcess, person: Person, scope: Scope) -> Progress:
    """How a change stands for a person; two queries."""
    opinions = list(opinions_on(change.pk))
    waits = _approval_waits(change)
    drafter = change.drafted_by_id == person.pk
    keeper = keeps_standards(scope)
    return Progress(
        milestones=list(_milestones(change, opinions)),
        opinions=opinions,
        own_opinions=[] if drafter else [opinion for opinion in opinions if _may_speak(opinion, scope)],
        objected=any(opinion.opinion == Opinion.OBJECT for opinion in opinions),
        may_decide=waits and keeper and not drafter,
        may_withdraw=drafter and not change.outcome,
        own_approval=waits and keeper and drafter,
    )


def _approval_waits(change: PromulgationProcess) -> bool:
    waiting = PromulgationTask.objects.waiting().filter(process=change, flow_task=Promulgation.approval)
    return bool(not change.outcome and waiting.exists())


def _may_speak(opinion: PromulgationTask, scope: Scope) -> bool:
    return bool(opinion.status == STATUS.NEW and scope.holds(PostRole(OPINION_ROLE), district=opinion.district_id))


def _milestones(change: PromulgationProcess, opinions: list[PromulgationTask]) -> Iterator[Milestone]:
    yield Milestone(
        _("Submitted"),
        _("%(name)s put the draft before the districts.") % {"name": change.drafted_by.name},
        "done",
        change.submitted_at,
    )
    given = [opinion for opinion in opinions if opinion.status == STATUS.DONE]
    heard = len(given) == len(opinions)
    counted = _("%(given)s of %(asked)s districts have given their opinion.") % {
        "given": len(given),
        "asked": len(opinions),
    }
    last = max((opinion.done_at for opinion in given if opinion.done_at), default=None) if heard else None
    yield Milestone(_("Opinions of the districts"), counted, _state(done=heard, over=bool(change.outcome)), last)
    if change.outcome in {Outcome.REJECTED, Outcome.WITHDRAWN}:
        yield _ended(change)
        return
    published = change.outcome == Outcome.PUBLISHED
    yield Milestone(
        _("Approval by a second person"),
        _("%(name)s approved it.") % {"name": change.approved_by.name}
        if change.approved_by
        else _("A standard keeper who did not draft it decides."),
        "done" if published else "now" if heard else "",
        change.decided_at,
    )
    yield Milestone(
        _("In force"),
        _in_force(change),
        "done" if published else "",
    )


def _in_force(change: PromulgationProcess) -> str:
    sentence = (
        _("From %(day)s the worker moves the cases; each can be put back until the next act on it.")
        if change.subject == SubjectKind.MOVE_PLAN
        else _("From %(day)s. Cases received before keep the version they began with.")
    )
    return sentence % {"day": full_day(change.valid_from)}


def _state(*, done: bool, over: bool) -> str:
    if done:
        return "done"
    return "" if over else "now"


def _ended(change: PromulgationProcess) -> Milestone:
    name = change.decided_by.name if change.decided_by else ""
    said = (
        _("%(name)s rejected it: %(reason)s")
        if change.outcome == Outcome.REJECTED
        else _("%(name)s withdrew it: %(reason)s")
    )
    return Milestone(
        str(Outcome(change.outcome).label), said % {"name": name, "reason": change.reason}, "done", change.decided_at
    )
