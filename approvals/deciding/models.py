"""What supervisors allow in a case."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.deciding.enums import ReturnReason
from workflows.engine.models import Case
from workflows.organisation.scoping import ScopedManager, VisibleBy


class ReturnPermission(models.Model):
    """Leave to return an application a second time for what was not told the first time (许可法 32(四)).

    The supervisor ``given_by`` gives it once for a case, for a reason of the list and in words of their own; it never
    changes.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="+", verbose_name=_("case"))
    reason = models.CharField(_("reason"), max_length=32, choices=ReturnReason.choices)
    words = models.TextField(_("in words"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("given by")
    )
    given_at = models.DateTimeField(_("given at"))

    objects = ScopedManager()
    visible_by = VisibleBy(case="case_id")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="return_permission_reason_is_listed", condition=Q(reason__in=ReturnReason.values)
            ),
            models.CheckConstraint(name="return_permission_is_explained", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.reason}"
