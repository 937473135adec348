"""The flow: a draft is put before every district concerned, approved by a second person, and put in force from a date."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import nodes
from viewflow.workflow.base import Flow

from workflows.standards.canonical import parse
from workflows.standards.promulgation.enums import Outcome, SubjectKind
from workflows.standards.promulgation.locking import BlockingLock
from workflows.standards.promulgation.models import PromulgationProcess, PromulgationTask
from workflows.standards.promulgation.nodes import DeskTask, DistrictSplit
from workflows.standards.promulgation.subjects import enforcement_of
from workflows.standards.verbs import publish


class Promulgation(Flow):  # type: ignore[misc]  # Viewflow is untyped
    """Promulgation of rules."""

    process_class = PromulgationProcess
    task_class = PromulgationTask
    lock_impl = BlockingLock()
    process_title = _("Promulgation of rules")

    start = nodes.StartHandle(this.begin).Annotation(title=_("Submit the draft")).Next(this.consultation)

    consultation = (
        DistrictSplit(this.districts).Annotation(title=_("Consult every district concerned")).Next(this.opinion)
    )

    opinion = DeskTask().Annotation(title=_("Opinion of a district")).Next(this.all_heard)

    all_heard = nodes.Join().Annotation(title=_("All districts are heard")).Next(this.approval)

    approval = DeskTask().Annotation(title=_("Approval by a second person")).Next(this.decision)

    decision = (
        nodes.Switch()
        .Annotation(title=_("Decision"))
        .Case(this.publication, lambda activation: activation.process.outcome == Outcome.PUBLISHED)
        .Default(this.rejected)
    )

    publication = nodes.Function(this.put_in_force).Annotation(title=_("Publication")).Next(this.in_force)

    in_force = nodes.End().Annotation(title=_("In force from its date"))

    rejected = nodes.End().Annotation(title=_("Rejected"))

    def begin(self, activation: Any, *, proposal: PromulgationProcess) -> PromulgationProcess:
        """Take the proposal for the process that starts."""
        proposal.flow_class = activation.flow_class
        activation.process = activation.task.process = proposal
        activation.task.owner = proposal.drafted_by
        activation.task.done_at = proposal.submitted_at
        return proposal

    def districts(self, activation: Any) -> list[int]:
        """The districts the process concerns."""
        return list(activation.process.districts)

    def put_in_force(self, activation: Any) -> None:
        """Publish what was proposed; what publishing refuses is raised and undoes the approval."""
        process = activation.process
        if process.subject != SubjectKind.STANDARD:
            enforcement_of(process)(process)
            return
        process.version = publish(
            actor=process.drafted_by,
            second=process.approved_by,
            standard=parse(process.body),
            valid_from=process.valid_from,
            now=process.decided_at,
        )
        process.save(update_fields=["version"])
