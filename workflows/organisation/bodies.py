"""Which organs stand behind what a desk does: one decides, one handles, one seals, and they can be three (许可法 24).

Pure: whoever reads the organisation, by the ORM or in the engine's one round trip, decides by the same rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bodies:
    """The organs behind an act, by key.

    ``entrustment`` is the key of the document by which the handling organ acts for another, None when it acts for itself.
    """

    decides: int
    handles: int
    seals: int
    entrustment: int | None = None


@dataclass(frozen=True, slots=True)
class Lent:
    """An entrustment in force, by key; ``near`` says that the issuing organ is of the desk's own division."""

    id: int
    issuer: int
    sealer: int | None
    near: bool


def bodies_behind(organ: int, lent: Sequence[Lent], *, has_power: bool) -> Bodies | None:
    """The organs behind a desk of ``organ``; None where nobody, or nobody certain, gives it the power to decide."""
    if not lent:
        return Bodies(organ, organ, organ) if has_power else None
    chosen = the_one(lent)
    return Bodies(chosen.issuer, organ, chosen.sealer or chosen.issuer, chosen.id) if chosen else None


def the_one(lent: Sequence[Lent]) -> Lent | None:
    """Of several that entrust, the one of the desk's own division; None when that leaves more than one, or none."""
    candidates = lent if len(lent) == 1 else [each for each in lent if each.near]
    return candidates[0] if len({each.issuer for each in candidates}) == 1 else None
