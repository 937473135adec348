"""How the terms of districts stand under the version in force, and under the latest one that is to come."""

from dataclasses import dataclass
from datetime import date

from workflows.organisation.models import District
from workflows.standards.canonical import parse
from workflows.standards.models import StandardVersion
from workflows.standards.queries import version_in_force, versions_of
from workflows.standards.schema import Standard
from workflows.standards.terms.documents import Terms
from workflows.standards.terms.models import DistrictTerms
from workflows.standards.terms.queries import carried, terms_in_force
from workflows.standards.terms.rebasing import Rebased
from workflows.standards.terms.wording import own_lines
from workflows.studio.queries import districts_taking_part


@dataclass(frozen=True, slots=True)
class Standing:
    """A district's terms for a standard on a day: what was published, and what becomes of it.

    ``rebased`` is how they stand under the version in force, ``coming`` under the latest version where that is another.
    """

    district: District
    version: StandardVersion
    standard: Standard
    latest: StandardVersion
    published: DistrictTerms | None
    rebased: Rebased | None
    coming: Rebased | None

    @property
    def terms(self) -> Terms:
        """The difference that is in effect: without what conflicts."""
        if self.rebased is None:
            return Terms(standard=self.version.key, base=self.version.digest)
        return self.rebased.terms

    @property
    def conflicts(self) -> list[str]:
        """What the district has to settle under the version in force."""
        return [conflict.sentence for conflict in self.rebased.conflicts] if self.rebased else []

    @property
    def coming_conflicts(self) -> list[str]:
        """What the district has to settle before the latest version takes effect."""
        return [conflict.sentence for conflict in self.coming.conflicts] if self.coming else []

    @property
    def fallen(self) -> list[str]:
        """Where the version in force says by now what the district had of its own."""
        if self.rebased is None or self.published is None:
            return []
        base = parse(self.published.base.body)
        there = {difference.place for difference in self.rebased.fallen}
        lines = own_lines(base, Terms.model_validate(self.published.body))
        return [line.sentence for line in lines if line.place in there]


def standing_of(key: str, district: District, day: date) -> Standing | None:
    """How one district's terms stand; None where the standard is not in force."""
    found = [each for each in standings_on(key, day) if each.district == district]
    return found[0] if found else None


def standings_on(key: str, day: date) -> list[Standing]:
    """How every district that takes part stands, by code; empty where the standard is not in force."""
    version, latest = version_in_force(key, day), versions_of(key).first()
    if version is None or latest is None:
        return []
    standard = parse(version.body)
    coming = parse(latest.body) if latest != version else None
    published = terms_in_force(key, day)
    return [
        Standing(
            district,
            version,
            standard,
            latest,
            own := published.get(district.code),
            carried(own, standard) if own else None,
            carried(own, coming) if own and coming else None,
        )
        for district in districts_taking_part(day)
    ]
