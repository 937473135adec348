"""Who read what in full, how long what is kept, what is held, and what was asked to be erased."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from approvals.privacy.enums import (
    AccessKind,
    AccessReason,
    CountedFrom,
    DataClass,
    ErasureOutcome,
    ErasureReason,
)
from workflows.engine.models import Case
from workflows.organisation.scoping import ScopedManager, VisibleBy

LONGEST_LAW = 120


class Access(models.Model):
    """One look at personal values: who, when, of which case, what, and why (个保法 51, 55). It never changes.

    ``fields`` are paths in the form, or the key and the name-free digest of a file; never a value. The person
    concerned sees it on their page of the case (个保法 45).
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("person")
    )
    case = models.ForeignKey(Case, models.PROTECT, related_name="accesses", verbose_name=_("case"))
    kind = models.CharField(_("kind"), max_length=8, choices=AccessKind.choices)
    fields = ArrayField(models.CharField(max_length=200), verbose_name=_("fields"))
    reason = models.CharField(_("reason"), max_length=8, choices=AccessReason.choices)
    at = models.DateTimeField(_("at"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())

    objects = ScopedManager()
    visible_by = VisibleBy(applicant="case__applicant")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="access_kind_is_known", condition=Q(kind__in=AccessKind.values)),
            models.CheckConstraint(name="access_reason_is_listed", condition=Q(reason__in=AccessReason.values)),
            models.CheckConstraint(name="access_says_to_what", condition=Q(fields__len__gt=0)),
        ]
        indexes: ClassVar = [models.Index(fields=["-recorded_at", "-id"], name="accesses_latest_first")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class Retention(models.Model):
    """How long a class of data is kept under a standard; the latest row counts. ``standard`` empty: every other one."""

    standard = models.CharField(_("standard"), max_length=64, blank=True, default="")
    data_class = models.CharField(_("kind of data"), max_length=12, choices=DataClass.choices)
    years = models.PositiveSmallIntegerField(_("years"))
    counted_from = models.CharField(_("counted from"), max_length=8, choices=CountedFrom.choices)
    basis = models.CharField(_("basis in law"), max_length=LONGEST_LAW)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("set by")
    )
    set_at = models.DateTimeField(_("set at"))

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="retention_class_is_known", condition=Q(data_class__in=DataClass.values)),
            models.CheckConstraint(name="retention_start_is_known", condition=Q(counted_from__in=CountedFrom.values)),
            models.CheckConstraint(name="retention_names_its_basis", condition=~Q(basis="")),
        ]

    def __str__(self) -> str:
        return f"{self.standard} {self.data_class} {self.years}"


class LegalHold(models.Model):
    """A case of which nothing may be erased, such as while a court deals with it; until it is lifted."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="holds", verbose_name=_("case"))
    reason = models.CharField(_("reason"), max_length=LONGEST_LAW)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("placed by")
    )
    placed_at = models.DateTimeField(_("placed at"))
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("lifted by"),
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True)

    objects = ScopedManager()
    visible_by = VisibleBy(case="case_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(lifted_at=None), name="one_hold_on_a_case"),
            models.CheckConstraint(name="hold_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="hold_is_lifted_by_somebody_at_some_time",
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"


class Erasure(models.Model):
    """A request to erase personal values of a case (个保法 47): asked by one person, decided by another.

    The values are replaced by a mark that keeps their digest, so that chain, seals and case file still verify.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="erasures", verbose_name=_("case"))
    classes = ArrayField(models.CharField(max_length=12, choices=DataClass.choices), verbose_name=_("what"))
    reason = models.CharField(_("reason"), max_length=16, choices=ErasureReason.choices)
    law = models.CharField(_("law"), max_length=LONGEST_LAW)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=ErasureOutcome.choices, blank=True, default="")

    objects = ScopedManager()
    visible_by = VisibleBy(case="case_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(outcome=""), name="one_open_erasure_of_a_case"),
            models.CheckConstraint(name="erasure_takes_two_people", condition=~Q(asked_by=F("decided_by"))),
            models.CheckConstraint(
                name="erasure_is_of_something",
                condition=Q(classes__len__gt=0) & Q(classes__contained_by=DataClass.values),
            ),
            models.CheckConstraint(name="erasure_reason_is_listed", condition=Q(reason__in=ErasureReason.values)),
            models.CheckConstraint(name="erasure_names_its_law", condition=~Q(law="")),
            models.CheckConstraint(
                name="erasure_is_decided_by_somebody_at_some_time",
                condition=Q(outcome="", decided_at=None, decided_by=None)
                | Q(outcome__in=["ERASED", "REFUSED"], decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"

    @property
    def outcome_said(self) -> str:
        """The outcome in words."""
        return str(ErasureOutcome(self.outcome).label)

    @property
    def classes_said(self) -> list[str]:
        """What it is of, in words."""
        return [str(DataClass(each).label) for each in self.classes]
