"""Rehearsals of drafts, and what came of them."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workflows.rehearsing.enums import RehearsalState


class Rehearsal(models.Model):
    """One rehearsal of the text with ``digest`` on the cases of a standard received from ``since`` until ``until``.

    ``cases`` are their keys, or a sample of them drawn with ``seed`` when there are more than ``most``; ``found`` says
    how many there are, ``done`` how many were gone through, and ``result`` what came of those so far.
    """

    key = models.CharField(_("standard"), max_length=64)
    digest = models.CharField(_("digest"), max_length=64)
    body = models.JSONField(_("body"))
    since = models.DateField(_("received from"))
    until = models.DateField(_("received until"))
    most = models.PositiveIntegerField(_("cases at most"))
    seed = models.PositiveIntegerField(_("seed of the sample"))
    state = models.CharField(_("state"), max_length=8, choices=RehearsalState.choices, default=RehearsalState.WAITING)
    found = models.PositiveIntegerField(_("cases of the period"), null=True)
    cases = ArrayField(models.BigIntegerField(), verbose_name=_("cases"), default=list)
    done = models.PositiveIntegerField(_("cases gone through"), default=0)
    result = models.JSONField(_("result"), default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="rehearsal_state_is_known", condition=Q(state__in=RehearsalState.values)),
            models.CheckConstraint(name="rehearsal_has_a_period", condition=Q(until__gte=F("since"))),
            models.CheckConstraint(name="rehearsal_digest_is_sha256", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="rehearsal_looks_at_a_case_at_least", condition=Q(most__gte=1)),
            models.CheckConstraint(
                name="rehearsal_is_finished_at_some_time",
                condition=Q(state=RehearsalState.DONE, finished_at__isnull=False)
                | (~Q(state=RehearsalState.DONE) & Q(finished_at=None)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="rehearsals_to_do", condition=~Q(state=RehearsalState.DONE)),
            models.Index(fields=["digest", "-id"], name="rehearsals_of_a_text"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.since}–{self.until}"

    @property
    def is_sample(self) -> bool:
        """Tell whether only some of the period's cases were looked at."""
        return self.found is not None and self.found > len(self.cases)
