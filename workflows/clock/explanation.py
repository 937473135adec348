"""A reading in one sentence.

“9 of 15 working days used; stopped May 3 to May 7, waiting for item 4; due May 20.”
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from workflows.clock.enums import Unit
from workflows.clock.labels import GROUNDS
from workflows.clock.reading import Pause, Reading


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reading is the explanation for programs, ``str()`` the one for people, in the language active then.

    ``names`` gives the words for the keys of materials and papers waited for; a key without one is shown itself.
    """

    reading: Reading
    names: Mapping[str, str]

    def __str__(self) -> str:
        """Return the sentence."""
        clauses = pgettext("between the clauses of a sentence", "; ").join(self._clauses())
        return _("%(clauses)s.") % {"clauses": clauses}

    def _clauses(self) -> Iterator[str]:
        yield self._used()
        if self.reading.is_retroactive:
            yield _("counted back from %(date)s by law") % {"date": self._date(self.reading.started_on)}
        if self.reading.extended_by:
            yield ngettext("extended by %(days)d day", "extended by %(days)d days", self.reading.extended_by) % {
                "days": self.reading.extended_by
            }
        yield from map(self._stopped, self.reading.pauses)
        yield self._due()

    def _used(self) -> str:
        tally = self.reading.promised
        if not tally.budget:
            return _("to be done on the day itself")
        used = {"used": tally.consumed, "budget": tally.budget}
        if tally.limit.unit is Unit.WORKING:
            return (
                ngettext(
                    "%(used)d of %(budget)d working day used", "%(used)d of %(budget)d working days used", tally.budget
                )
                % used
            )
        return ngettext("%(used)d of %(budget)d day used", "%(used)d of %(budget)d days used", tally.budget) % used

    def _stopped(self, pause: Pause) -> str:
        named = {
            "since": self._date(pause.since),
            "until": self._date(pause.until),
            "ground": GROUNDS[pause.ground],
            "awaited": self.names.get(pause.awaited, pause.awaited),
        }
        if pause.is_open and pause.awaited:
            return _("stopped since %(since)s, waiting for %(awaited)s until %(until)s") % named
        if pause.is_open:
            return _("stopped since %(since)s for %(ground)s, expected to end %(until)s") % named
        if pause.awaited:
            return _("stopped %(since)s to %(until)s, waiting for %(awaited)s") % named
        return _("stopped %(since)s to %(until)s for %(ground)s") % named

    def _due(self) -> str:
        due = self.reading.promised.due
        named = {"date": self._date(due.date)}
        if due.provisional:
            return _("due %(date)s, provisionally until the holidays of that year are announced") % named
        return _("due %(date)s") % named

    def _date(self, day: date) -> str:
        return date_format(day, "MONTH_DAY_FORMAT" if day.year == self.reading.day.year else "DATE_FORMAT")
