"""What others have said where the reader is to act: the opinions at a joint review, and what led to a step."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from approvals.deciding.queries import OfferedStep
from approvals.deciding.texts import in_reader_language
from approvals.desks.casefile import CaseFile
from approvals.desks.history import Entry
from workflows.standards.schema import Handler


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat of a joint review: who fills it, and what they said, None while they have not."""

    who: str
    entry: Entry | None
    is_this_one: bool


@dataclass(frozen=True, slots=True)
class Table:
    """All that was said before: the seats of a joint review, and the act that opened the step with its words."""

    seats: tuple[Seat, ...]
    needed: int
    led_here: Entry | None

    @property
    def given(self) -> int:
        """How many seats have spoken."""
        return sum(seat.entry is not None for seat in self.seats)

    @property
    def counted(self) -> str:
        """How far the joint review is, in a sentence."""
        counted = {"given": self.given, "all": len(self.seats), "needed": self.needed}
        return (
            ngettext(
                "%(given)d of %(all)d has given their opinion; %(needed)d must agree.",
                "%(given)d of %(all)d have given their opinion; %(needed)d must agree.",
                self.given,
            )
            % counted
        )


def table_of(file: CaseFile, step: OfferedStep, entries: Sequence[Entry]) -> Table | None:
    """Return what was said before the reader acts at ``step``; None where nothing was."""
    by_ordinal = {entry.ordinal: entry for entry in entries if entry.ordinal and entry.opinion}
    opener = next((entry for entry in entries if step.ordinal in entry.opened), None)
    led_here = opener if opener and (opener.opinion or opener.said) else None
    standing = next((each for each in file.held.state.steps if each.ordinal == step.ordinal), None)
    here = file.rules.round_of(file.held.state, standing) if standing else None
    if here is None:
        return Table((), 0, led_here) if led_here else None
    seats = tuple(
        Seat(_who(file, here.seat(number)), by_ordinal.get(number), number == step.ordinal) for number in here.numbers
    )
    return Table(seats, here.needed, led_here)


def _who(file: CaseFile, seat: Handler) -> str:
    names = {party.role: in_reader_language(party.title) for party in file.standard.parties}
    desks = file.standard.desk_names(get_language() or "zh")
    named = {"party": names.get(seat.party, seat.party), "desk": desks.get(seat.desk or "", seat.desk or "")}
    return _("%(party)s, %(desk)s") % named if seat.desk else named["party"]
