"""The page of one case for whoever filed it: made from what was read, without a query."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from approvals.deciding.queries import OfferedAct, OfferedStep
from approvals.deciding.texts import in_reader_language
from approvals.filing.models import Material
from approvals.portal.form_fields import Field, fields_of
from approvals.portal.phases import AGAINST, TO_REPEAT, afterwards, colour_of, words_of
from approvals.portal.progress import Way, desk_of, next_titles, now_words, progress_of, waits_of, working_on
from workflows.clock.arithmetic import last_day_counted
from workflows.clock.entries import from_json
from workflows.clock.enums import Light
from workflows.clock.ledger import Ledger
from workflows.clock.reading import Reading
from workflows.engine.forbidding import open_gap
from workflows.engine.models import Case
from workflows.engine.rights import handling_of
from workflows.engine.rules import Rules
from workflows.look.cards import ClockCard, TimelineEntry, clock_of
from workflows.standards.enums import Handling
from workflows.standards.schema import Standard


@dataclass(frozen=True, slots=True)
class Defect:
    """One point of a notice of return: where it is in words, what is wrong, what to do, and on what it rests."""

    place: str
    defect: str
    remedy: str
    basis: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case in the list: enough to find it and to see how it stands."""

    case: Case
    title: str
    phase: str
    light: Light
    due: date | None


