"""Custody of a case and how it moves to another district (办件移交): offered, then accepted, refused or taken back.

Pure rules. A case has exactly one custodian, its ``district``. On acceptance everything that hangs on custody moves in
the one turn: the parties named by the standard, the open steps of their desks, those of the applicant and the engine,
and the clock. The old custodian keeps sight of the case and stands nowhere in it.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from workflows.engine.enums import Passing
from workflows.engine.errors import NoOffer, NotInCharge, OfferStands, ReceiverNotPossible
from workflows.engine.state import CALLED_OFF, CaseState, CustodyMove, FileList, OpenStep, Turn
from workflows.journal.chain import canonical

if TYPE_CHECKING:
    from workflows.engine.deed import Deed
    from workflows.engine.rules import Rules
    from workflows.standards.schema import Step

RECEIVER = "receiver"
"""The party a step waits for that answers an offer: the district the case is offered to."""

_ALWAYS_IN_CHARGE = frozenset({"applicant", "system"})
"""Parties whose steps stand in the district in charge, whichever it is."""


def check_passing(state: CaseState, step: "Step", passing: Passing | None) -> None:
    """Raise NotInCharge, OfferStands or NoOffer where custody does not stand so that the act could do this with it."""
    if passing is Passing.OFFER:
        if state.offered_to:
            raise OfferStands(district=state.offered_to)
        if state.parties.get(step.handler.party) != state.district:
            raise NotInCharge(district=state.district)
    elif passing and not state.offered_to:
        raise NoOffer


def possible_receivers(rules: "Rules", state: CaseState, step: "Step") -> tuple[str, ...]:
    """Return the districts an offer at this step may name, in order: the party's, those listed, or any that is open."""
    settings = rules.settings(step)
    party, listed = getattr(settings, "receiver", None), getattr(settings, "districts", ())
    known = rules.clock.places
    meant = [state.parties.get(party, "")] if party else listed or sorted(known)
    return tuple(code for code in meant if code in known and known[code].is_open and code != state.district)


def rebound(rules: "Rules", state: CaseState, deed: "Deed") -> CaseState:
    """Return the case as the act's own consequences find it: offered from the offer on, the receiver's once accepted.

    Raise ReceiverNotPossible for an offer to a district that cannot have it.
    """
    if deed.passing is Passing.OFFER:
        return replace(state, offered_to=_receiver(rules, state, deed))
    if deed.passing is Passing.ACCEPT:
        return _handed_over(state, _move(rules, state, deed, Passing.ACCEPT))
    return state


def settled(rules: "Rules", before: CaseState, deed: "Deed", turn: Turn) -> Turn:
    """Return the turn with what it does to custody; ``before`` is the case before the act.

    On acceptance the open steps that hang on custody are called off and open again at the receiver's desks. Their
    limits stay as they were reckoned: a hand-over neither gives nor takes time. When the offer ends without the
    receiver, its step is called off.
    """
    if deed.passing is None:
        return turn
    move = _move(rules, before, deed, deed.passing)
    if deed.passing is Passing.ACCEPT:
        turn = _moved_steps(before, turn, move)
    elif deed.passing is not Passing.OFFER:
        turn = _without_answer(before, turn)
    with_file = deed.passing in {Passing.OFFER, Passing.ACCEPT}
    return replace(turn, custody=replace(move, file=file_list(rules, before) if with_file else None))


def after_custody(state: CaseState, turn: Turn) -> CaseState:
    """Return the case, whose steps are those after ``turn``, with custody as it stands then.

    An offer stands as long as a step waits for the receiver. Whoever was asked keeps sight of the case, unless the
    offer was taken back before they answered.
    """
    move = turn.custody
    if move and move.passing is Passing.OFFER:
        state = replace(state, offered_to=move.receiver)
    elif move and move.passing is Passing.ACCEPT:
        return _handed_over(state, move)
    if state.offered_to is None or any(step.party == RECEIVER for step in state.steps):
        return state
    taken_back = move is not None and move.passing is Passing.TAKE_BACK
    kept = state.keeps_sight if taken_back else _added(state.keeps_sight, state.offered_to)
    return replace(state, offered_to=None, keeps_sight=kept)


