"""The publish check on what is in effect in a district: the standard with the district's terms applied."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from workflows.standards.checks_people import Desk, named_district
from workflows.standards.defects import Defect, ordered
from workflows.standards.publish_check import Failure, publish_check
from workflows.standards.registry import Registry
from workflows.standards.schema import Standard
from workflows.standards.terms.compiling import compiled
from workflows.standards.terms.documents import Terms

TestRunner = Callable[[Standard], Sequence[Failure]]


class _OneDistrict(Mapping[str, Sequence[Desk]]):
    """The desks of the corridor, of which only one district's are asked where any could be meant."""

    def __init__(self, desks: Mapping[str, Sequence[Desk]], district: str) -> None:
        self._desks, self._district = desks, district

    def __getitem__(self, code: str) -> Sequence[Desk]:
        return self._desks[code]

    def __iter__(self) -> Iterator[str]:
        return iter((self._district,))

    def __len__(self) -> int:
        return 1


def in_district(standard: Standard, terms: Terms, district: str) -> Standard:
    """Return what is in effect where this district plays every role that does not name another one outright."""
    roles = [party.role for party in standard.parties if named_district(party.district) in {None, district}]
    return compiled(standard, dict.fromkeys(roles, terms))


def terms_defects(
    standard: Standard,
    terms: Terms,
    district: str,
    *,
    registry: Registry,
    desks: Mapping[str, Sequence[Desk]],
    run_tests: TestRunner | None = None,
) -> list[Defect]:
    """Return every defect of what is in effect in the district; raise ValueError for terms that add."""
    found = publish_check(in_district(standard, terms, district), registry, _OneDistrict(desks, district), run_tests)
    return ordered([replace(defect, sentence=_there(district, defect.sentence)) for defect in found])


def _there(district: str, sentence: str) -> str:
    return _("With the terms of %(district)s: %(sentence)s") % {"district": district, "sentence": sentence}
