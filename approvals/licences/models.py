"""Licences, version by version, and what was said to and by the register of record about them."""

from collections.abc import Callable, Collection
from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from approvals.licences.enums import ANSWERED, LIVING, ExchangeState, LicenceState
from approvals.licences.simulator.models import SimulatedCode, SimulatedRequest
from enterprises.registration.models import Enterprise
from workflows.engine.models import Case
from workflows.organisation.models import District, Organ
from workflows.organisation.scoping import ScopedManager, VisibleBy

__all__ = ["Licence", "RegisterExchange", "SimulatedCode", "SimulatedRequest"]

IDENTIFIER = r"^1\.2\.156\.3005\.2\.[0-9A-Z]{21}\.[0-9A-Z]{18}\.[0-9A-Z]{1,64}\.[0-9]{3}\.[0-9A-Z]$"
SHA256 = r"^[0-9a-f]{64}$"

Method = TypeVar("Method", bound=Callable[..., None])

_S = LicenceState
_ENDED_EARLY = (_S.REVOKED, _S.WITHDRAWN, _S.CANCELLED, _S.EXPIRED)


def _move(source: Collection[LicenceState], target: LicenceState) -> Callable[[Method], Method]:
    """Declare a lawful move of ``state`` as a django-fsm transition."""
    declare: Callable[[Method], Method] = transition(field="state", source=list(source), target=target)
    return declare


class Licence(FSMModelMixin, models.Model):  # type: ignore[misc]  # django-fsm-2 has no types
    """One version of an electronic licence (电子证照, GB/T 36904), made by the act ``case``/``seq``.

    While PENDING it waits for the register of record and licenses nobody: no holder, no day, no document. ``said`` is
    what the document says, word for word; ``digest`` the SHA-256 of its PDF. A later version keeps the serial number
    and counts on; the issuer in its identifier is whoever issued that version. ``document`` names the decision that
    brought about the present state, where one did. ``sample``: the register that acknowledged it was a simulation.
    """

    identifier = models.CharField(_("identifier"), max_length=160, unique=True)
    type_code = models.CharField(_("licence type"), max_length=21)
    issuer = models.ForeignKey(Organ, models.PROTECT, related_name="licences", verbose_name=_("issuer"))
    serial = models.CharField(_("serial number"), max_length=64)
    version = models.PositiveSmallIntegerField(_("version"))
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="next", verbose_name=_("version before")
    )
    holder = models.ForeignKey(Enterprise, models.PROTECT, null=True, related_name="licences", verbose_name=_("holder"))
    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name=_("district"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="licences", verbose_name=_("case"))
    seq = models.PositiveIntegerField(_("number of the journal row"))
    state = FSMField(_("state"), max_length=16, choices=LicenceState.choices, default=_S.PENDING, protected=True)
    state_at = models.DateTimeField(_("in this state since"))
    document = models.CharField(_("decision"), max_length=120, blank=True, default="")
    scope = models.TextField(_("scope"), blank=True, default="")
    valid_from = models.DateField(_("valid from"), null=True)
    valid_to = models.DateField(_("valid to"), null=True)
    said = models.JSONField(_("what it says"), default=dict)
    digest = models.CharField(_("SHA-256 of the document"), max_length=64, blank=True, default="")
    sample = models.BooleanField(_("sample"), default=False)

    objects = ScopedManager()
    visible_by = VisibleBy(district="district", applicant="holder", case="case_id")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="licence_identifier_is_well_formed", condition=Q(identifier__regex=IDENTIFIER)),
            models.CheckConstraint(name="licence_state_is_known", condition=Q(state__in=LicenceState.values)),
            models.CheckConstraint(
                name="only_a_first_version_follows_none",
                condition=Q(version=1, previous=None) | Q(version__gt=1, previous__isnull=False),
            ),
            models.CheckConstraint(
                name="a_licence_in_force_says_whose_it_is",
                condition=Q(state=_S.PENDING, holder=None, valid_from=None, digest="")
                | (~Q(state=_S.PENDING) & Q(holder__isnull=False, valid_from__isnull=False, digest__regex=SHA256)),
            ),
            models.CheckConstraint(
                name="licence_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
            models.UniqueConstraint(fields=["case", "seq"], name="one_licence_of_an_act"),
            models.UniqueConstraint(
                fields=["holder", "type_code"], condition=Q(state__in=LIVING), name="one_living_licence_of_a_type"
            ),
        ]

    def __str__(self) -> str:
        return self.identifier

    @_move((_S.PENDING,), _S.CURRENT)
    def take_effect(self) -> None:
        """The register of record has it, and the document is made."""

    @_move((_S.CURRENT,), _S.SUPERSEDED)
    def supersede(self) -> None:
        """The next version takes effect."""

    @_move((_S.CURRENT,), _S.SUSPENDED)
    def suspend(self) -> None:
        """暂扣: for a time (行政处罚法 9)."""

    @_move((_S.SUSPENDED,), _S.CURRENT)
    def resume(self) -> None:
        """发还: the time is over."""

    @_move(LIVING, _S.REVOKED)
    def revoke(self) -> None:
        """撤销: it should never have been given (许可法 69)."""

    @_move(LIVING, _S.WITHDRAWN)
    def withdraw(self) -> None:
        """撤回: the law or the circumstances it rested on have changed (许可法 8)."""

    @_move(LIVING, _S.CANCELLED)
    def cancel(self) -> None:
        """吊销: a penalty (行政处罚法 9)."""

    @_move(LIVING, _S.EXPIRED)
    def expire(self) -> None:
        """It was valid until a day that has passed (许可法 70(一))."""

    @_move((*LIVING, *_ENDED_EARLY), _S.DEREGISTERED)
    def deregister(self) -> None:
        """注销: the formal end, which follows every other (许可法 70)."""


class RegisterExchange(models.Model):
    """One thing said to the register of record, or by it, about the act ``case``/``seq``; never changed.

    ``request`` names the message, so that the register knows a repetition; ``body`` is what was asked or answered.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="exchanges", verbose_name=_("case"))
    seq = models.PositiveIntegerField(_("number of the journal row"))
    number = models.PositiveIntegerField(_("number in the exchange"))
    request = models.UUIDField(_("request"))
    state = models.CharField(_("state"), max_length=12, choices=ExchangeState.choices)
    body = models.JSONField(_("body"))
    at = models.DateTimeField(_("at"))

    objects = ScopedManager()
    visible_by = VisibleBy(case="case_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "seq", "number"], name="exchange_has_its_place"),
            models.CheckConstraint(name="exchange_state_is_known", condition=Q(state__in=ExchangeState.values)),
            models.UniqueConstraint(
                fields=["case", "seq"], condition=Q(state__in=ANSWERED), name="an_act_is_acknowledged_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq} {self.state}"
