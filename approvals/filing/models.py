"""Drafts, their materials, what was sent, and what the registers say."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.filing.enums import Channel
from enterprises.registration.models import Enterprise
from workflows.engine.models import Case
from workflows.organisation.scoping import ScopedManager, VisibleBy
from workflows.standards.models import StandardVersion

SHA256 = r"^[0-9a-f]{64}$"
LONGEST_NAME = 120


class Filing(models.Model):
    """An application as it was sent (申请): it never changes, and neither do its materials.

    ``applicant`` is the enterprise's key or the founder's own key; ``draft`` is the key the draft had, which is gone.
    ``form_digest`` is the SHA-256 of the form's canonical JSON. ``previous`` was returned and is sent again by this.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="filing", verbose_name=_("case"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, related_name="filings", verbose_name=_("enterprise")
    )
    applicant = models.BigIntegerField(_("applicant"))
    standard = models.ForeignKey(
        StandardVersion, models.PROTECT, related_name="+", db_index=False, verbose_name=_("standard")
    )
    draft = models.BigIntegerField(_("draft"), unique=True)
    key = models.UUIDField(_("key of the act"))
    form = models.JSONField(_("form"))
    form_digest = models.CharField(_("digest of the form"), max_length=64)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    filed_at = models.DateTimeField(_("filed at"))
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="again", verbose_name=_("returned application")
    )

    objects = ScopedManager()
    visible_by = VisibleBy(case="case_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="one_filing_per_person_and_key"),
            models.CheckConstraint(
                name="filing_applicant_is_its_enterprise_or_its_person",
                condition=Q(enterprise=None, applicant=F("person_id") * -1)
                | Q(enterprise__isnull=False, applicant=F("enterprise_id")),
            ),
            models.CheckConstraint(name="filing_form_digest_is_sha256", condition=Q(form_digest__regex=SHA256)),
            models.CheckConstraint(name="filing_channel_is_known", condition=Q(channel__in=Channel.values)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.form_digest[:8]}"


class FilingDraft(models.Model):
    """An application being written: its author's alone, and for an enterprise only while they act for it.

    ``owner`` is the author's own key, by which row-level security knows them. ``version`` counts the saves, so that
    two windows do not overwrite one another. ``form`` is whatever was typed, right or wrong.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    owner = models.GeneratedField(
        expression=F("person_id") * -1, output_field=models.BigIntegerField(), db_persist=True, verbose_name=_("owner")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, related_name="+", verbose_name=_("enterprise")
    )
    standard_key = models.CharField(_("standard"), max_length=64)
    form = models.JSONField(_("form"), default=dict)
    version = models.PositiveIntegerField(_("version"), default=1)
    previous = models.ForeignKey(
        Filing, models.PROTECT, null=True, related_name="+", verbose_name=_("returned application")
    )
    changed_at = models.DateTimeField(_("changed at"))

    objects = ScopedManager()
    visible_by = VisibleBy(applicant="owner")

    def __str__(self) -> str:
        return f"{self.standard_key} {self.version}"


class Material(models.Model):
    """A file handed in: for a draft until it is sent, then for the filing, for good.

    ``key`` names the material in the standard; ``media`` was found by looking at the bytes, which the store keeps
    under ``digest`` (SHA-256) until an ``erasure`` takes them away, and the file's name with them. ``size`` is in bytes.
    """

    draft = models.ForeignKey(FilingDraft, models.PROTECT, null=True, related_name="materials", verbose_name=_("draft"))
    filing = models.ForeignKey(Filing, models.PROTECT, null=True, related_name="materials", verbose_name=_("filing"))
    key = models.CharField(_("material"), max_length=64)
    name = models.CharField(_("file name"), max_length=LONGEST_NAME)
    media = models.CharField(_("media type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    digest = models.CharField(_("digest"), max_length=64)
    received_at = models.DateTimeField(_("received at"))
    erasure = models.ForeignKey(
        "approvals.Erasure",
        models.PROTECT,
        null=True,
        related_name="materials",
        db_index=False,
        verbose_name=_("erasure"),
    )

    objects = ScopedManager()
    visible_by = VisibleBy(applicant="draft__owner", case="filing__case_id")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="material_belongs_to_a_draft_or_a_filing",
                condition=Q(draft=None, filing__isnull=False) | Q(draft__isnull=False, filing=None),
            ),
            models.CheckConstraint(name="material_is_not_empty", condition=Q(size__gt=0)),
            models.CheckConstraint(name="material_digest_is_sha256", condition=Q(digest__regex=SHA256)),
            models.CheckConstraint(name="material_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class RegisterExtract(models.Model):
    """What a register outside says of somebody or something on a day, as an answer to a probe.

    ``subject`` is an enterprise's unified social credit code, a proposed name, a district's code, or for a person
    what ``subjects.person`` makes of the identity document, so that no number is kept here. ``value`` is a truth
    value, or an object whose ``value`` is one, beside what the sentence of the check names. ``source`` is the register.
    Adapters add rows as the worker; nothing is changed afterwards, and the latest one counts.
    """

    subject = models.CharField(_("subject"), max_length=120)
    probe = models.CharField(_("probe"), max_length=64)
    value = models.JSONField(_("value"))
    source = models.CharField(_("register"), max_length=80)
    as_of = models.DateTimeField(_("as of"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "probe", "as_of"], name="one_extract_at_a_time"),
            models.CheckConstraint(
                name="extract_answers_yes_or_no",
                condition=Q(value__in=[True, False]) | Q(value__has_key="value", value__value__in=[True, False]),
            ),
            models.CheckConstraint(
                name="extract_names_its_subject_and_source", condition=~Q(subject="") & ~Q(source="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.probe} {self.as_of:%Y-%m-%d}"
