"""What people are told because of an act, in the words of the standard."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.engine.models import Case
from workflows.organisation.scoping import ScopedManager, VisibleBy
from workflows.standards.enums import Audience

AUDIENCES = [(audience.value, audience.value) for audience in Audience]


class Notice(models.Model):
    """One message about one journal row of a case; the row's number and the notice's key in the standard name it.

    A notice to the applicant names the key of whoever filed and is seen by them alone; one to a desk names the
    districts whose desks go on with the case; one to supervision is seen by whoever watches every district. ``text`` is
    the standard's, in both languages. It was read once somebody it is for said so.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="notices", db_index=False, verbose_name=_("case"))
    seq = models.PositiveIntegerField(_("number of the journal row"))
    key = models.CharField(_("notice"), max_length=64)
    audience = models.CharField(_("audience"), max_length=16, choices=AUDIENCES)
    applicant = models.BigIntegerField(_("applicant"), null=True)
    districts = ArrayField(models.BigIntegerField(), verbose_name=_("districts"), default=list)
    text = models.JSONField(_("text"))
    told_at = models.DateTimeField(_("takes effect at"))
    created_at = models.DateTimeField(_("created at"))
    read_at = models.DateTimeField(_("read at"), null=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("read by"),
    )

    objects = ScopedManager()
    visible_by = VisibleBy(districts="districts", applicant="applicant")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "seq", "key"], name="one_notice_per_row_and_key"),
            models.CheckConstraint(
                name="notice_is_for_its_audience",
                condition=Q(audience="APPLICANT", applicant__isnull=False, districts__len=0)
                | Q(audience="DESK", applicant=None, districts__len__gt=0)
                | Q(audience="SUPERVISION", applicant=None, districts__len=0),
            ),
            models.CheckConstraint(
                name="notice_is_read_by_somebody",
                condition=Q(read_at=None, read_by=None) | Q(read_at__isnull=False, read_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["applicant", "-id"], name="notices_of_an_applicant"),
            models.Index(fields=["applicant"], name="unread_of_an_applicant", condition=Q(read_at=None)),
            GinIndex(fields=["districts"], name="unread_of_a_district", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq} {self.key}"
