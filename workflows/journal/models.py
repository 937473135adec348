"""The journal and the case register: append-only, hash-chained, written by the engine's functions alone."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Now
from django.utils.translation import gettext_lazy as _

from workflows.journal.enums import Algorithm, EffectState, Verb
from workflows.organisation.models import Desk, District
from workflows.organisation.scoping import ScopedManager, VisibleBy

# Constraints below compare lengths of hashes.
models.BinaryField.register_lookup(Length)

ALGORITHMS = [(algorithm.value, algorithm.value) for algorithm in Algorithm]


# Django's field takes no parameters at run time.
class TransactionIdField(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's ``xid8``: which transaction wrote the row, so that a consumer never overtakes an open one."""

    def db_type(self, connection: object) -> str:  # noqa: ARG002 - Django's signature
        """The column's type."""
        return "xid8"


class CurrentTransaction(models.Func):
    """The writing transaction's identifier."""

    function = "pg_current_xact_id"
    output_field = TransactionIdField()


class JournalRow(models.Model):
    """One act on one case: who, at which desk, for whom, when, what.

    ``case_id`` is the case's key; the foreign key is made in the engine's migration, because a case belongs to a later
    room. ``legal_at`` is when the act takes effect in law, ``recorded_at`` when the database wrote it.
    """

    case_id = models.BigIntegerField(_("case"))
    seq = models.PositiveIntegerField(_("number in the case"))
    verb = models.CharField(_("verb"), max_length=16, choices=Verb.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("actor"),
        help_text=_("Empty when the system acted."),
    )
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("desk"))
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("on behalf of"),
    )
    legal_at = models.DateTimeField(_("takes effect at"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    payload = models.JSONField(_("payload"))
    key = models.UUIDField(_("key of the act"), null=True)
    algorithm = models.CharField(_("algorithm"), max_length=8, choices=ALGORITHMS, db_default=Algorithm.SHA256.value)
    previous = models.BinaryField(_("hash of the row before"))
    hash = models.BinaryField(_("hash"))
    transaction = TransactionIdField(_("transaction"), db_default=CurrentTransaction(), editable=False)

    objects = ScopedManager()
    visible_by = VisibleBy(case="case_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case_id", "seq"], name="journal_row_has_its_place"),
            models.UniqueConstraint(
                fields=["actor", "key"], condition=Q(key__isnull=False), name="one_act_per_actor_and_key"
            ),
            models.UniqueConstraint(
                fields=["key"], condition=Q(key__isnull=False, actor=None), name="one_act_of_the_system_per_key"
            ),
            models.CheckConstraint(name="journal_verb_is_known", condition=Q(verb__in=Verb.values)),
            models.CheckConstraint(name="journal_seq_starts_at_one", condition=Q(seq__gte=1)),
            models.CheckConstraint(
                name="journal_hashes_are_whole", condition=Q(hash__length=32) & Q(previous__length=32)
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["transaction", "id"], name="journal_in_order_of_commit")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.seq} {self.verb}"


class RegisterHead(models.Model):
    """Where a district's case register stands: how many cases it names and the hash of the last row.

    Opening a case locks this row, which is what keeps the register without gaps.
    """

    district = models.OneToOneField(
        District, models.PROTECT, primary_key=True, related_name="+", verbose_name=_("district")
    )
    seq = models.PositiveBigIntegerField(_("cases registered"), db_default=0)
    hash = models.BinaryField(_("hash of the last row"))

    def __str__(self) -> str:
        return f"{self.district_id} {self.seq}"


class CaseCounter(models.Model):
    """The last serial given to a case of one item in one district on one day (办件编号, domain.md §5.5)."""

    pk = models.CompositePrimaryKey("district_id", "day", "item")
    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name=_("district"))
    day = models.DateField(_("day"))
    item = models.CharField(_("item"), max_length=2)
    serial = models.PositiveIntegerField(_("last serial"))

    def __str__(self) -> str:
        return f"{self.district_id} {self.day} {self.item} {self.serial}"


class CaseRegisterRow(models.Model):
    """One case, as the register of its district names it, in the order of opening, without gaps."""

    pk = models.CompositePrimaryKey("district_id", "seq")
    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name=_("district"))
    seq = models.PositiveBigIntegerField(_("number in the register"))
    case_id = models.BigIntegerField(_("case"), unique=True)
    number = models.CharField(_("case number"), max_length=50, unique=True)
    opened_at = models.DateTimeField(_("opened at"))
    previous = models.BinaryField(_("hash of the row before"))
    hash = models.BinaryField(_("hash"))

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="register_seq_starts_at_one", condition=Q(seq__gte=1)),
        ]

    def __str__(self) -> str:
        return self.number


class Cursor(models.Model):
    """How far a consumer has read the journal: everything up to and at (``transaction``, ``row``).

    A consumer that has no cursor has read nothing and begins with the first row.
    """

    consumer = models.CharField(_("consumer"), max_length=32, primary_key=True)
    transaction = TransactionIdField(_("transaction"), default="0")
    row = models.BigIntegerField(_("journal row"), default=0)

    def __str__(self) -> str:
        return f"{self.consumer} {self.transaction}/{self.row}"


class Effect(models.Model):
    """What has to happen after commit because of one journal row, once per kind.

    ``not_before`` is machine time: until then nobody else may take the effect, because somebody works on it or it
    failed a moment ago. ``error`` is what the last failure said. The key of the row is no constraint of the database,
    which would lock the row in the journal's own table: the relay made it from the row it read, and no row ever goes.
    """

    row = models.ForeignKey(
        JournalRow,
        models.PROTECT,
        related_name="effects",
        db_index=False,
        db_constraint=False,
        verbose_name=_("journal row"),
    )
    case_id = models.BigIntegerField(_("case"))
    kind = models.CharField(_("kind"), max_length=32)
    state = models.CharField(
        _("state"), max_length=8, choices=EffectState.choices, db_default=EffectState.PENDING.value
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), db_default=0)
    not_before = models.DateTimeField(_("not before"), db_default=Now())
    done_at = models.DateTimeField(_("done at"), null=True)
    error = models.TextField(_("error"), blank=True, db_default="")
    created_at = models.DateTimeField(_("created at"), db_default=Now())

    objects = ScopedManager()
    visible_by = VisibleBy(case="case_id")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["row", "kind"], name="one_effect_per_row_and_kind"),
            models.CheckConstraint(name="effect_state_is_known", condition=Q(state__in=EffectState.values)),
            models.CheckConstraint(
                name="effect_is_done_at_some_time",
                condition=Q(state=EffectState.DONE, done_at__isnull=False)
                | (~Q(state=EffectState.DONE) & Q(done_at=None)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["not_before", "id"], name="effects_to_do", condition=Q(state__in=["PENDING", "FAILED"])
            ),
            models.Index(fields=["case_id"], name="effects_of_a_case"),
            models.Index(fields=["id"], name="effects_given_up", condition=Q(state="DEAD")),
        ]

    def __str__(self) -> str:
        return f"{self.row_id} {self.kind} {self.state}"
