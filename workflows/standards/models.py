"""Published versions and drafts of standards."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class VersionQuerySet(models.QuerySet["StandardVersion"]):
    """Versions of standards."""

    def published(self) -> Self:
        """Only the corridor's versions, without those compiled for districts."""
        return self.filter(base=None)


class StandardVersion(models.Model):
    """One published version: immutable, addressed by the digest of its canonical JSON, valid from a date.

    A case is pinned to its version. Two versions of a standard never begin on the same day, and the one in force is
    the last that has begun.

    With a ``base`` it is an effective version: the base with the terms of some districts applied, which the database
    compares with the base and refuses unless it only takes away. It has the base's number and day, and nobody drafted
    it. Districts that come to the same text share one row. ``published()`` leaves the effective versions out.
    """

    key = models.CharField(_("standard"), max_length=64)
    number = models.PositiveIntegerField(_("version"))
    digest = models.CharField(_("digest"), max_length=64)
    base = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="effective", verbose_name=_("version with terms applied")
    )
    body = models.JSONField(_("body"))
    valid_from = models.DateField(_("in force from"))
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("drafted by")
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "number"], condition=Q(base=None), name="version_number_is_unique"),
            models.UniqueConstraint(fields=["digest"], condition=Q(base=None), name="one_text_is_published_once"),
            models.UniqueConstraint(
                fields=["base", "digest"], condition=Q(base__isnull=False), name="equal_districts_share_one_version"
            ),
            models.CheckConstraint(
                name="effective_version_is_compiled_and_not_drafted",
                condition=Q(base=None) | Q(published_by=None, approved_by=None),
            ),
            models.UniqueConstraint(
                fields=["key", "valid_from"],
                condition=Q(base=None),
                name="one_version_begins_on_a_day",
                violation_error_message=_("Another version of this standard comes into force on this day."),
            ),
            models.CheckConstraint(
                name="version_digest_is_sha256",
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
            ),
            models.CheckConstraint(
                name="version_is_approved_by_a_second_person",
                condition=Q(published_by=None) | Q(approved_by=None) | ~Q(published_by=models.F("approved_by")),
                violation_error_message=_("A version is approved by another person than the one who drafted it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"


class StandardDraft(models.Model):
    """A standard being changed in the studio; ``base`` is the version it started from."""

    key = models.CharField(_("standard"), max_length=64)
    base = models.ForeignKey(
        StandardVersion, models.PROTECT, null=True, blank=True, related_name="drafts", verbose_name=_("based on")
    )
    body = models.JSONField(_("body"))
    revision = models.PositiveIntegerField(_("revision"), default=1)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    changed_at = models.DateTimeField(_("changed at"))

    def __str__(self) -> str:
        return f"{self.key} (draft)"
