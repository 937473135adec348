"""Licences, version by version, and what was said to and by the register of record about them."""

from collections.abc import Callable, Collection
from typing import ClassVar, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin, transition

from approvals.licences.enums import (
    ANSWERED,
    DONE,
    LIVING,
    ChangeState,
    ExchangeState,
    Ground,
    Hearing,
    LicenceState,
    LicenceVerb,
    Side,
    Stage,
)
from approvals.licences.simulator.models import SimulatedCode, SimulatedRequest
from approvals.licences.types import LicenceType, type_of_code
from enterprises.registration.models import Enterprise
from workflows.engine.models import Case
from workflows.organisation.models import District, Organ, Person
from workflows.organisation.scoping import ScopedManager, VisibleBy

__all__ = ["Licence", "LicenceChange", "RegisterExchange", "SimulatedCode", "SimulatedRequest"]

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
    brought about the present state, where one did; ``stage`` is how far the worker has come with the document. ``sample``: the register that acknowledged it was a simulation.
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
    stage = models.CharField(_("how far it is made"), max_length=8, choices=Stage.choices, default=Stage.DONE)

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
            models.UniqueConstraint(fields=["type_code", "serial", "version"], name="one_licence_of_a_version"),
            models.UniqueConstraint(
                fields=["type_code", "serial"],
                condition=~Q(state__in=(_S.PENDING, _S.SUPERSEDED)),
                name="one_head_of_a_version_chain",
            ),
            models.CheckConstraint(name="licence_stage_is_known", condition=Q(stage__in=Stage.values)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["valid_to"], condition=Q(state__in=LIVING), name="living_licence_by_its_end"),
        ]

    def __str__(self) -> str:
        return self.identifier

    @property
    def kind(self) -> LicenceType | None:
        """Its type; None for one that is not known here (any more)."""
        return type_of_code(self.type_code)

    @property
    def stage_number(self) -> int:
        """How many stages of being made are behind it."""
        return Stage.values.index(self.stage)

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


class LicenceChange(models.Model):
    """One lawful change of a licence from its start to its decision; once decided it never changes again.

    ``values`` is what is to stand on the next version instead. The holder is told at ``started_at`` and may state
    their case until the end of ``hear_until``. ``rests_on`` names a decision made elsewhere, ``document`` the one made
    here; the latter's paper is found by ``case``/``seq`` of the journal row. Nobody decides what they have started.
    """

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="changes", verbose_name=_("licence"))
    verb = models.CharField(_("change"), max_length=12, choices=LicenceVerb.choices)
    side = models.CharField(_("started by"), max_length=8, choices=Side.choices)
    started_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("started by"))
    started_at = models.DateTimeField(_("started at"))
    ground = models.CharField(_("ground"), max_length=16, choices=Ground.choices, blank=True, default="")
    reason = models.TextField(_("facts and reason"), blank=True, default="")
    rests_on = models.CharField(_("rests on"), max_length=120, blank=True, default="")
    values = models.JSONField(_("what changes"), default=dict)
    hear_until = models.DateField(_("holder is heard until"), null=True)
    statement = models.TextField(_("what the holder says"), blank=True, default="")
    stated_at = models.DateTimeField(_("said at"), null=True)
    hearing = models.CharField(_("hearing"), max_length=8, choices=Hearing.choices, default=Hearing.NONE)
    hearing_record = models.CharField(_("record of the hearing"), max_length=120, blank=True, default="")
    state = models.CharField(_("state"), max_length=8, choices=ChangeState.choices, default=ChangeState.OPEN)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True)
    opinion = models.TextField(_("opinion"), blank=True, default="")
    document = models.CharField(_("document"), max_length=120, blank=True, default="")
    seq = models.PositiveIntegerField(_("number of the journal row"), null=True)

    objects = ScopedManager()
    visible_by = VisibleBy(district="licence__district", applicant="licence__holder", case="licence__case_id")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="licence_change_is_lawful", condition=Q(verb__in=LicenceVerb.values)),
            models.CheckConstraint(name="licence_change_has_a_side", condition=Q(side__in=Side.values)),
            models.CheckConstraint(name="licence_change_ground_is_known", condition=Q(ground__in=["", *Ground.values])),
            models.CheckConstraint(name="licence_hearing_is_known", condition=Q(hearing__in=Hearing.values)),
            models.CheckConstraint(
                name="licence_change_is_open_or_decided",
                condition=Q(state=ChangeState.OPEN, decided_at=None)
                | (Q(state__in=[*DONE, ChangeState.REFUSED, ChangeState.DROPPED]) & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="two_people_change_a_licence",
                condition=Q(started_by=None) | Q(decided_by=None) | ~Q(started_by=F("decided_by")),
            ),
            models.CheckConstraint(
                name="only_the_law_acts_by_nobody",
                condition=Q(side=Side.SYSTEM, started_by=None) | (~Q(side=Side.SYSTEM) & Q(started_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="only_a_renewal_is_deemed", condition=~Q(state=ChangeState.DEEMED) | Q(verb=LicenceVerb.RENEW)
            ),
            models.UniqueConstraint(
                fields=["licence", "verb"], condition=Q(state=ChangeState.OPEN), name="one_open_change_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.licence_id} {self.verb} {self.state}"


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
