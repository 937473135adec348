"""Questions about terms: which are in force, and which standard is in effect for the districts of a case."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from workflows.organisation.enums import PostRole
from workflows.organisation.models import District, Person, Post
from workflows.standards.canonical import digest
from workflows.standards.models import StandardVersion
from workflows.standards.queries import in_force, version_in_force
from workflows.standards.schema import Standard
from workflows.standards.terms.compiling import compiled
from workflows.standards.terms.documents import Terms
from workflows.standards.terms.models import DistrictTerms, TermsDraft
from workflows.standards.terms.rebasing import Rebased, rebase

DRAFTING_ROLES = frozenset({PostRole.SUPERVISOR, PostRole.STANDARD_KEEPER})
"""Who writes a district's terms: whoever answers for its figures, or keeps its rules, at one of its desks."""


@dataclass(frozen=True, slots=True)
class Effective:
    """The standard in effect for a case: the version in force with the terms of the districts it names."""

    base: StandardVersion
    standard: Standard
    address: str
    """The digest of the text; the base's own where no district of the case differs."""

    @property
    def differs(self) -> bool:
        """Whether some district of the case has something of its own."""
        return self.address != self.base.digest


def terms_in_force(key: str, day: date, districts: Collection[str] | None = None) -> dict[str, DistrictTerms]:
    """The terms in force for a standard on a day, by the codes of their districts: the last that have begun of each."""
    begun = DistrictTerms.objects.filter(key=key, valid_from__lte=day)
    if districts is not None:
        begun = begun.filter(district__code__in=districts)
    latest = begun.select_related("district", "base").order_by("district", "-valid_from").distinct("district")
    return {terms.district.code: terms for terms in latest.defer("base__body")}


def terms_of(district: District, key: str) -> QuerySet[DistrictTerms]:
    """All terms of a district for a standard, the latest first."""
    return DistrictTerms.objects.filter(district=district, key=key).select_related("base").order_by("-number")


def carried(terms: DistrictTerms, standard: Standard) -> Rebased:
    """Published terms as they stand under a text of their standard: as they are, or re-based."""
    return rebase(Terms.model_validate(terms.body), standard)


def effective(key: str, parties: Mapping[str, str], day: date) -> Effective | None:
    """The standard in effect on a day for districts that play these roles; None before the standard's first version.

    Terms that rest on an earlier version count as re-based; where they conflict, the standard itself applies.
    """
    version = version_in_force(key, day)
    return effective_of(version, parties, day) if version else None


def effective_of(version: StandardVersion, parties: Mapping[str, str], day: date) -> Effective:
    """The same for a version one has at hand."""
    standard = Standard.model_validate(version.body)
    own = terms_in_force(version.key, day, set(parties.values()))
    if not own:
        return Effective(version, standard, version.digest)
    there = {code: carried(terms, standard).terms for code, terms in own.items()}
    result = compiled(standard, {role: there[code] for role, code in parties.items() if code in there})
    return Effective(version, result, version.digest if result is standard else digest(result))


def drafts_of_terms() -> QuerySet[TermsDraft]:
    """The terms being written, the last changed first."""
    return TermsDraft.objects.select_related("district", "drafted_by", "base").order_by("-changed_at")


def districts_drafted_by(person: Person, day: date) -> QuerySet[District]:
    """The districts whose terms a person may write on a day: where they supervise or keep standards at a desk."""
    desks = in_force(Post, day).filter(person=person, person__is_active=True, role__in=DRAFTING_ROLES)
    return in_force(District, day).filter(Q(pk__in=desks.values("desk__district")), takes_part=True).order_by("code")


def may_draft(person: Person, district: District, day: date) -> bool:
    """Whether a person may write the terms of a district on a day."""
    return districts_drafted_by(person, day).filter(pk=district.pk).exists()