def file_list(rules: "Rules", state: CaseState) -> FileList:
    """Return what the case file holds, as digests: form, materials by key, and the results that became due."""
    done = {(step.key, step.act) for step in state.history if step.act != CALLED_OFF}
    return FileList(
        form=hashlib.sha256(canonical(dict(state.form))).hexdigest(),
        materials={key: tuple(_digests(files)) for key, files in sorted(state.materials.items())},
        results=tuple(result.key for result in rules.standard.results if (result.step, result.act) in done),
    )


def _digests(files: object) -> Iterator[str]:
    for file in files if isinstance(files, list | tuple) else ():
        yield str(file.get("digest", "")) if isinstance(file, Mapping) else ""


def _receiver(rules: "Rules", state: CaseState, deed: "Deed") -> str:
    possible = possible_receivers(rules, state, deed.step)
    named = str(deed.payload.get("district", ""))
    chosen = named or (possible[0] if len(possible) == 1 else "")
    if chosen not in possible:
        raise ReceiverNotPossible(district=named or "—", known=", ".join(possible) or "—")
    return chosen


def _move(rules: "Rules", state: CaseState, deed: "Deed", passing: Passing) -> CustodyMove:
    receiver = _receiver(rules, state, deed) if passing is Passing.OFFER else state.offered_to
    if receiver is None:
        raise NoOffer
    return CustodyMove(passing, state.district, receiver, _parties(rules, state) if passing is Passing.ACCEPT else ())


def _parties(rules: "Rules", state: CaseState) -> tuple[str, ...]:
    """The roles that go along: those the offering step names, or else the one at whose desk the offer was made."""
    offering = next(step for step in reversed(state.history) if _offers(rules, step.key, step.act))
    step = rules.step(offering.key)
    named = getattr(rules.settings(step), "moves", ()) or (step.handler.party,)
    return tuple(role for role in named if state.parties.get(role) == state.district)


def _offers(rules: "Rules", key: str, act: str) -> bool:
    step = rules.step(key)
    named = next((each for each in step.acts if each.name == act), None)
    return named is not None and rules.outcome(step, named).passing is Passing.OFFER


def _handed_over(state: CaseState, move: CustodyMove) -> CaseState:
    return replace(
        state,
        district=move.receiver,
        parties={**state.parties, **dict.fromkeys(move.parties, move.receiver)},
        offered_to=None,
        keeps_sight=_added(state.keeps_sight, move.giver),
    )


def _moved_steps(before: CaseState, turn: Turn, move: CustodyMove) -> Turn:
    gone = {turn.ordinal, *turn.called_off}
    going = [s for s in before.steps if s.ordinal not in gone and s.party in {*move.parties, *_ALWAYS_IN_CHARGE}]
    first = before.next_ordinal + len(turn.opened)
    again = (_again(step, ordinal, move.receiver) for ordinal, step in enumerate(going, first))
    called_off = (*turn.called_off, *(step.ordinal for step in going))
    return replace(turn, called_off=called_off, opened=(*turn.opened, *again))


def _again(step: OpenStep, ordinal: int, district: str) -> OpenStep:
    """The same standing at the receiver's desk, in nobody's hands."""
    return replace(step, ordinal=ordinal, district=district, claimed_by=None, id=None)


def _without_answer(before: CaseState, turn: Turn) -> Turn:
    gone = {turn.ordinal, *turn.called_off}
    asked = (step.ordinal for step in before.steps if step.party == RECEIVER and step.ordinal not in gone)
    return replace(turn, called_off=(*turn.called_off, *asked))


def _added(codes: tuple[str, ...], code: str) -> tuple[str, ...]:
    return codes if code in codes else (*codes, code)
