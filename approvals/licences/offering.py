"""What a reader may start on a licence or decide about it, with all that a form of it asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from approvals.licences.enums import ChangeState, Ground, Hearing, LicenceState, LicenceVerb, Side
from approvals.licences.lawful import RULES, grounds_for, verbs_for
from approvals.licences.models import Licence, LicenceChange
from approvals.licences.sides import decides_for, sides_of
from approvals.licences.types import LicenceType, type_of_code
from workflows.organisation.models import Person

FIELDS = {
    "name": _("Name"),
    "legal_representative": _("Legal representative"),
    "address": _("Address"),
    "scope_text": _("Scope"),
}
"""What of a licence can be changed or corrected, as readers call it."""


@dataclass(frozen=True, slots=True)
class ActPanel:
    """One change that a side may start: its grounds, the fields it may touch with what stands there now, and the law."""

    verb: LicenceVerb
    side: Side
    grounds: tuple[Ground, ...]
    fields: tuple[tuple[str, str, str], ...]
    basis: str
    hears_for: int
    rests: bool

    @property
    def name(self) -> str:
        """What the panel is asked for by."""
        return f"{self.side.value}.{self.verb.value}"

    @property
    def needs_reason(self) -> bool:
        """Whether facts and reason have to be written down: an organ has to, a holder may."""
        return self.side != Side.HOLDER


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One change as a page shows it, and what the reader may do about it."""

    change: LicenceChange
    verb: LicenceVerb
    state: ChangeState
    basis: str
    ground: str
    values: tuple[tuple[str, str], ...]
    may_state: bool
    may_hear: bool
    may_drop: bool
    may_decide: bool

    @property
    def side(self) -> Side:
        """Who started it."""
        return Side(self.change.side)


def panels_of(person: Person, licence: Licence, now: datetime) -> list[ActPanel]:
    """The changes the reader may start on this version, by side."""
    kind, state = type_of_code(licence.type_code), LicenceState(licence.state)
    sides = sides_of(person, licence, now)
    return [
        _panel(verb, side, licence, kind)
        for side in Side
        if side in sides
        for verb in verbs_for(side, state)
        if kind is None or _fits(verb, kind, state)
    ]


def filled(panel: ActPanel, typed: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    """The fields of a panel, each with what a refused request had typed into it."""
    return [(field, words, now, typed.get(f"value.{field}", "")) for field, words, now in panel.fields]


def shown_changes(person: Person, changes: Sequence[LicenceChange], now: datetime) -> list[ShownChange]:
    """Changes with what the reader may do about each."""
    return [_shown(person, change, now) for change in changes]


def printed(licence: Licence) -> list[tuple[str, str]]:
    """What the licence says, line by line."""
    said = licence.said
    return [(str(words), str(said[field])) for field, words in FIELDS.items() if said.get(field)]


def _fits(verb: LicenceVerb, kind: LicenceType, state: LicenceState) -> bool:
    """Whether the type leaves room for the change; what is registered changes and ends by a registration."""
    if verb == LicenceVerb.RENEW:
        return kind.renewal is not None
    if verb == LicenceVerb.CHANGE:
        return bool(kind.changeable)
    registered = kind.ended_by is not None and state in {LicenceState.CURRENT, LicenceState.SUSPENDED}
    return not (verb == LicenceVerb.DEREGISTER and registered)


def _panel(verb: LicenceVerb, side: Side, licence: Licence, kind: LicenceType | None) -> ActPanel:
    rule = RULES[verb]
    may = {LicenceVerb.CHANGE: kind.changeable, LicenceVerb.CORRECT: kind.correctable}.get(verb, ()) if kind else ()
    fields = tuple((field, str(FIELDS.get(field, field)), str(licence.said.get(field, ""))) for field in may)
    grounds = grounds_for(verb, LicenceState(licence.state), side)
    return ActPanel(verb, side, grounds, fields, rule.basis, rule.hears_for, rule.rests)


def _shown(person: Person, change: LicenceChange, now: datetime) -> ShownChange:
    licence, is_open = change.licence, change.state == ChangeState.OPEN
    sides = sides_of(person, licence, now) if is_open else frozenset()
    heard = is_open and change.hear_until is not None
    return ShownChange(
        change,
        LicenceVerb(change.verb),
        ChangeState(change.state),
        RULES[LicenceVerb(change.verb)].basis,
        str(Ground(change.ground).label) if change.ground else "",
        tuple((str(FIELDS.get(field, field)), value) for field, value in change.values.items()),
        may_state=heard and Side.HOLDER in sides,
        may_hear=is_open and change.hearing == Hearing.ASKED and Side.ISSUER in sides,
        may_drop=is_open and Side(change.side) in sides,
        may_decide=is_open and change.started_by_id != person.pk and decides_for(person, licence.issuer, now),
    )
