"""Bulk orders: who wants which act done on which cases, and what became of each."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.engine.bulk.enums import Result
from workflows.engine.models import Case
from workflows.standards.models import StandardVersion


class BulkOrder(models.Model):
    """One act a person wants done on many cases; it is its giver's alone and never changes.

    ``version`` names step and act in words. ``leased_to`` is whoever works on it, until ``leased_until``: a runner that
    was killed holds it up for no longer. Each case is done under a key derived from ``key``, so two runners do no harm.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("given by")
    )
    key = models.UUIDField(_("key"))
    digest = models.CharField(_("digest of what the key stands for"), max_length=64)
    version = models.ForeignKey(
        StandardVersion, models.PROTECT, related_name="+", db_index=False, verbose_name=_("standard")
    )
    step = models.CharField(_("step"), max_length=64)
    act = models.CharField(_("act"), max_length=64)
    payload = models.JSONField(_("what was typed for all"))
    total = models.PositiveIntegerField(_("number of cases"))
    given_at = models.DateTimeField(_("given at"))
    leased_to = models.UUIDField(_("worked on by"), null=True)
    leased_until = models.DateTimeField(_("worked on until"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects: ClassVar[models.Manager["BulkOrder"]] = models.Manager()
    person_id: int
    version_id: int

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="one_order_per_person_and_key"),
            models.CheckConstraint(name="order_has_cases", condition=Q(total__gt=0)),
            models.CheckConstraint(
                name="order_is_leased_for_a_time", condition=Q(leased_to=None) | Q(leased_until__isnull=False)
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="orders_to_do", fields=["id"], condition=Q(ended_at=None)),
            models.Index(name="orders_of_a_person", fields=["person", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.step}/{self.act} ({self.total})"


class BulkItem(models.Model):
    """One case of an order: the standing of the step that is meant, and what became of it.

    ``seq`` is the journal row of the act; ``code`` and ``reason`` say why it was not done, in both languages, with the
    names as they were then. ``number`` is the case's, for whoever sees the case no more.
    """

    order = models.ForeignKey(
        BulkOrder, models.PROTECT, related_name="items", db_index=False, verbose_name=_("bulk order")
    )
    place = models.PositiveIntegerField(_("place in the order"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False, verbose_name=_("case"))
    ordinal = models.PositiveIntegerField(_("number of the step in its case"))
    number = models.CharField(_("case number"), max_length=50)
    result = models.CharField(_("result"), max_length=8, choices=Result.choices, default=Result.WAITING)
    seq = models.PositiveIntegerField(_("number of the journal row"), null=True)
    code = models.CharField(_("code of the refusal"), max_length=64, blank=True, default="")
    reason = models.JSONField(_("why not"), default=dict)
    done_at = models.DateTimeField(_("done at"), null=True)

    objects: ClassVar[models.Manager["BulkItem"]] = models.Manager()
    case_id: int

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "place"], name="one_item_per_place_of_an_order"),
            models.UniqueConstraint(fields=["order", "case", "ordinal"], name="one_item_per_step_of_an_order"),
            models.CheckConstraint(name="item_result_is_known", condition=Q(result__in=Result.values)),
            models.CheckConstraint(
                name="item_says_what_became_of_it",
                condition=(
                    Q(result=Result.WAITING, seq=None, code="", done_at=None)
                    | Q(result=Result.DONE, seq__isnull=False, code="", done_at__isnull=False)
                    | (Q(result=Result.BLOCKED, seq=None, done_at__isnull=False) & ~Q(code=""))
                    | Q(result=Result.LEFT, seq=None, code="", done_at__isnull=False)
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="items_to_do", fields=["order", "place"], condition=Q(result=Result.WAITING)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.result}"
