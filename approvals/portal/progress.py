"""The way of a case in the applicant's words: what was done, what is being done, what will follow.

Done comes from the journal, with the desk and never the clerk; what follows is the straight way through the standard
as the case stands, told in its blocks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import get_current_timezone, localtime, make_aware
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from approvals.deciding.custody import passing_words
from approvals.deciding.family import told_words
from approvals.deciding.texts import in_reader_language
from approvals.notices.wording import filled
from approvals.portal.phases import words_of
from workflows.clock.labels import GROUNDS
from workflows.clock.reading import Reading
from workflows.engine.gateway import Held
from workflows.engine.past import rules_then
from workflows.engine.rights import handling_of
from workflows.engine.rules import Rules
from workflows.engine.state import FILE, OpenStep
from workflows.engine.step_types.wait import WaitSettings
from workflows.journal.enums import Verb
from workflows.journal.models import JournalRow
from workflows.look.cards import EntryState, TimelineEntry
from workflows.organisation.models import Desk
from workflows.standards.enums import Audience, Handling
from workflows.standards.expressions import holds
from workflows.standards.schema import Act, Step
from workflows.templatetags.look import day, moment


@dataclass(frozen=True, slots=True)
class Way:
    """Everything the way of one case is told from; ``districts`` gives names by code."""

    held: Held
    rules: Rules
    rows: Sequence[JournalRow]
    reading: Reading | None
    districts: Mapping[str, str]
    contents: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    """What was typed in each act, by its place in the journal."""


def progress_of(way: Way) -> list[TimelineEntry]:
    """The entries of the timeline: the past by time, then what is open, then what is to come."""
    past = sorted([*_done(way), *_stopped(way)], key=lambda entry: entry[0])
    return [*(entry for _at, entry in past), *_now(way), *_to_come(way)]


def desk_of(way: Way, standing: OpenStep) -> str:
    """The desk a step waits at, with its district."""
    names = way.rules.standard.desk_names(get_language() or "zh")
    place = way.districts.get(standing.district, standing.district)
    return _("%(desk)s, %(district)s") % {"desk": names.get(standing.desk or "", ""), "district": place}


def working_on(way: Way) -> list[OpenStep]:
    """The open steps the case rests on, those of a desk or the applicant; a standing offer is none."""
    steps = way.held.state.steps
    return [step for step in steps if way.rules.carries(step.key) and handling_of(step.party) is not Handling.SYSTEM]


def next_titles(way: Way) -> list[str]:
    """What will be done after the open steps, block by block, in the order of the standard."""
    blocks = {block.key: block for block in way.rules.standard.blocks}
    here = {way.rules.step(step.key).block for step in working_on(way)} - {None}
    titles: dict[str, str] = {}
    for step in _straight_on(way):
        if step.block not in here and handling_of(step.handler.party) is not Handling.SYSTEM:
            named = blocks.get(step.block or "", step)
            titles.setdefault(step.block or step.key, in_reader_language(named.title))
    return list(titles.values())


def _done(way: Way) -> Iterator[tuple[datetime, TimelineEntry]]:
    for row, rules in zip(way.rows, rules_then(way.rows, way.rules), strict=True):
        turn = row.payload.get("turn")
        if row.verb in {Verb.MOVE, Verb.MOVE_BACK}:
            yield row.legal_at, _moved(row)
        if not turn:
            continue
        if turn["act"] == FILE:
            yield row.legal_at, _entry(row, _("Application sent"), _("We have received your application."))
            continue
        if turn.get("told"):
            yield row.legal_at, _entry(row, _("Handled together"), told_words(turn["told"]))
            continue
        step = rules.step(turn["step"])
        ending = rules.kind(step).ends_case
        told = words_of(turn["target"]) if ending else _told(way, rules, row, rules.act(step, turn["act"]))
        yield row.legal_at, _entry(row, in_reader_language(step.title), told)
        if verdict := turn.get("verdict"):
            settled = in_reader_language(way.rules.act_for(step, verdict).title)
            yield row.legal_at, _entry(row, in_reader_language(step.title), _("Settled: %(act)s.") % {"act": settled})


def _moved(row: JournalRow) -> TimelineEntry:
    if row.verb == Verb.MOVE_BACK:
        return _entry(row, _("Back under the rules before"), _("No day that was counted is counted again."))
    return _entry(row, _("Goes on under the revised rules"), _("No day that was counted is counted again."))


def _entry(row: JournalRow, title: str, sentence: str) -> TimelineEntry:
    return TimelineEntry(EntryState.DONE, title, _minute(row.legal_at), sentence)


def _told(way: Way, rules: Rules, row: JournalRow, act: Act) -> str:
    """What the applicant was told of the act, or else what was done and where."""
    custody = row.payload["turn"].get("custody")
    if custody:
        return passing_words(custody, way.districts)
    keys = row.payload["turn"].get("notices", [])
    notices = [n for n in rules.standard.notices if n.key in keys and n.audience is Audience.APPLICANT]
    if notices:
        body, language = way.contents.get(row.seq) or {}, get_language() or "zh-hans"
        said = (in_reader_language(notice.text) for notice in notices)
        return " ".join(filled(each, language, body, way.rules.standard) for each in said)
    named = {"act": in_reader_language(act.title), "desk": _name(row.desk)}
    handling = handling_of(rules.step(row.payload["turn"]["step"]).handler.party)
    if row.desk:
        return _("%(act)s: %(desk)s.") % named
    if handling is Handling.APPLICANT:
        return _("%(act)s: by you.") % named
    if handling is Handling.SYSTEM:
        return _("%(act)s: by the system.") % named
    return _("%(act)s: nobody answered in time, and silence counts as this.") % named


def _name(desk: Desk | None) -> str:
    if desk is None:
        return ""
    return desk.name if (get_language() or "zh").startswith("zh") else desk.name_en


def _stopped(way: Way) -> Iterator[tuple[datetime, TimelineEntry]]:
    materials = {material.key: in_reader_language(material.title) for material in way.rules.standard.materials}
    for pause in way.reading.pauses if way.reading else ():
        reason = materials.get(pause.awaited) or str(GROUNDS[pause.ground])
        span = _("%(since)s to %(until)s") % {"since": _day(pause.since), "until": _day(pause.until)}
        sentence = _("The clock stands still for this: %(reason)s.") % {"reason": reason}
        at = make_aware(datetime.combine(pause.since, time.max), get_current_timezone())
        yield at, TimelineEntry(EntryState.STOPPED, _("Clock stopped"), span, sentence)


def _now(way: Way) -> Iterator[TimelineEntry]:
    for standing in [*_once_a_round(way), *waits_of(way)]:
        title = in_reader_language(way.rules.step(standing.key).title)
        since = _("since %(day)s") % {"day": _day(standing.opened_at)}
        yield TimelineEntry(EntryState.NOW, title, since, now_words(way, standing))


def _once_a_round(way: Way) -> Iterator[OpenStep]:
    """The steps being worked on, of a joint review only the first seat: its sentence tells of all of them."""
    told: set[tuple[str, int]] = set()
    for standing in working_on(way):
        here = way.rules.round_of(way.held.state, standing)
        mark = (standing.key, here.first if here else standing.ordinal)
        if mark not in told and standing not in waits_of(way):
            told.add(mark)
            yield standing


def waits_of(way: Way) -> list[OpenStep]:
    """The open steps at which the case waits for a day or an event."""
    steps = way.held.state.steps
    return [step for step in steps if isinstance(way.rules.settings(way.rules.step(step.key)), WaitSettings)]


def now_words(way: Way, standing: OpenStep) -> str:
    """What an open step waits for, in a sentence."""
    here = way.rules.round_of(way.held.state, standing)
    if here:
        counted = {"given": len(here.given), "all": len(here.seats)}
        return (
            ngettext(
                "%(given)d of %(all)d desks has given its opinion.",
                "%(given)d of %(all)d desks have given their opinions.",
                len(here.given),
            )
            % counted
        )
    if standing in waits_of(way):
        if standing.due_at:
            return _("The case goes on by itself after %(due)s.") % {"due": _last_day(standing.due_at)}
        return _("The case goes on by itself when what it waits for is known.")
    return _waits(way, standing)


def _waits(way: Way, standing: OpenStep) -> str:
    if handling_of(standing.party) is Handling.APPLICANT:
        return _("This waits for you.")
    named = {"desk": desk_of(way, standing), "due": _last_day(standing.due_at)}
    if standing.due_at:
        return _("%(desk)s is working on this, until %(due)s at the latest.") % named
    return _("%(desk)s is working on this.") % named


def _to_come(way: Way) -> Iterator[TimelineEntry]:
    return (TimelineEntry(EntryState.TO_COME, title) for title in next_titles(way))


def _straight_on(way: Way) -> list[Step]:
    """The steps that follow the open ones if every act is the first of its step that leads on."""
    data = way.rules.data(way.held.state)
    found: dict[str, Step] = {step.key: way.rules.step(step.key) for step in working_on(way)}
    open_now = set(found)
    frontier = list(found.values())
    while frontier:
        step = frontier.pop(0)
        for key in _targets(step, data):
            if key not in found and way.rules.carries(key):
                found[key] = way.rules.step(key)
                frontier.append(found[key])
    return [step for key, step in found.items() if key not in open_now and not way.rules.kind(step).ends_case]


def _targets(step: Step, data: Mapping[str, Any]) -> Iterable[str]:
    # At a joint review the acts of the seats lead nowhere; the first that leads on is that of the verdict.
    routes = next((act.routes for act in step.acts if act.routes), [])
    return next((route.to for route in routes if route.when is None or holds(route.when, data)), [])


def _last_day(due: datetime | None) -> str:
    # A limit ends at 24:00, which is written as the next date.
    return _day(due - timedelta(microseconds=1)) if due else ""


def _day(on: date) -> str:
    return day(localtime(on) if isinstance(on, datetime) else on)


def _minute(at: datetime) -> str:
    return moment(localtime(at))
