"""Published terms and drafts of terms."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workflows.organisation.models import District
from workflows.standards.models import StandardVersion


class DistrictTerms(models.Model):
    """The difference of a district from a version of a standard, from a day on: immutable, addressed by its digest.

    The terms in force are the last that have begun; terms without differences end what was before. Two districts with
    the same difference have the same digest.
    """

    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name=_("district"))
    key = models.CharField(_("standard"), max_length=64)
    number = models.PositiveIntegerField(_("number"))
    base = models.ForeignKey(
        StandardVersion, models.PROTECT, related_name="+", db_index=False, verbose_name=_("based on")
    )
    digest = models.CharField(_("digest"), max_length=64)
    body = models.JSONField(_("body"))
    valid_from = models.DateField(_("in force from"))
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("approved by")
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["district", "key", "number"], name="terms_number_is_unique"),
            models.UniqueConstraint(
                fields=["district", "key", "valid_from"],
                name="one_difference_of_a_district_begins_on_a_day",
                violation_error_message=_("Other terms of this district come into force on this day."),
            ),
            models.CheckConstraint(name="terms_digest_is_sha256", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="terms_are_approved_by_a_second_person",
                condition=~Q(published_by=F("approved_by")),
                violation_error_message=_("Terms are approved by another person than the one who drafted them."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.district_id} {self.number}"


class TermsDraft(models.Model):
    """The terms a district is writing, one draft for each standard; it can never hold what could not be published."""

    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name=_("district"))
    key = models.CharField(_("standard"), max_length=64)
    base = models.ForeignKey(
        StandardVersion, models.PROTECT, related_name="+", db_index=False, verbose_name=_("based on")
    )
    body = models.JSONField(_("body"))
    revision = models.PositiveIntegerField(_("revision"), default=1)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["district", "key"],
                name="one_draft_of_terms_of_a_district",
                violation_error_message=_("This district has a draft of terms for this standard already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.district_id} (draft)"
