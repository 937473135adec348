"""Papers (文书) as issued, and their numbers, which run on without a gap per organ, kind and year."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.engine.models import Case
from workflows.organisation.models import District, Organ
from workflows.organisation.scoping import ScopedManager, VisibleBy


class NumberCounter(models.Model):
    """The last serial one organ gave to one kind of paper in one year; locked while the next is given."""

    pk = models.CompositePrimaryKey("organ_id", "kind", "year")
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("organ"))
    kind = models.CharField(_("kind of paper"), max_length=8)
    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("last serial"), db_default=0)

    def __str__(self) -> str:
        return f"{self.organ_id} {self.kind} {self.year} {self.serial}"


class PaperNumber(models.Model):
    """The number (文号) kept for one paper before it is made; a crash between the two leaves no gap and no double.

    ``case``, ``seq`` and ``result`` name the paper: the result of the standard that the journal row ``seq`` brought.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False, verbose_name=_("case"))
    seq = models.PositiveIntegerField(_("number of the journal row"))
    result = models.CharField(_("result"), max_length=64)
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("organ"))
    kind = models.CharField(_("kind of paper"), max_length=8)
    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("serial"))
    text = models.CharField(_("number"), max_length=60, unique=True)

    objects = ScopedManager()
    visible_by = VisibleBy(case="case_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "seq", "result"], name="one_number_per_paper"),
            models.UniqueConstraint(fields=["organ", "kind", "year", "serial"], name="one_serial_per_series"),
            # What the paper's own row refers to: its place and its number together.
            models.UniqueConstraint(fields=["case", "seq", "result", "text"], name="number_stands_for_its_paper"),
            models.CheckConstraint(name="paper_serial_starts_at_one", condition=Q(serial__gte=1)),
        ]

    def __str__(self) -> str:
        return self.text


class Paper(models.Model):
    """One paper as issued: never changed, never removed; its bytes lie in the store under ``digest``.

    ``organ`` issues it, which for a functional area is the organ that entrusts it; ``district`` is where the step was
    handled. ``legal_at`` is the instant of the act the paper tells of, ``made_at`` when the file was made. ``sample``:
    the register of record had not answered, 样本 stands across each page.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers", db_index=False, verbose_name=_("case"))
    seq = models.PositiveIntegerField(_("number of the journal row"))
    result = models.CharField(_("result"), max_length=64)
    template = models.CharField(_("template"), max_length=64)
    number = models.CharField(_("number"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=120)
    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name=_("district"))
    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+", verbose_name=_("organ"))
    digest = models.CharField(_("SHA-256 of the file"), max_length=64)
    pages = models.PositiveSmallIntegerField(_("pages"))
    sample = models.BooleanField(_("sample"))
    legal_at = models.DateTimeField(_("takes effect at"))
    made_at = models.DateTimeField(_("made at"))

    objects = ScopedManager()
    visible_by = VisibleBy(case="case_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "seq", "result"], name="one_paper_per_result"),
            models.CheckConstraint(name="paper_digest_is_sha256", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="paper_has_a_page", condition=Q(pages__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"
