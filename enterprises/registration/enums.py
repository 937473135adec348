"""Closed lists of registration."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EnterpriseStatus(TextChoices):
    """Whether an enterprise stands, or how it ended."""

    IN_BUSINESS = "IN_BUSINESS", _("In business")
    LICENCE_REVOKED = "LICENCE_REVOKED", _("Licence revoked, not yet deregistered")
    ANNULLED = "ANNULLED", _("Registration annulled")
    DEREGISTERED = "DEREGISTERED", _("Deregistered")


ENDED = frozenset({EnterpriseStatus.ANNULLED, EnterpriseStatus.DEREGISTERED})
"""Nobody acts for these any more; one whose licence is revoked still has to be wound up."""


class EntityType(TextChoices):
    """The types of enterprise by their code (domain.md §5.8). Names vary in their brackets, so codes are compared.

    The last ones are the heads of families whose members registration does not tell apart here.
    """

    STATE_OWNED_LLC = "1110", _("Limited liability company (wholly state-owned)")
    FOREIGN_VENTURE_LLC = "1121", _("Limited liability company (joint venture of foreign-invested enterprises)")
    FOREIGN_DOMESTIC_LLC = "1122", _("Limited liability company (foreign-invested enterprise and domestic capital)")
    FOREIGN_SOLE_LLC = "1123", _("Limited liability company (sole owner: foreign-invested enterprise)")
    NATURAL_PERSONS_LLC = "1130", _("Limited liability company (natural persons invest or control)")
    STATE_CONTROLLED_LLC = "1140", _("Limited liability company (state-controlled)")
    NATURAL_SOLE_LLC = "1151", _("Limited liability company (sole owner: natural person)")
    LEGAL_SOLE_NATURAL_LLC = "1152", _("Limited liability company (sole owner: legal person of natural persons)")
    LEGAL_SOLE_LLC = "1153", _("Limited liability company (sole owner: legal person not of natural persons)")
    OTHER_LLC = "1190", _("Limited liability company (other)")
    LISTED_FOREIGN = "1211", _("Company limited by shares (listed, foreign-invested)")
    LISTED_NATURAL = "1212", _("Company limited by shares (listed, natural persons invest or control)")
    LISTED_STATE = "1213", _("Company limited by shares (listed, state-controlled)")
    UNLISTED_FOREIGN = "1221", _("Company limited by shares (not listed, foreign-invested)")
    UNLISTED_NATURAL = "1222", _("Company limited by shares (not listed, natural persons invest or control)")
    UNLISTED_STATE = "1223", _("Company limited by shares (not listed, state-controlled)")
    UNLISTED_OTHER = "1229", _("Company limited by shares (not listed, other)")
    GENERAL_PARTNERSHIP = "4531", _("General partnership")
    LIMITED_PARTNERSHIP = "4533", _("Limited partnership")
    SOLE_PROPRIETORSHIP = "4540", _("Sole proprietorship")
    BRANCH = "2000", _("Branch of a company")
    OTHER_LEGAL_PERSON = "3000", _("Enterprise legal person that is not a company")
    FOREIGN_INVESTED = "5000", _("Foreign-invested enterprise")
    HONG_KONG_MACAO_TAIWAN = "6000", _("Enterprise with investment from Hong Kong, Macao or Taiwan")
    FARMERS_COOPERATIVE = "9100", _("Farmers' cooperative")
    INDIVIDUAL_BUSINESS = "9500", _("Individual business")

    @property
    def is_company(self) -> bool:
        """Whether it has registered capital by the company law (公司法)."""
        return self.value.startswith(("11", "12"))

    @property
    def is_by_shares(self) -> bool:
        """Whether the prefecture's organ or a higher one registers it (细则 4)."""
        return self.value.startswith("12")


COMPANIES = sorted(kind.value for kind in EntityType if kind.is_company)
