"""The case and its steps: lean rows that the engine's functions write and everybody else reads."""

from functools import reduce
from operator import or_
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, FSMModelMixin

from workflows.engine.enums import RecusalReason
from workflows.engine.machines import MACHINES, Filing, Licence, Recognition, Registration, Relocation, Service
from workflows.organisation.models import Desk, District
from workflows.organisation.scoping import ScopedManager, VisibleBy
from workflows.standards.enums import Regime
from workflows.standards.models import StandardVersion

REGIMES = [(regime.value, regime.value) for regime in Regime]


def lawful_phases() -> Q:
    """The phases each regime's machine has, as the condition of a constraint."""
    lives = sorted(MACHINES.items())
    return reduce(or_, (Q(regime=regime.value, phase__in=sorted(map(str, life.phases))) for regime, life in lives))


class Case(FSMModelMixin, models.Model):  # type: ignore[misc]  # django-fsm-2 has no types
    """The handling of one filing (办件), pinned to one version of its standard.

    ``district`` has custody; ``districts`` may see it; ``parties`` says which district plays which role. Custody moves
    only to ``offered_to``; ``keeps_sight`` are districts that had it or were asked. ``version`` counts the writes and guards them; ``head`` is the hash of the last journal row. ``applicant`` is the key of
    whoever filed, which a later application understands.
    """

    number = models.CharField(_("case number"), max_length=50, unique=True)
    subject = models.CharField(_("subject"), max_length=200)
    standard = models.ForeignKey(
        StandardVersion, models.PROTECT, related_name="+", db_index=False, verbose_name=_("standard")
    )
    regime = models.CharField(_("regime"), max_length=16, choices=REGIMES)
    phase = FSMField(_("phase"), max_length=32, protected=True, db_index=False)
    version = models.PositiveIntegerField(_("version"), default=1)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="+", db_index=False, verbose_name=_("district in charge")
    )
    districts = ArrayField(models.BigIntegerField(), verbose_name=_("districts concerned"))
    parties = models.JSONField(_("parties"))
    offered_to = models.ForeignKey(
        District, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("offered to the district")
    )
    keeps_sight = ArrayField(
        models.BigIntegerField(), db_default=[], verbose_name=_("districts that keep sight of the case")
    )
    applicant = models.BigIntegerField(_("applicant"), null=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="children", db_index=False, verbose_name=_("parent case")
    )
    child_key = models.CharField(_("which child of its parent"), max_length=80, blank=True, db_default="")
    ledger = models.JSONField(_("clock"))
    waiting = ArrayField(models.CharField(max_length=64), verbose_name=_("joins waiting"))
    promised_due = models.DateTimeField(_("promised due"), null=True)
    statutory_due = models.DateTimeField(_("statutory due"), null=True)
    provisional = models.BooleanField(_("due dates are provisional"), default=False)
    opened_at = models.DateTimeField(_("opened at"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    head = models.BinaryField(_("hash of the last journal row"))

    objects = ScopedManager()
    visible_by = VisibleBy(districts="districts", applicant="applicant")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="case_phase_belongs_to_its_regime", condition=lawful_phases()),
            models.CheckConstraint(
                name="case_custodian_sees_the_case", condition=Q(districts__contains=[F("district_id")])
            ),
            models.CheckConstraint(
                name="case_is_offered_to_another_district_that_sees_it",
                condition=Q(offered_to=None)
                | (~Q(offered_to=F("district")) & Q(districts__contains=[F("offered_to_id")])),
            ),
            models.CheckConstraint(
                name="case_that_ended_is_offered_to_nobody", condition=Q(offered_to=None) | Q(closed_at=None)
            ),
            models.CheckConstraint(
                name="case_is_seen_by_those_who_keep_sight", condition=Q(districts__contains=F("keeps_sight"))
            ),
            models.UniqueConstraint(
                fields=["parent", "child_key"], condition=~Q(child_key=""), name="one_child_per_parent_and_key"
            ),
            models.CheckConstraint(
                name="case_with_a_childs_key_has_a_parent", condition=Q(child_key="") | Q(parent__isnull=False)
            ),
            models.CheckConstraint(name="case_is_not_its_own_parent", condition=Q(parent=None) | ~Q(parent=F("id"))),
            models.CheckConstraint(
                name="case_closes_after_it_opens", condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at"))
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["applicant", "-id"], name="cases_of_an_applicant"),
            models.Index(fields=["parent"], name="children_of_a_case", condition=Q(parent__isnull=False)),
            models.Index(fields=["standard", "id"], name="running_cases_of_a_version", condition=Q(closed_at=None)),
        ]

    def __str__(self) -> str:
        return self.number


class RegistrationCase(Registration, Case):
    """A case under REGISTRATION: the machine as a model, for whoever asks which moves a case has."""

    class Meta:
        proxy = True


class LicenceCase(Licence, Case):
    """A case under LICENCE: the machine as a model, for whoever asks which moves a case has."""

    class Meta:
        proxy = True


class RelocationCase(Relocation, Case):
    """A case under RELOCATION: the machine as a model, for whoever asks which moves a case has."""

    class Meta:
        proxy = True


class RecognitionCase(Recognition, Case):
    """A case under RECOGNITION: the machine as a model, for whoever asks which moves a case has."""

    class Meta:
        proxy = True


