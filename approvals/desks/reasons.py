"""Cases that an act cannot be done on, by why not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_KINDS: Mapping[str, str | Promise] = {
    "step.claimed": _("In the hands of a colleague"),
    "step.taken": _("Done already"),
    "step.called_off": _("Called off"),
    "step.unknown": _("Not at this step"),
    "actor.not_allowed": _("No post of yours may do it"),
    "actor.same_hands": _("A second person has to do it"),
    "case.closed": _("The case has ended"),
    "case.not_found": _("Not yours to see"),
    "act.once": _("Allowed once, and used"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One case that is blocked, and the sentence that says why. ``case`` is its key, None for one not to be opened."""

    case: int | None
    number: str
    subject: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A kind of reason with its cases; ``sentence`` is theirs, empty where they differ."""

    title: str
    cases: tuple[Told, ...]

    @property
    def sentence(self) -> str:
        """What is said of all of them."""
        said = {told.sentence for told in self.cases}
        return said.pop() if len(said) == 1 else ""


def by_reason(told: Iterable[tuple[str, Told]]) -> list[Reason]:
    """Group cases by the code of what stands against them, the largest group first."""
    found: dict[str, list[Told]] = {}
    for code, each in told:
        found.setdefault(code if code in _KINDS else "", []).append(each)
    groups = (Reason(str(_KINDS.get(code, _("Other reasons"))), tuple(cases)) for code, cases in found.items())
    return sorted(groups, key=lambda group: -len(group.cases))
