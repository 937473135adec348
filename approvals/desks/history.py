"""The journal of a case as a clerk reads it: who did what at which desk and when, and what they wrote."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from approvals.deciding.custody import names_of_districts, passing_words
from approvals.deciding.family import told_words
from approvals.deciding.texts import in_reader_language
from approvals.desks.said import said_of
from approvals.filing.labels import label_of
from approvals.privacy.queries import sentence_of
from workflows.engine.enums import RecusalReason
from workflows.engine.models import ActContent
from workflows.engine.state import FILE
from workflows.journal.enums import Verb
from workflows.journal.models import JournalRow
from workflows.standards.schema import Standard

APART = timedelta(minutes=1)
"""Times closer than this are one time to a reader."""


@dataclass(frozen=True, slots=True)
class Item:
    """One defect of a list: the place by name, what is wrong, what to do, why it may be asked."""

    place: str
    defect: str
    remedy: str
    basis: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. ``recorded_at`` is told only where it differs from the instant at which the act took effect."""

    title: str
    who: str
    at: datetime
    recorded_at: datetime | None = None
    by_system: bool = False
    ground: str = ""
    opinion: str = ""
    remedy: str = ""
    items: tuple[Item, ...] = ()
    papers: tuple[str, ...] = field(default_factory=tuple)
    said: tuple[tuple[str, str], ...] = ()
    """What else was named in the act, as pairs of a label and words."""
    ordinal: int = 0
    opened: tuple[int, ...] = ()


def entries_of(
    rows: Iterable[JournalRow], contents: Iterable[ActContent], standards: Iterable[Standard]
) -> list[Entry]:
    """Return the rows as entries, oldest first; their actors, desks and principals are loaded with them.

    ``standards`` gives for each row the version that ruled when it was written.
    """
    written = {content.seq: _still_there(content.body) for content in contents}
    steps: dict[int, str] = {}
    entries: list[Entry] = []
    for row, standard in zip(rows, standards, strict=True):
        turn = row.payload.get("turn", {})
        steps |= {opened["ordinal"]: opened["key"] for opened in turn.get("opened", ())}
        entries.append(_entry(row, turn, written.get(row.seq) or {}, standard, steps))
    return entries


def _still_there(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """What somebody wrote, or in its place that it was erased."""
    erased = sentence_of(body)
    return {"opinion": erased} if erased else body


def _entry(
    row: JournalRow,
    turn: Mapping[str, Any],
    body: Mapping[str, Any],
    standard: Standard,
    steps: Mapping[int, str],
) -> Entry:
    apart = abs(row.recorded_at - row.legal_at) > APART
    return Entry(
        title=_title(row, turn, standard, steps),
        who=_who(row),
        at=row.legal_at,
        recorded_at=row.recorded_at if apart else None,
        by_system=row.actor_id is None,
        ground=_recused(row) or _ground(body.get("ground", ""), standard),
        opinion=_opinion(turn, body),
        remedy=body.get("remedy", ""),
        items=tuple(_item(item, standard) for item in body.get("items", ())),
        papers=_papers(turn.get("results", ()), standard),
        said=tuple(said_of(turn, body, standard)),
        ordinal=turn.get("ordinal", 0),
        opened=tuple(step["ordinal"] for step in turn.get("opened", ())),
    )


def _title(row: JournalRow, turn: Mapping[str, Any], standard: Standard, steps: Mapping[int, str]) -> str:
    if row.verb in {Verb.CLAIM, Verb.RELEASE}:
        step = _step_title(steps.get(row.payload.get("ordinal", 0), ""), standard)
        claimed = row.verb == Verb.CLAIM
        return _("%(step)s: claimed") % {"step": step} if claimed else _("%(step)s: released") % {"step": step}
    if row.verb == Verb.RECUSE:
        declared = row.payload.get("person") == row.actor_id
        return _("Declared a conflict, keeps away") if declared else _("Ordered a colleague to keep away")
    if turn.get("act") == FILE:
        return _("Application received")
    if turn.get("told"):
        return told_words(turn["told"])
    if turn:
        act = _act_title(turn["step"], turn["act"], standard)
        step = _step_title(turn["step"], standard)
        return _("%(step)s: %(act)s") % {"step": step, "act": act} if act else step
    return str(Verb(row.verb).label)


def _opinion(turn: Mapping[str, Any], body: Mapping[str, Any]) -> str:
    """What was written, and before it what the act did with custody."""
    custody = turn.get("custody")
    said = passing_words(custody, names_of_districts()) if custody else ""
    return "\n".join(filter(None, [said, body.get("opinion", "") or body.get("words", "")]))


def _who(row: JournalRow) -> str:
    if row.actor is None:
        return _("the system")
    name = row.actor.name
    if row.desk:
        chinese = (get_language() or "zh").startswith("zh")
        desk = row.desk.name if chinese else row.desk.name_en
        name = _("%(desk)s, %(name)s") % {"desk": desk, "name": name}
    if row.on_behalf_of and row.on_behalf_of_id != row.actor_id:
        name = _("%(name)s on behalf of %(principal)s") % {"name": name, "principal": row.on_behalf_of.name}
    return name


def _recused(row: JournalRow) -> str:
    reason = row.payload.get("reason", "")
    return str(RecusalReason(reason).label) if row.verb == Verb.RECUSE else ""


def _step_title(key: str, standard: Standard) -> str:
    return next((in_reader_language(step.title) for step in standard.steps if step.key == key), key)


def _act_title(step: str, act: str, standard: Standard) -> str:
    known = (each for found in standard.steps if found.key == step for each in found.acts)
    return next((in_reader_language(each.title) for each in known if each.name == act), "")


def _ground(key: str, standard: Standard) -> str:
    return next((in_reader_language(ground.sentence) for ground in standard.grounds if ground.key == key), key)


def _item(item: Mapping[str, Any], standard: Standard) -> Item:
    material = item.get("material")
    titles = {known.key: in_reader_language(known.title) for known in standard.materials}
    place = titles.get(material, material) if material else label_of(item.get("field") or "", standard)
    return Item(place or "", item["defect"], item["remedy"], item["basis"])


def _papers(results: Sequence[str], standard: Standard) -> tuple[str, ...]:
    titles = {result.key: in_reader_language(result.title) for result in standard.results}
    return tuple(titles.get(key, key) for key in results)
