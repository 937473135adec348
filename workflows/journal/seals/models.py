"""Keys, seals, what they cover, and who countersigned; all of it only ever grows."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflows.journal.chain import instant
from workflows.journal.seals.statement import Statement
from workflows.organisation.models import District

HASH = 32


class SealKey(models.Model):
    """The public half of a district's key; the private one is a file outside the database.

    The one with the highest number is in use. ``introduced`` is the signature of the key before over this one, empty
    for the first and where that key was lost.
    """

    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name=_("district"))
    number = models.PositiveSmallIntegerField(_("number of the key"))
    suite = models.CharField(_("signature suite"), max_length=32)
    public = models.BinaryField(_("public key"), unique=True)
    introduced = models.BinaryField(_("signature of the key before"), default=bytes)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["district", "number"], name="one_seal_key_per_district_and_number"),
            models.CheckConstraint(name="seal_key_number_starts_at_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="a_first_seal_key_follows_none", condition=Q(number__gt=1) | Q(introduced=b"")),
        ]

    def __str__(self) -> str:
        return f"{self.district_id}/{self.number}"

    @property
    def written(self) -> str:
        """The public key in hexadecimal, as it is published."""
        return bytes(self.public).hex()


class Seal(models.Model):
    """The seal of one day: one root over all chains as they stood when it was made.

    ``districts`` has, by code, how many cases each register names and the root over them. ``made_at`` is the instant
    it was made, later than the day where a day was caught up; ``recorded_at`` is the database's.
    """

    number = models.PositiveIntegerField(_("number"), primary_key=True)
    day = models.DateField(_("day"), unique=True)
    made_at = models.DateTimeField(_("made at"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    sealed_until = models.DateTimeField(_("covers what was recorded up to"))
    suite = models.CharField(_("signature suite"), max_length=32)
    districts = models.JSONField(_("roots of the districts"))
    root = models.BinaryField(_("root"))
    previous = models.BinaryField(_("digest of the seal before"))
    key = models.ForeignKey(SealKey, models.PROTECT, related_name="+", db_index=False, verbose_name=_("key"))
    signature = models.BinaryField(_("signature"))

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="seal_number_starts_at_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="seal_hashes_are_whole", condition=Q(root__length=HASH) & Q(previous__length=HASH)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.day}"

    def statement(self) -> Statement:
        """Return what was signed; the key and its district are loaded with the seal."""
        return Statement(
            number=self.number,
            day=self.day.isoformat(),
            made_at=instant(self.made_at),
            sealed_until=instant(self.sealed_until),
            suite=self.suite,
            districts=self.districts,
            root=bytes(self.root).hex(),
            previous=bytes(self.previous).hex(),
            key=[self.key.district.code, self.key.number],
        )

    @property
    def cases(self) -> int:
        """How many cases it covers."""
        return sum(int(cases) for _code, cases, _root in self.districts)

    @property
    def was_late(self) -> bool:
        """Whether it was made later than on the day after its own."""
        return (timezone.localdate(self.made_at) - self.day).days > 1


class SealLeaf(models.Model):
    """How one case stood when a seal was made; written only where it had changed since the leaf before."""

    pk = models.CompositePrimaryKey("district_id", "place", "seal_id")
    district = models.ForeignKey(District, models.PROTECT, related_name="+", db_index=False, verbose_name=_("district"))
    place = models.PositiveBigIntegerField(_("number in the register"))
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="leaves", verbose_name=_("seal"))
    case_id = models.BigIntegerField(_("case"))
    seq = models.PositiveIntegerField(_("last row"))
    head = models.BinaryField(_("hash of the last row"))
    registered = models.BinaryField(_("hash of the register row"))

    def __str__(self) -> str:
        return f"{self.seal_id}: {self.district_id}/{self.place}"


class CounterSignature(models.Model):
    """The signature of another district's key over a seal and its first signature."""

    seal = models.OneToOneField(
        Seal, models.PROTECT, primary_key=True, related_name="countersignature", verbose_name=_("seal")
    )
    key = models.ForeignKey(SealKey, models.PROTECT, related_name="+", db_index=False, verbose_name=_("key"))
    signature = models.BinaryField(_("signature"))
    signed_at = models.DateTimeField(_("signed at"))

    def __str__(self) -> str:
        return f"{self.seal_id} {self.key_id}"
