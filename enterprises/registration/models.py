"""The enterprise as registered, and its addresses one after the other."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enterprises.identity.masking import mask_phone
from enterprises.identity.text import writable, writable_lines
from enterprises.registration.enums import COMPANIES, EnterpriseStatus, EntityType
from workflows.organisation.models import Dated, District, Organ

USCC = r"^[0-9A-HJ-NP-RTUWXY]{18}$"
INDUSTRY = r"^[0-9]{4}$"


class Enterprise(models.Model):
    """An enterprise (经营主体) by its registered facts (条例 8); the province's register is the one of record.

    Where it is and which organ registers it say its addresses, and nothing else: the code keeps the division of the
    first registration for life. ``capital`` is in 分. ``term_ends_on`` is empty for a term without end (长期).
    ``code_proof`` names the document that shows a code whose check character does not match (domain.md §5.1).
    """

    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    code_proof = models.CharField(
        _("document that shows the code"), max_length=80, blank=True, default="", validators=[writable]
    )
    name = models.CharField(_("name"), max_length=120, validators=[writable])
    entity_type = models.CharField(_("type"), max_length=4, choices=EntityType.choices)
    industry = models.CharField(
        _("industry (GB/T 4754)"),
        max_length=4,
        validators=[RegexValidator(INDUSTRY, _("An industry code has four digits."))],
    )
    business_scope = models.TextField(_("business scope"), blank=True, default="", validators=[writable_lines])
    status = models.CharField(
        _("status"), max_length=16, choices=EnterpriseStatus.choices, default=EnterpriseStatus.IN_BUSINESS
    )
    established_on = models.DateField(_("established on"))
    term_ends_on = models.DateField(_("business term ends on"), null=True, blank=True)
    capital = models.BigIntegerField(_("registered capital in 分"), null=True, blank=True)
    legal_representative = models.CharField(_("legal representative"), max_length=60, validators=[writable])
    phone = models.CharField(_("phone"), max_length=24, blank=True, default="", validators=[writable])

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="enterprise_uscc_is_well_formed",
                condition=Q(uscc__regex=USCC),
                violation_error_message=_("A unified social credit code has 18 characters without I, O, S, V and Z."),
            ),
            models.CheckConstraint(
                name="enterprise_has_a_name",
                condition=~Q(name="") & ~Q(legal_representative=""),
                violation_error_message=_("An enterprise has a name and a legal representative."),
            ),
            models.CheckConstraint(
                name="enterprise_type_is_known",
                condition=Q(entity_type__in=EntityType.values),
                violation_error_message=_("This type of enterprise does not exist."),
            ),
            models.CheckConstraint(
                name="enterprise_industry_has_four_digits",
                condition=Q(industry__regex=INDUSTRY),
                violation_error_message=_("An industry code has four digits."),
            ),
            models.CheckConstraint(
                name="enterprise_status_is_known",
                condition=Q(status__in=EnterpriseStatus.values),
                violation_error_message=_("This status does not exist."),
            ),
            models.CheckConstraint(
                name="enterprise_term_ends_after_it_begins",
                condition=Q(term_ends_on=None) | Q(term_ends_on__gt=F("established_on")),
                violation_error_message=_("The business term ends after the day of establishment."),
            ),
            models.CheckConstraint(
                name="enterprise_capital_is_more_than_nothing",
                condition=Q(capital=None) | Q(capital__gt=0),
                violation_error_message=_("Registered capital is more than nothing."),
            ),
            models.CheckConstraint(
                name="a_company_has_registered_capital",
                condition=~Q(entity_type__in=COMPANIES) | Q(capital__isnull=False),
                violation_error_message=_("A company has registered capital."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["name"], name="enterprises_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_phone(self) -> str:
        """The phone number as lists show it."""
        return mask_phone(self.phone)


class EnterpriseAddress(Dated):
    """Where an enterprise had its registered address (住所) from a day on, and which organ registered it there.

    The two change together when it moves between authorities (条例 27), so one row makes the switch. ``district`` is
    the area the address lies in; the authority's may be another: the city registers companies limited by shares.
    """

    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="addresses", db_index=False, verbose_name=_("enterprise")
    )
    authority = models.ForeignKey(
        Organ, models.PROTECT, related_name="registers", verbose_name=_("registration authority")
    )
    district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name=_("area"))
    street = models.CharField(_("street or town"), max_length=60, blank=True, default="", validators=[writable])
    road = models.CharField(_("road"), max_length=60, blank=True, default="", validators=[writable])
    number = models.CharField(_("number"), max_length=30, blank=True, default="", validators=[writable])
    building = models.CharField(_("building"), max_length=60, blank=True, default="", validators=[writable])
    room = models.CharField(_("room"), max_length=30, blank=True, default="", validators=[writable])

    class Meta(Dated.Meta):
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="address_names_a_street_or_road",
                condition=~Q(street="") | ~Q(road=""),
                violation_error_message=_("An address names a street or a road."),
            ),
            models.UniqueConstraint(
                fields=["enterprise"],
                condition=Q(valid_to=None),
                name="one_open_address_per_enterprise",
                violation_error_message=_("The enterprise has an address already; it moves from it to the next."),
            ),
            models.UniqueConstraint(
                fields=["enterprise", "valid_from"],
                name="addresses_of_an_enterprise_follow_one_another",
                violation_error_message=_("Another address of the enterprise begins on this day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.district.name}{self.street}{self.road}{self.number}{self.building}{self.room}"
