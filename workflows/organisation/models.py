"""Districts, organs, desks, people and their posts: everything here has a beginning and may have an end."""

from datetime import date
from typing import ClassVar, Self, TypeVar
from zoneinfo import available_timezones

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workflows.organisation.enums import PostRole


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
    not entrust further (许可法 24).
    """

    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=160)
    short_name = models.CharField(_("short name on papers"), max_length=20)
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


class Entrustment(Dated):
    """One organ handles in the name of another (委托), by a document and for a time (许可法 24)."""

    issuer = models.ForeignKey(Organ, models.PROTECT, related_name="entrusts", verbose_name=_("issuing organ"))
    handler = models.ForeignKey(Organ, models.PROTECT, related_name="acts_for", verbose_name=_("handling organ"))
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
