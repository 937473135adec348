"""Who stands behind an enterprise: its members, its agents, and the personal values of both, kept apart."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enterprises.identity.codes import check_identity
from enterprises.identity.enums import IdType
from enterprises.identity.masking import mask_id, mask_phone
from enterprises.identity.text import writable
from enterprises.people.enums import AgentAct, MemberRole
from enterprises.registration.models import Enterprise
from workflows.organisation.codes import Verdict
from workflows.organisation.models import Dated


class Member(Dated):
    """A person of the enterprise itself, from a day to a day. ``may_sign``: they bind it, as when appointing an agent."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("person")
    )
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="members", verbose_name=_("enterprise"))
    role = models.CharField(_("role"), max_length=20, choices=MemberRole.choices)
    may_sign = models.BooleanField(_("may sign"), default=False)

    class Meta(Dated.Meta):
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="member_role_is_known",
                condition=Q(role__in=MemberRole.values),
                violation_error_message=_("This role does not exist."),
            ),
            models.CheckConstraint(
                name="a_legal_representative_may_sign",
                condition=~Q(role=MemberRole.LEGAL_REPRESENTATIVE) | Q(may_sign=True),
                violation_error_message=_("A legal representative may sign."),
            ),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(valid_to=None, role=MemberRole.LEGAL_REPRESENTATIVE),
                name="one_legal_representative_per_enterprise",
                violation_error_message=_("The enterprise has a legal representative already."),
            ),
            models.UniqueConstraint(
                fields=["person", "enterprise", "role"],
                condition=Q(valid_to=None),
                name="one_open_membership_of_a_role",
                violation_error_message=_("This person already has this role in the enterprise."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.enterprise_id}"


class Agent(Dated):
    """An authorisation (授权委托书): a person may do what ``scope`` names, until but not on ``valid_to`` (许可法 29).

    ``document`` is the reference of the signed letter (16号令 12). A revocation takes effect at once; it is never
    taken back, a new letter is needed.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="authorisations", verbose_name=_("agent")
    )
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="agents", verbose_name=_("enterprise"))
    scope = ArrayField(models.CharField(max_length=10, choices=AgentAct.choices), verbose_name=_("scope"))
    document = models.CharField(_("letter of authorisation"), max_length=80, validators=[writable])
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("appointed by")
    )
    appointed_at = models.DateTimeField(_("appointed at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("revoked by"),
    )

    class Meta(Dated.Meta):
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="agent_is_authorised_for_a_time",
                condition=Q(valid_to__isnull=False),
                violation_error_message=_("An authorisation has a last day."),
            ),
            models.CheckConstraint(
                name="agent_scope_names_known_acts",
                condition=Q(scope__len__gt=0, scope__contained_by=AgentAct.values),
                violation_error_message=_("An authorisation names at least one act, and only acts that exist."),
            ),
            models.CheckConstraint(
                name="agent_has_a_letter",
                condition=~Q(document=""),
                violation_error_message=_("An agent needs a signed letter of authorisation."),
            ),
            models.CheckConstraint(
                name="agent_is_revoked_by_somebody_at_some_time",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="agent_is_revoked_after_being_appointed",
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("appointed_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.document}"


class PersonalValues(models.Model):
    """What is known of a person and shown to nobody unmasked without need (个保法 28); erased, it is empty.

    A table of its own, so that reading it can be granted, logged and ended apart from everything else. ``id_type`` is
    a code of GA/T 2000.156 as it was given; the number of a resident identity card is judged by GB 11643.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        primary_key=True,
        related_name="personal_values",
        verbose_name=_("person"),
    )
    id_type = models.CharField(_("type of identity document"), max_length=3, default=IdType.RESIDENT)
    id_number = models.CharField(_("identity number"), max_length=64, blank=True, default="")
    phone = models.CharField(_("phone"), max_length=24, blank=True, default="", validators=[writable])
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="id_type_has_three_digits",
                condition=Q(id_type__regex=r"^[0-9]{3}$"),
                violation_error_message=_("The type of an identity document is a code of three digits."),
            ),
            models.CheckConstraint(
                name="resident_id_is_well_formed",
                condition=~Q(id_type=IdType.RESIDENT) | Q(id_number="") | Q(id_number__regex=r"^[0-9]{17}[0-9X]$"),
                violation_error_message=_("An identity number has 17 digits and a digit or X."),
            ),
            models.CheckConstraint(
                name="erased_values_are_empty",
                condition=Q(erased_at=None) | Q(id_number="", phone=""),
                violation_error_message=_("Nothing is kept of what was erased."),
            ),
            models.UniqueConstraint(
                fields=["id_type", "id_number"],
                condition=~Q(id_number=""),
                name="one_person_per_identity_number",
                violation_error_message=_("Another account has this identity number."),
            ),
        ]

    def __str__(self) -> str:
        return self.masked_id

    def clean(self) -> None:
        """Keep the number in its one form; refuse one that cannot be right."""
        if self.id_number:
            found = check_identity(self.id_type, self.id_number)
            if found.verdict is not Verdict.OK:
                raise ValidationError({"id_number": found.sentence})
            self.id_number = found.normalised

    @property
    def masked_id(self) -> str:
        """The number as lists show it."""
        return mask_id(self.id_number)

    @property
    def masked_phone(self) -> str:
        """The phone number as lists show it."""
        return mask_phone(self.phone)
