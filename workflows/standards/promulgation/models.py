"""The process and the tasks of promulgation: Viewflow's, with what it lacks: districts, due dates, and people who stay."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.managers import ProcessQuerySet, TaskQuerySet
from viewflow.workflow.models import AbstractProcess, AbstractTask
from viewflow.workflow.status import PROCESS, STATUS

from workflows.organisation.models import District
from workflows.standards.models import StandardDraft, StandardVersion
from workflows.standards.promulgation.enums import Opinion, Outcome, SubjectKind
from workflows.standards.terms.models import DistrictTerms


class PromulgationQuerySet(ProcessQuerySet):  # type: ignore[misc]  # Viewflow is untyped
    """Promulgations."""

    def under_way(self) -> Self:
        """Only those not yet decided."""
        found: Self = self.filter(status=PROCESS.NEW)
        return found


class PromulgationProcess(AbstractProcess):  # type: ignore[misc]  # Viewflow is untyped
    """One change of rules on its way: what is proposed, by whom, from when, and what came of it.

    ``body`` is the text as it was submitted and ``digest`` its address, so that the draft may change meanwhile.
    ``submitted_at`` and ``decided_at`` are the instants in law; Viewflow's own columns say when rows were written.
    """

    subject = models.CharField(_("subject"), max_length=20, choices=SubjectKind.choices)
    key = models.CharField(_("key"), max_length=100)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("district whose terms")
    )
    digest = models.CharField(_("digest"), max_length=64)
    body = models.JSONField(_("body"))
    draft = models.ForeignKey(StandardDraft, models.SET_NULL, null=True, related_name="+", verbose_name=_("draft"))
    districts = ArrayField(models.BigIntegerField(), verbose_name=_("districts concerned"))
    valid_from = models.DateField(_("in force from"))
    opinions_due_at = models.DateTimeField(_("opinions due at"), null=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    submitted_at = models.DateTimeField(_("submitted at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True, default="")
    reason = models.TextField(_("reason"), blank=True, default="")
    version = models.OneToOneField(
        StandardVersion, models.PROTECT, null=True, related_name="promulgation", verbose_name=_("version")
    )

    terms = models.OneToOneField(
        DistrictTerms, models.PROTECT, null=True, related_name="promulgation", verbose_name=_("terms")
    )

    objects = PromulgationQuerySet.as_manager()

    class Meta:
        # Viewflow adds this name when a flow is defined; written here, the model is the same before and after.
        default_permissions = ("manage",)
        constraints: ClassVar = [
            models.CheckConstraint(name="promulgation_subject_is_known", condition=Q(subject__in=SubjectKind.values)),
            models.CheckConstraint(
                name="promulgation_ends_with_an_outcome",
                condition=Q(outcome="", decided_at=None, decided_by=None)
                | Q(outcome__in=Outcome.values, decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="promulgation_is_approved_by_a_second_person",
                condition=Q(approved_by=None) | ~Q(approved_by=F("drafted_by")),
                violation_error_message=_(
                    "A change of rules is approved by another person than the one who drafted it."
                ),
            ),
            models.CheckConstraint(
                name="published_promulgation_is_approved",
                condition=~Q(outcome=Outcome.PUBLISHED) | Q(approved_by__isnull=False),
            ),
            models.CheckConstraint(name="promulgation_digest_is_sha256", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="terms_are_promulgated_for_a_district",
                condition=Q(district=None) ^ Q(subject=SubjectKind.TERMS),
            ),
            models.CheckConstraint(name="promulgation_concerns_a_district", condition=Q(districts__len__gt=0)),
            models.UniqueConstraint(
                fields=["subject", "key"],
                condition=Q(outcome=""),
                name="one_promulgation_of_a_subject_at_a_time",
                violation_error_message=_("A change of this subject is under way already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.key} {self.valid_from}"


class PromulgationTaskQuerySet(TaskQuerySet):  # type: ignore[misc]  # Viewflow is untyped
    """Tasks of promulgations."""

    def waiting(self) -> Self:
        """Only those that wait for a person."""
        found: Self = self.filter(status=STATUS.NEW, flow_task_type="HUMAN")
        return found


class PromulgationTask(AbstractTask):  # type: ignore[misc]  # Viewflow is untyped
    """One task of a promulgation; ``done_at`` is the instant in law at which its owner did it."""

    process = models.ForeignKey(
        PromulgationProcess, models.PROTECT, related_name="task_set", verbose_name=_("promulgation")
    )
    # Viewflow's own foreign key would delete what a person has done together with the person.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("owner")
    )
    district = models.ForeignKey(
        District, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("district")
    )
    due_at = models.DateTimeField(_("due at"), null=True)
    done_at = models.DateTimeField(_("done at"), null=True)
    opinion = models.CharField(_("opinion"), max_length=10, choices=Opinion.choices, blank=True, default="")
    reason = models.TextField(_("reason"), blank=True, default="")

    objects = PromulgationTaskQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                name="opinion_is_known_and_an_objection_has_a_reason",
                condition=Q(opinion__in=["", Opinion.CONSENT]) | (Q(opinion=Opinion.OBJECT) & ~Q(reason="")),
                violation_error_message=_("An objection needs a reason."),
            ),
            models.CheckConstraint(
                name="promulgation_task_is_done_by_somebody_at_some_time",
                condition=Q(done_at=None, owner=None) | Q(done_at__isnull=False, owner__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["process", "district"],
                condition=Q(district__isnull=False),
                name="a_district_is_asked_once",
                violation_error_message=_("This district is asked already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.process_id} {self.flow_task_type} {self.district_id or ''}"
