"""The way of a case in the applicant's words: what was done, what is being done, what will follow.

Done comes from the journal, with the desk and never the clerk; what follows is the straight way through the standard
as the case stands, told in its blocks.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import get_current_timezone, localtime, make_aware
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from approvals.deciding.texts import in_reader_language
from approvals.portal.phases import words_of
from workflows.clock.labels import GROUNDS
from workflows.clock.reading import Reading
from workflows.engine.gateway import Held
from workflows.engine.rights import handling_of
from workflows.engine.rules import Rules
from workflows.engine.state import FILE, OpenStep
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
    for row in way.rows:
        turn = row.payload.get("turn")
        if not turn:
            continue
        if turn["act"] == FILE:
            yield row.legal_at, _entry(row, _("Application sent"), _("We have received your application."))
            continue
        step = way.rules.step(turn["step"])
        ending = way.rules.kind(step).ends_case
        told = words_of(turn["target"]) if ending else _told(way, row, step, way.rules.act(step, turn["act"]))
        yield row.legal_at, _entry(row, in_reader_language(step.title), told)


def _entry(row: JournalRow, title: str, sentence: str) -> TimelineEntry:
    return TimelineEntry(EntryState.DONE, title, _minute(row.legal_at), sentence)


def _told(way: Way, row: JournalRow, step: Step, act: Act) -> str:
    """What the applicant was told of the act, or else what was done and where."""
    keys = row.payload["turn"].get("notices", [])
    notices = [n for n in way.rules.standard.notices if n.key in keys and n.audience is Audience.APPLICANT]
    if notices:
        return " ".join(in_reader_language(notice.text) for notice in notices)
    named = {"act": in_reader_language(act.title), "desk": _name(row.desk)}
    handling = handling_of(step.handler.party)
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
    for standing in working_on(way):
        title = in_reader_language(way.rules.step(standing.key).title)
        since = _("since %(day)s") % {"day": _day(standing.opened_at)}
        yield TimelineEntry(EntryState.NOW, title, since, _waits(way, standing))


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
    """The steps that follow the open ones if every act is the first its step lists."""
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
    routes = step.acts[0].routes if step.acts else []
    return next((route.to for route in routes if route.when is None or holds(route.when, data)), [])


def _last_day(due: datetime | None) -> str:
    # A limit ends at 24:00, which is written as the next date.
    return _day(due - timedelta(microseconds=1)) if due else ""


def _day(on: date) -> str:
    return day(localtime(on) if isinstance(on, datetime) else on)


def _minute(at: datetime) -> str:
    return moment(localtime(at))
