"""Plans to move running cases, and what each plan means for every case."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workflows.engine.models import Case
from workflows.moving.document import PlanDocument
from workflows.moving.enums import LineOutcome, PlanState, Verdict
from workflows.organisation.models import District
from workflows.standards.models import StandardVersion
from workflows.standards.promulgation.models import PromulgationProcess


class MovePlan(models.Model):
    """A plan to move the running cases of one version to another version of the same standard.

    ``revision`` counts changes of the plan, ``previewed`` the revision the lines were reckoned for; ``cursor`` is the
    last case the worker has looked at, in the preview and again when the plan is carried out from ``valid_from`` on.
    """

    source = models.ForeignKey(StandardVersion, models.PROTECT, related_name="+", verbose_name=_("from version"))
    target = models.ForeignKey(StandardVersion, models.PROTECT, related_name="+", verbose_name=_("to version"))
    body = models.JSONField(_("plan"))
    revision = models.PositiveIntegerField(_("revision"), default=1)
    previewed = models.PositiveIntegerField(_("revision previewed"), default=0)
    previewed_at = models.DateTimeField(_("previewed at"), null=True)
    cursor = models.BigIntegerField(_("last case looked at"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    changed_at = models.DateTimeField(_("changed at"))
    promulgation = models.ForeignKey(
        PromulgationProcess, models.PROTECT, null=True, related_name="+", verbose_name=_("promulgation")
    )
    valid_from = models.DateField(_("carried out from"), null=True)
    done_at = models.DateTimeField(_("carried out at"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="move_plan_state_is_known", condition=Q(state__in=PlanState.values)),
            models.CheckConstraint(name="move_plan_leads_elsewhere", condition=~Q(source=F("target"))),
            models.CheckConstraint(
                name="move_plan_is_carried_out_from_a_day",
                condition=~Q(state__in=[PlanState.APPROVED, PlanState.DONE]) | Q(valid_from__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["id"], name="move_plans_at_work", condition=~Q(state__in=[PlanState.DONE, PlanState.DROPPED])
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"

    @property
    def document(self) -> PlanDocument:
        """The plan, typed."""
        return PlanDocument.model_validate(self.body)

    @property
    def is_open(self) -> bool:
        """Tell whether the plan may still be changed."""
        return self.state == PlanState.DRAFT

    @property
    def is_previewed(self) -> bool:
        """Tell whether the lines are those of the plan as it stands."""
        return self.previewed == self.revision


class MoveLine(models.Model):
    """What a plan means for one case: the verdict of the preview with its reasons, and then what became of it.

    It holds the case's number, steps, desks and dates, and nothing of the filing.
    """

    plan = models.ForeignKey(MovePlan, models.CASCADE, related_name="lines", db_index=False, verbose_name=_("plan"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False, verbose_name=_("case"))
    number = models.CharField(_("case number"), max_length=50)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="+", db_index=False, verbose_name=_("district in charge")
    )
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict.choices)
    reasons = models.JSONField(_("reasons"))
    changes = models.JSONField(_("changes"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=LineOutcome.choices, blank=True, default="")
    why = models.JSONField(_("why it stayed"), default=list)
    seq = models.PositiveIntegerField(_("journal row"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "case"], name="a_plan_judges_a_case_once"),
            models.CheckConstraint(name="move_line_verdict_is_known", condition=Q(verdict__in=Verdict.values)),
            models.CheckConstraint(name="move_line_outcome_is_known", condition=Q(outcome__in=LineOutcome.values)),
            models.CheckConstraint(
                name="a_moved_case_has_its_row",
                condition=Q(outcome__in=[LineOutcome.WAITING, LineOutcome.STAYED], seq=None)
                | Q(outcome__in=[LineOutcome.MOVED, LineOutcome.BACK], seq__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number} {self.verdict}"
