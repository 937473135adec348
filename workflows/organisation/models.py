"""Districts, organs, desks, people and their posts: everything here has a beginning and may have an end."""

from datetime import date
from typing import ClassVar, Self, TypeVar
from zoneinfo import available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from workflows.organisation.enums import AdministrativeVerb, PostRole


def known_time_zone(name: str) -> None:
    """Refuse a time zone the system does not know."""
    if name not in available_timezones():
        raise ValidationError(
            _("%(zone)s is not a time zone; use a name such as Asia/Shanghai."), params={"zone": name}
        )


M = TypeVar("M", bound=models.Model)


class DatedQuerySet(models.QuerySet[M]):
    """Rows that are valid from a day until, but not on, another."""

    def in_force(self, day: date) -> Self:
        """Only the rows valid on that day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class Dated(models.Model):
    """Something valid from ``valid_from`` until, but not on, ``valid_to``; open-ended when that is empty."""

    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                name="%(class)s_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                violation_error_message=_("The last day must lie after the first."),
            )
        ]


class District(Dated):
    """A district of the corridor (片区): an administrative division or a functional area within one.

    Areas are re-organised: a code is valid for a time and names the district that succeeded it
    (domain.md §5.3, §7.1). ``gb2260`` is the division by GB/T 2260 the area lies in. Every step of every standard has
    to find a desk in each district that takes part; the city does not, whose bureau only registers (细则 4).
    """

    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80)
    gb2260 = models.CharField(_("division code"), max_length=6)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai", validators=[known_time_zone])
    calendar = models.CharField(_("calendar"), max_length=12, default="CN")
    takes_part = models.BooleanField(_("takes part in the corridor's procedures"), default=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("successor")
    )

    class Meta(Dated.Meta):
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="district_gb2260_has_six_digits",
                condition=Q(gb2260__regex=r"^[0-9]{6}$"),
                violation_error_message=_("A division code has six digits."),
            ),
            models.CheckConstraint(
                name="district_successor_follows_an_end",
                condition=Q(successor=None) | Q(valid_to__isnull=False),
                violation_error_message=_("Only a district that has ended can have a successor."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Organ(Dated):
    """An administrative organ (行政机关) with its unified social credit code; it decides and seals.

    A functional area's organ acts in the name of the organ that entrusts it, by a document and for a time, and may
    not entrust further (许可法 24). Without power of its own (``has_own_power``) it decides nothing while no entrustment
    is in force.
    """

    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=160)
    short_name = models.CharField(_("short name on papers"), max_length=20)
    has_own_power = models.BooleanField(_("decides in its own name"), default=True)
    district = models.ForeignKey(District, models.PROTECT, related_name="organs", verbose_name=_("district"))

    class Meta(Dated.Meta):
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="organ_uscc_is_well_formed",
                condition=Q(uscc__regex=r"^[0-9A-HJ-NP-RTUWXY]{18}$"),
                violation_error_message=_("A unified social credit code has 18 characters without I, O, S, V and Z."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Desk(Dated):
    """A desk (岗位所在窗口) of an organ: where steps of one kind wait in one district."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="desks", verbose_name=_("organ"))
    district = models.ForeignKey(District, models.PROTECT, related_name="desks", verbose_name=_("district"))
    kind = models.CharField(_("kind"), max_length=64)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120)

    class Meta(Dated.Meta):
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["district", "kind"],
                condition=Q(valid_to=None),
                name="one_open_desk_of_a_kind_per_district",
                violation_error_message=_("This district already has a desk of this kind."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Makes people; a password that is not given cannot be used."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "Person":
        """Create a person who signs in by ``username``."""
        person = self.model(username=self.model.normalize_username(username), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account, one account however many posts. What they may do is said by their posts alone.

    People are never deleted: their name stands in the journal.
    """

    username = models.CharField(_("user name"), max_length=150, unique=True)
    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined at"), auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]

    objects: ClassVar[PersonManager] = PersonManager()

    def __str__(self) -> str:
        return self.name


class Post(Dated):
    """A person's role at a desk, from a day to a day. Corridor posts (standard keeper, supervision) stand at no desk."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name=_("person"))
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("desk"))
    role = models.CharField(_("role"), max_length=20, choices=PostRole.choices)

    class Meta(Dated.Meta):
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="post_role_is_known",
                condition=Q(role__in=PostRole.values),
                violation_error_message=_("This role does not exist."),
            ),
            models.UniqueConstraint(
                fields=["person", "desk", "role"],
                condition=Q(valid_to=None),
                nulls_distinct=False,
                name="one_open_post_of_a_role_at_a_desk",
                violation_error_message=_("This person already holds this post."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.desk_id}"


class Deputyship(Dated):
    """A person does another's work at one post while they are absent (代理), from a day to a day and within limits.

    It lends the post and never more than it: it begins and ends with the holder's right, and cannot be lent on, because
    it is no post. ``excluded`` are the outcomes the deputy may not bring about, by the names of the step types. It ends
    early by being revoked, at once and for good.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="deputyships", verbose_name=_("post"))
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="stands_in", verbose_name=_("deputy"))
    excluded = ArrayField(
        models.CharField(max_length=64), default=list, blank=True, verbose_name=_("outcomes left to the holder")
    )
    named_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False, verbose_name=_("named by"))
    named_at = models.DateTimeField(_("named at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("revoked by")
    )

    class Meta(Dated.Meta):
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="a_deputyship_has_a_last_day",
                condition=Q(valid_to__isnull=False),
                violation_error_message=_("A deputyship has a last day."),
            ),
            models.CheckConstraint(
                name="a_deputyship_is_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.post_id}"


class Entrustment(Dated):
    """One organ handles in the name of another (委托), by a document and for a time (许可法 24).

    What is decided so bears the seal of the issuing organ, or of ``sealer`` where the document names another one.
    """

    issuer = models.ForeignKey(Organ, models.PROTECT, related_name="entrusts", verbose_name=_("issuing organ"))
    handler = models.ForeignKey(Organ, models.PROTECT, related_name="acts_for", verbose_name=_("handling organ"))
    sealer = models.ForeignKey(
        Organ, models.PROTECT, null=True, blank=True, related_name="seals_for", verbose_name=_("sealing organ")
    )
    document = models.CharField(_("document"), max_length=80)

    class Meta(Dated.Meta):
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="nobody_entrusts_itself",
                condition=~Q(issuer=F("handler")),
                violation_error_message=_("An organ cannot entrust itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.document


class Invitation(models.Model):
    """A one-time code by which a person sets a password: for a new account, or after the old one was lost.

    The code is shown once to whoever makes it and kept as its SHA-256; a later invitation takes its place.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="invitations", verbose_name=_("person"))
    digest = models.CharField(_("digest of the code"), max_length=64)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False, verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made at"))
    valid_until = models.DateTimeField(_("valid until"))
    closed_at = models.DateTimeField(_("used or replaced at"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(closed_at=None), name="one_open_invitation_per_person"
            ),
            models.CheckConstraint(name="invitation_keeps_a_digest", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="invitation_lasts_a_while", condition=Q(valid_until__gt=F("made_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_at}"


class Proposal(models.Model):
    """An administrative act that a second pair of eyes has to confirm: it touches an administrator.

    ``verb`` says which; ``role``, ``valid_from`` and ``valid_to`` are an appointment's, ``post`` is one that is to end.
    Nobody confirms what they proposed, or what concerns themselves.
    """

    verb = models.CharField(_("verb"), max_length=32, choices=AdministrativeVerb.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person concerned"))
    role = models.CharField(_("role"), max_length=20, choices=PostRole.choices, blank=True, default="")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+", verbose_name=_("post"))
    valid_from = models.DateField(_("valid from"), null=True)
    valid_to = models.DateField(_("valid to"), null=True)
    proposed_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", db_index=False, verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    confirmed = models.BooleanField(_("confirmed"), null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="proposal_needs_a_second_pair_of_eyes",
                condition=Q(decided_by=None)
                | Q(confirmed=False)
                | (~Q(decided_by=F("proposed_by")) & ~Q(decided_by=F("person"))),
            ),
            models.CheckConstraint(
                name="proposal_is_decided_by_somebody",
                condition=Q(decided_by=None, decided_at=None, confirmed=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False, confirmed__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_verb_is_listed",
                condition=Q(verb__in=["APPOINTED", "POST_ENDED", "PASSWORD_RESET", "SECOND_STEP_RESET"]),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-id"], name="proposals_to_decide", condition=Q(decided_by=None)),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.person_id}"


class AdministrativeRow(models.Model):
    """One administrative act, or one try to sign in: who, about whom, when, what; append-only and chained.

    The database gives ``seq``, ``recorded_at``, ``previous`` and ``hash`` (``sql/administration.sql``). ``details`` holds
    names and keys of what was changed, never a secret; ``address`` is the network address of a sign-in.
    """

    seq = models.BigIntegerField(_("number"), primary_key=True, db_default=0)
    verb = models.CharField(_("verb"), max_length=32, choices=AdministrativeVerb.choices)
    actor = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("actor")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("person concerned")
    )
    done_at = models.DateTimeField(_("done at"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    address = models.CharField(_("network address"), max_length=64, blank=True, default="")
    details = models.JSONField(_("details"), default=dict)
    previous = models.BinaryField(_("hash of the row before"), db_default=b"")
    hash = models.BinaryField(_("hash"), db_default=b"")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="administrative_verb_is_known", condition=Q(verb__in=AdministrativeVerb.values))
        ]
        indexes: ClassVar = [
            models.Index(fields=["verb", "-seq"], name="administration_by_verb"),
            models.Index(fields=["actor", "-seq"], name="administration_by_actor"),
            models.Index(fields=["person", "-seq"], name="administration_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"
