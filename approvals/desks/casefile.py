"""One case as a desk sees it: how it stands, whose turn it is, and what the reader may do."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language

from approvals.deciding.queries import OfferedStep, allowed_acts
from approvals.deciding.texts import in_reader_language
from approvals.desks.clerk import Clerk
from approvals.desks.queries import last_day
from workflows.clock.calendar import Calendar
from workflows.clock.enums import Light
from workflows.clock.ledger import Ledger
from workflows.clock.reading import Reading
from workflows.engine.gateway import Held
from workflows.engine.models import Case
from workflows.engine.own_clock import own_clock
from workflows.engine.rulebook import rules_of
from workflows.engine.rules import Rules
from workflows.engine.state import Actor, steps_done
from workflows.engine.verbs import look
from workflows.look.cards import ClockCard, clock_of
from workflows.standards.chart import chart_svg
from workflows.standards.models import StandardVersion
from workflows.standards.schema import Standard
from workflows.templatetags.look import clock_sentence

_EDGES = {Light.GREEN: "g", Light.YELLOW: "y", Light.RED: "r", Light.OVER: "k", Light.BLUE: "b"}


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case, its rules, and the steps that wait, each with what the reader may do there or why not."""

    case: Case
    version: StandardVersion
    held: Held
    rules: Rules
    actor: Actor
    offered: tuple[OfferedStep, ...]
    clock: Reading | None
    now: datetime

    @property
    def standard(self) -> Standard:
        """The version the case is pinned to."""
        return self.rules.standard

    @property
    def mine(self) -> tuple[OfferedStep, ...]:
        """The steps that wait and at which the reader may act now."""
        return tuple(step for step in self.offered if step.mine and not step.optional)

    @property
    def on_offer(self) -> tuple[OfferedStep, ...]:
        """The steps that wait for nobody and that the reader may do besides."""
        return tuple(step for step in self.offered if step.optional)

    @property
    def card(self) -> ClockCard | None:
        """The clock as it is drawn."""
        if self.clock is None:
            return None
        names = {material.key: in_reader_language(material.title) for material in self.standard.materials}
        return clock_of(self.clock, self._calendar, names)

    @property
    def sentence(self) -> str:
        """What the clock says, in one line."""
        return clock_sentence(self.card) if self.card else ""

    @property
    def edge(self) -> str:
        """The class of the light's colour at the edge of a quoted sentence."""
        return _EDGES[self.clock.light] if self.clock else ""

    @property
    def waiting(self) -> list[tuple[OfferedStep, date | None, Light | None]]:
        """The steps that wait for somebody, with the last day of each, and the light of those with their own clock."""
        return [(step, last_day(step.due_at), self.light_of(step)) for step in self.offered if not step.optional]

    def light_of(self, step: OfferedStep) -> Light | None:
        """The light of a step that has a clock of its own."""
        opened = step.opened_at
        own = own_clock(self.rules, step.step, opened, step.district, self.now) if opened else None
        return own.light if own else None

    @property
    def _calendar(self) -> Calendar:
        place = self.rules.clock.places[self.held.state.district]
        return self.rules.clock.calendars[place.calendar]

    def chart(self) -> str:
        """The standard's chart with what is done and what waits, as SVG."""
        return chart_svg(
            self.standard,
            language=get_language() or "zh-hans",
            title=self.case.number,
            open_steps=[step.key for step in self.held.state.steps],
            done_steps=steps_done(self.held.state),
            ended=self.held.state.ended_at is not None,
        )


def open_file(clerk: Clerk, case: int) -> CaseFile:
    """Return the case as it stands at the clerk's instant; raise CaseNotFound for one they do not see."""
    actor, held = look(actor=clerk.actor, case=case, now=clerk.now)
    rules = rules_of(held.standard)
    with clerk.seeing() as scope:
        row = Case.objects.visible_to(scope).select_related("district", "standard").defer("standard__body").get(pk=case)
    entries = held.state.ledger
    started = entries and entries[0].at <= clerk.now
    reading = Ledger(entries, rules.clock.calendars).at(clerk.now) if started else None
    offered = tuple(allowed_acts(actor, held, rules, clerk.now))
    return CaseFile(row, row.standard, held, rules, actor, offered, reading, clerk.now)


def chosen_step(file: CaseFile, ordinal: int | None) -> OfferedStep | None:
    """Return the step of that number, or else the first at which the reader may act."""
    named = [step for step in file.offered if step.ordinal == ordinal]
    return next(iter(named or file.mine), None)