class FilingCase(Filing, Case):
    """A case under FILING: the machine as a model, for whoever asks which moves a case has."""

    class Meta:
        proxy = True


class ServiceCase(Service, Case):
    """A case under SERVICE: the machine as a model, for whoever asks which moves a case has."""

    class Meta:
        proxy = True


class CaseFile(models.Model):
    """What the rules look at: the form as filed and the facts recorded since; apart from the lean case row."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="file", verbose_name=_("case"))
    form = models.JSONField(_("form"))
    materials = models.JSONField(_("materials"), default=dict)
    facts = models.JSONField(_("facts"), default=dict)

    objects = ScopedManager()
    visible_by = VisibleBy(case="case_id")

    def __str__(self) -> str:
        return str(self.case_id)


class ActContent(models.Model):
    """What somebody wrote when they acted: opinion, remedy, the list of a correction notice.

    It may name people, so it stands beside the journal, which keeps only its digest, and can be masked or erased.
    """

    pk = models.CompositePrimaryKey("case_id", "seq")
    case = models.ForeignKey(Case, models.PROTECT, related_name="contents", db_index=False, verbose_name=_("case"))
    seq = models.PositiveIntegerField(_("number of the journal row"))
    body = models.JSONField(_("content"))

    objects = ScopedManager()
    visible_by = VisibleBy(case="case_id")

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq}"


class CaseStep(models.Model):
    """One standing of a step: it opens, may be claimed, and closes by an act.

    ``party`` is the handling party's role in the standard; a desk handles it, or the applicant, or the system.
    ``silence_at`` is when its silence has a consequence.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps", db_index=False, verbose_name=_("case"))
    ordinal = models.PositiveIntegerField(_("number in the case"))
    key = models.CharField(_("step"), max_length=64)
    party = models.CharField(_("party"), max_length=64)
    district = models.ForeignKey(District, models.PROTECT, related_name="+", db_index=False, verbose_name=_("district"))
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("desk"))
    opened_at = models.DateTimeField(_("opened at"))
    due_at = models.DateTimeField(_("due at"), null=True)
    silence_at = models.DateTimeField(_("silence takes effect at"), null=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("claimed by"),
    )
    claimed_at = models.DateTimeField(_("claimed at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("closed by"),
    )
    closed_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("closed for, by a deputy"),
    )
    act = models.CharField(_("closed by the act"), max_length=64, blank=True, default="")
    outcome = models.CharField(_("outcome"), max_length=64, blank=True, default="")

    objects = ScopedManager()
    visible_by = VisibleBy(district="district", case="case_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "ordinal"], name="step_has_its_place_in_the_case"),
            models.CheckConstraint(
                name="step_closes_by_an_act",
                condition=Q(closed_at=None, act="") | Q(closed_at__isnull=False, act__gt=""),
            ),
            models.CheckConstraint(
                name="step_is_claimed_by_somebody_at_some_time",
                condition=Q(claimed_by=None, claimed_at=None) | Q(claimed_by__isnull=False, claimed_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "due_at", "id"], name="queue_of_a_desk", condition=Q(closed_at=None)),
            models.Index(fields=["case"], name="open_steps_of_a_case", condition=Q(closed_at=None)),
            models.Index(
                fields=["silence_at"],
                name="silences_to_come",
                condition=Q(closed_at=None) & Q(silence_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.key}"


class Recusal(models.Model):
    """A person keeps away from a case, or from every case of its applicant where ``applicant`` is given (回避).

    Declared by themselves or ordered by a supervisor, for a reason of the list; the journal row ``seq`` of ``case`` says
    so. It never changes (公务员法 76).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="recusals", verbose_name=_("case"))
    seq = models.PositiveIntegerField(_("number of the journal row"))
    applicant = models.BigIntegerField(_("applicant"), null=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("person")
    )
    reason = models.CharField(_("reason"), max_length=16, choices=RecusalReason.choices)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("declared by")
    )
    declared_at = models.DateTimeField(_("declared at"))

    objects = ScopedManager()
    visible_by = VisibleBy(case="case_id")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="recusal_reason_is_listed", condition=Q(reason__in=RecusalReason.values)),
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(applicant=None), name="one_recusal_of_a_person_per_case"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["applicant", "person"], name="recusals_from_an_applicant", condition=Q(applicant__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id} {self.reason}"


class LawfulMove(models.Model):
    """One move the law allows, generated from the machines; the write guard reads it, nobody edits it."""

    pk = models.CompositePrimaryKey("regime", "source", "name")
    regime = models.CharField(_("regime"), max_length=16)
    source = models.CharField(_("from"), max_length=32)
    name = models.CharField(_("move"), max_length=64)
    target = models.CharField(_("to"), max_length=32)

    def __str__(self) -> str:
        return f"{self.regime}: {self.source} {self.name} {self.target}"


class SimulatedClock(models.Model):
    """Marks a database as a simulation, in which acts may take effect at any time; only the owner can mark one.

    ``instant`` is the present of the story the demo tells; it stands still, or goes on with the machine's clock from
    ``running_since`` on. Production settings refuse to start on such a database.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    instant = models.DateTimeField(_("present instant"), null=True)
    running_since = models.DateTimeField(_("running since"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="there_is_one_simulated_clock", condition=Q(id=1)),
            models.CheckConstraint(
                name="a_running_simulated_clock_has_an_instant",
                condition=Q(running_since=None) | Q(instant__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.instant)