@dataclass(frozen=True)
class CasePage:
    """One case as its applicant sees it. ``contents`` are the typed words of each act, by its place in the journal."""

    case: Case
    way: Way
    offered: Sequence[OfferedStep]
    contents: Mapping[int, Mapping[str, Any]]

    @property
    def standard(self) -> Standard:
        """The version of the standard the case is pinned to."""
        return self.way.rules.standard

    @property
    def title(self) -> str:
        """What was applied for."""
        return in_reader_language(self.standard.title)

    @property
    def district(self) -> str:
        """The district that handles the case."""
        return self.way.districts.get(self.case.district.code, self.case.district.name)

    @property
    def phase(self) -> str:
        """Where the case stands, in words."""
        return words_of(self.case.phase)

    @property
    def light(self) -> Light:
        """The light beside the words."""
        reading = self.way.reading
        return colour_of(self.case.phase, reading.light if reading else None, ended=self.has_ended)

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is done."""
        return self.case.closed_at is not None

    @property
    def clock(self) -> ClockCard | None:
        """The clock, None before it starts and once the case has ended against or without the applicant."""
        reading = self.way.reading
        if reading is None or self.is_returned or self.case.phase in AGAINST:
            return None
        calendar = self.way.rules.clock.calendars[self.way.rules.clock.places[self.case.district.code].calendar]
        card = clock_of(reading, calendar, self._material_titles)
        # Where the day itself is promised, and at the end, there are no days to draw.
        drawn = card.promised and not card.is_finished
        return replace(card, sentence=clock_words(reading), cells=card.cells if drawn else ())

    @cached_property
    def progress(self) -> list[TimelineEntry]:
        """The timeline."""
        return progress_of(self.way)

    @property
    def is_returned(self) -> bool:
        """Whether the application went back and can be filed again."""
        return self.case.phase in TO_REPEAT

    @property
    def is_refused(self) -> bool:
        """Whether the application did not succeed."""
        return self.case.phase in AGAINST

    @cached_property
    def defects(self) -> tuple[Defect, ...]:
        """What the notice of return, or of correction, lists: the latest list there is."""
        lists = [body["items"] for _seq, body in sorted(self.contents.items()) if body.get("items")]
        return tuple(map(self._defect, lists[-1])) if lists and (self.is_returned or self.waits_for_me) else ()

    @property
    def gaps(self) -> list[str]:
        """The materials to hand in after an acceptance with gaps, by name, while the applicant is asked for them."""
        if not (open_gap(self.way.held.state) and self.waits_for_me):
            return []
        named = [body["gaps"] for _seq, body in sorted(self.contents.items()) if body.get("gaps")]
        return [self._material_titles.get(gap, gap) for gap in (named[-1] if named else [])]

    @property
    def to_do(self) -> list[OfferedStep]:
        """The steps that wait for the applicant, with acts they may do now."""
        return [s for s in self.offered if self._is_mine(s) and not self._is_besides(s)]

    @property
    def waits_for_me(self) -> bool:
        """Whether the case rests on the applicant."""
        return bool(self.to_do)

    @property
    def offers(self) -> list[tuple[OfferedStep, OfferedAct]]:
        """What the applicant may do besides, such as taking the application back."""
        standing = [s for s in self.offered if self._is_mine(s) and self._is_besides(s)]
        return [(step, act) for step in standing for act in step.acts]

    @cached_property
    def next(self) -> list[str]:
        """What comes next, as sentences."""
        if self.has_ended or self.is_returned or self.is_refused:
            return [said for said in [afterwards(self.case.phase)] if said]
        return list(self._next())

    def _next(self) -> Iterator[str]:
        at_desks = [step for step in working_on(self.way) if handling_of(step.party) is Handling.DESK]
        if self.waits_for_me:
            yield _("When you have sent what is asked for, the desk looks at it and goes on.")
        elif at_desks:
            first = at_desks[0]
            named = {"desk": desk_of(self.way, first), "step": self._step_title(first.key)}
            shared = self.way.rules.seats(first.key) or first in waits_of(self.way)
            if shared:
                yield _("Now: %(step)s. %(words)s") % {**named, "words": now_words(self.way, first)}
            else:
                yield _("Now: %(step)s, by %(desk)s.") % named
        following = next_titles(self.way)
        if following:
            yield _("Then: %(steps)s.") % {"steps": pgettext("between the items of a list", ", ").join(following)}
        yield _("We tell you here when something changes; you need not come to the window.")

    def _step_title(self, key: str) -> str:
        return in_reader_language(self.way.rules.step(key).title)

    def _is_mine(self, step: OfferedStep) -> bool:
        return step.waits_for is Handling.APPLICANT and any(not act.why_not for act in step.acts)

    def _is_besides(self, step: OfferedStep) -> bool:
        return step.optional or not self.way.rules.carries(step.step)

    def _defect(self, item: Mapping[str, Any]) -> Defect:
        return Defect(self._place(item), item.get("defect", ""), item.get("remedy", ""), item.get("basis", ""))

    def _place(self, item: Mapping[str, Any]) -> str:
        if material := item.get("material"):
            return self._material_titles.get(material, str(material))
        return title_of_path(fields_of(self.standard.form), item.get("field") or "")

    def titled(self, files: Iterable[Material]) -> list[tuple[Material, str]]:
        """Files with what each is in the standard."""
        return [(file, self._material_titles.get(file.key, file.key)) for file in files]

    @property
    def _material_titles(self) -> dict[str, str]:
        return {material.key: in_reader_language(material.title) for material in self.standard.materials}


def title_of_path(fields: Sequence[Field], path: str) -> str:
    """What people call the place a path leads to: “股东 2：出资期限”; the path itself where it leads nowhere."""
    titles: list[str] = []
    level: Sequence[Field] = fields
    for name in path.split("."):
        if name.isdecimal() and titles:
            titles[-1] = f"{titles[-1]} {int(name) + 1}"
            continue
        field = next((field for field in level if field.name == name), None)
        if field is None:
            return pgettext("between a title and its part", ": ").join(titles) or path
        titles.append(field.label)
        level = field.parts
    return pgettext("between a title and its part", ": ").join(titles)


def reading_of(ledger: Sequence[Mapping[str, Any]], rules: Rules, now: datetime) -> Reading | None:
    """A case's clock at an instant; None while it has not started."""
    entries = tuple(from_json(entry) for entry in ledger)
    begun = entries and entries[0].at <= now
    return Ledger(entries, rules.clock.calendars).at(now) if begun else None


def clock_words(reading: Reading) -> str:
    """What a clock says first where counting days says too little: at its end, and where the day itself is promised."""
    promised = reading.promised
    if not reading.is_finished:
        return "" if promised.budget else _("Promised on the day itself")
    if promised.has_passed(reading.at):
        return _("Done, later than promised")
    if reading.day == reading.started_on:
        return _("Done on the day itself, as promised")
    # The day of the end is in use until the office closes: it counts for whoever waited.
    used = promised.consumed + (reading.day > last_day_counted(reading.at, get_current_timezone()))
    days = ngettext(
        "Done within %(days)d working day, as promised", "Done within %(days)d working days, as promised", used
    )
    return days % {"days": used}


def line_of(case: Case, rules: Rules, now: datetime) -> CaseLine:
    """A case as the list shows it."""
    reading = reading_of(case.ledger, rules, now)
    ended = case.closed_at is not None
    return CaseLine(
        case=case,
        title=in_reader_language(rules.standard.title),
        phase=words_of(case.phase),
        light=colour_of(case.phase, reading.light if reading else None, ended=ended),
        due=reading.promised.due.date if reading and not ended else None,
    )
