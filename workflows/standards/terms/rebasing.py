"""Terms that rest on one text of a standard, carried over to another. Pure; doing it twice changes nothing more."""

from dataclasses import dataclass

from workflows.standards.canonical import digest
from workflows.standards.layers import leeways
from workflows.standards.schema import Standard
from workflows.standards.terms.documents import Difference, Terms
from workflows.standards.terms.judging import KINDS, refusal, says_the_same


@dataclass(frozen=True, slots=True)
class Conflict:
    """A difference the new text leaves no room for, and the sentence that says why."""

    difference: Difference
    sentence: str


@dataclass(frozen=True, slots=True)
class Rebased:
    """What became of terms: those that still apply, what the standard says itself by now, and what is to be settled.

    Until the district settles the conflicts, the standard applies at their places.
    """

    terms: Terms
    fallen: tuple[Difference, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left for the district to settle."""
        return not self.conflicts


def rebase(terms: Terms, standard: Standard) -> Rebased:
    """Carry terms over to a text of their standard; raise ValueError for another standard's."""
    if terms.standard != standard.key:
        msg = f"Terms of {terms.standard} have no place in {standard.key}; give the standard they are of."
        raise ValueError(msg)
    known = leeways(standard)
    kept: list[Difference] = []
    fallen: list[Difference] = []
    conflicts: list[Conflict] = []
    for difference in terms.by_place.values():
        leeway = known.get(difference.place)
        if leeway and leeway.kind is KINDS[type(difference)] and says_the_same(difference, leeway):
            fallen.append(difference)
        elif sentence := refusal(difference, known, standard):
            conflicts.append(Conflict(difference, sentence))
        else:
            kept.append(difference)
    carried = Terms(standard=standard.key, base=digest(standard), differences=kept)
    return Rebased(carried, tuple(fallen), tuple(conflicts))
