"""Where an act leads: the route, the move of the phase, the steps that open, the joins that wait."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from workflows.clock.enums import Ground
from workflows.engine.children import with_children
from workflows.engine.custody import RECEIVER, rebound, settled
from workflows.engine.deed import Deed
from workflows.engine.enums import Clocking
from workflows.engine.errors import NoRoute, UnknownParty, WrongPhase
from workflows.engine.rules import APPLICANT, SYSTEM_PARTY, Rules
from workflows.engine.sending_back import goal_of, holder_of, not_after, still_waiting
from workflows.engine.state import CaseState, OpenStep, Turn
from workflows.engine.timing import Stroke, entries
from workflows.engine.waiting import over_at
from workflows.standards.schema import Handler, Limit, Route

_NOWHERE = Route(to=[])


@dataclass(frozen=True, slots=True)
class Opening:
    """A step about to open; ``holder`` keeps the step they reopened by their own act, ``seat`` is one of several."""

    key: str
    ordinal: int
    at: datetime
    days: int | None = None
    holder: int | None = None
    seat: Handler | None = None


def take(rules: Rules, state: CaseState, deed: Deed) -> Turn:
    """Return the turn an allowed act makes; raise NoRoute or WrongPhase when the standard or the law has none.

    Open steps that may not stand in the new phase are called off: the law has left them no room. A step that was on
    offer opens with its turn, at the desk that started it.
    """
    before, state = state, rebound(rules, state, deed)
    route = _route(rules, state, deed)
    target = _target(rules, state, deed, route)
    others = [step for step in state.steps if step.ordinal != deed.standing.ordinal]
    free = [step for step in others if not deed.ends and step.ordinal not in deed.closes]
    staying = [step for step in free if target in rules.step(step.key).phases]
    began = _began(state, deed)
    next_ordinal = state.next_ordinal + len(began)
    if route.back:
        opening, staying, waiting = _go_back(rules, state, deed, (target, staying, next_ordinal))
    else:
        keys, waiting = ([], []) if deed.ends else _join(rules, state.waiting, [step.key for step in staying], route.to)
        opening = opened_all(rules, state, keys, deed, next_ordinal)
    _check_standing(rules, opening, target)
    turn = Turn(
        step=deed.step.key,
        ordinal=deed.standing.ordinal,
        act=deed.act,
        outcome=deed.outcome,
        actor=deed.person,
        at=deed.at,
        source=state.phase,
        target=target,
        post=deed.post.id if deed.post else None,
        desk=deed.post.desk_id if deed.post else None,
        on_behalf_of=None if deed.post else deed.on_behalf_of,
        payload=deed.payload,
        move=route.move,
        opened=(*began, *opening),
        called_off=tuple(step.ordinal for step in others if step not in staying),
        waiting=tuple(waiting),
        entries=entries(_clocking(rules, deed, opening), _stroke(rules, state, deed, opening)),
        findings=deed.findings,
        results=_named(rules.standard.results, deed),
        notices=_named(rules.standard.notices, deed),
        ends=deed.ends,
        deputy_for=deed.post.deputy_for if deed.post else None,
        bodies=deed.post.bodies if deed.post and rules.kind(deed.step).of_an_organ else None,
        verdict=deed.verdict,
    )
    return settled(rules, before, deed, with_children(rules, state, turn))


def opened_all(rules: Rules, state: CaseState, keys: Iterable[str], deed: Deed, first: int) -> tuple[OpenStep, ...]:
    """Return the steps of these keys as they open after ``deed``, numbered from ``first``; a shared one once a seat."""
    shared = [(key, seat) for key in keys for seat in rules.seats(key) or (None,)]
    return tuple(
        opened(
            rules,
            state,
            Opening(key, ordinal, deed.at, deed.days, None if seat else _keeper(deed, key), seat),
        )
        for ordinal, (key, seat) in enumerate(shared, first)
    )


def _clocking(rules: Rules, deed: Deed, opening: Iterable[OpenStep]) -> Clocking | None:
    """What the act does to the clock; where the case comes to rest with its result, the clock ends."""
    rests = any(rules.kind(rules.step(step.key)).ends_handling for step in opening)
    return deed.clocking or (Clocking.FINISH if rests else None)


def _began(state: CaseState, deed: Deed) -> tuple[OpenStep, ...]:
    """Return the step this act started, held by whoever did, none where the step stood open before."""
    if deed.standing in state.steps:
        return ()
    desk = deed.post.desk if deed.post else deed.standing.desk
    return (replace(deed.standing, desk=desk, claimed_by=deed.person),)


def _keeper(deed: Deed, key: str) -> int | None:
    # An offer of custody is the desk's, not the clerk's: a colleague may take it back.
    return deed.person if key == deed.step.key and not deed.passing else None


def _go_back(
    rules: Rules, state: CaseState, deed: Deed, stand: tuple[str, list[OpenStep], int]
) -> tuple[tuple[OpenStep, ...], list[OpenStep], list[str]]:
    """Return the earlier step as it opens again, the steps that go on standing and the joins that go on waiting.

    ``stand`` is the phase reached, the steps that may stand in it and the number the step gets.
    """
    phase, staying, ordinal = stand
    done = goal_of(rules, state, deed.step.key, deed.payload["back_to"], phase)
    again = opened(rules, state, Opening(done.key, ordinal, deed.at))
    again = replace(again, claimed_by=holder_of(rules, state, done, again))
    kept = not_after(rules, done.key, staying)
    standing = [*(step.key for step in kept), done.key]
    keys, waiting = _join(rules, still_waiting(rules, state, done.key), standing, ())
    joined = (opened(rules, state, Opening(key, number, deed.at)) for number, key in enumerate(keys, ordinal + 1))
    return (again, *joined), kept, waiting


def opened(rules: Rules, state: CaseState, opening: Opening) -> OpenStep:
    """Return the step as it opens: where it stands, when it is due, when its silence speaks."""
    step = rules.step(opening.key)
    handler = opening.seat or step.handler
    district = _district(state, handler.party)
    # The days a notice tells are the limit of whoever is to act in them: the applicant, or who holds the procedure.
    in_told_days = handler.party == APPLICANT or rules.kind(step).off_clock
    told = Limit(days=Decimal(opening.days)) if opening.days and in_told_days else None
    limits = told or step.limit, step.silence and (told or step.silence.after)
    due, silence = (rules.clock.end(opening.at, limit, district) if limit else None for limit in limits)
    over = over_at(rules, state, step, opening.at, district)
    due, silence = (over, over) if over else (due, silence)
    return OpenStep(
        opening.key, opening.ordinal, handler.party, district, handler.desk, opening.at, due, silence, opening.holder
    )


def _district(state: CaseState, party: str) -> str:
    """Whose calendar counts: for the applicant's and the engine's steps, that of the district in charge."""
    if party in {APPLICANT, SYSTEM_PARTY}:
        return state.district
    if party == RECEIVER and state.offered_to:
        return state.offered_to
    try:
        return state.parties[party]
    except KeyError as error:
        raise UnknownParty(party=party) from error


def _route(rules: Rules, state: CaseState, deed: Deed) -> Route:
    if deed.ends or deed.rests:
        return _NOWHERE
    name, outcome = deed.leads or deed.act, deed.verdict or deed.outcome
    said = {"step": deed.step.key, "name": name, "outcome": outcome, "payload": dict(deed.payload)}
    data = rules.data(state, **said) if any(route.when for route in deed.routes) else {}
    for route in deed.routes:
        if route.when is None or rules.evaluate(route.when, data):
            return route
    raise NoRoute(act=deed.act, step=deed.step.key)


def _target(rules: Rules, state: CaseState, deed: Deed, route: Route) -> str:
    if state.phase not in deed.step.phases or (deed.ends and state.phase not in rules.machine.final):
        raise WrongPhase(phase=state.phase, move=deed.act)
    if route.move is None:
        return state.phase
    target = rules.machine.target(state.phase, route.move)
    if target is None:
        raise WrongPhase(phase=state.phase, move=route.move)
    return target


def _check_standing(rules: Rules, opening: Iterable[OpenStep], phase: str) -> None:
    for step in opening:
        if phase not in rules.step(step.key).phases:
            raise WrongPhase(phase=phase, move=step.key)


def _join(
    rules: Rules, waiting: Iterable[str], standing: Iterable[str], to: Iterable[str]
) -> tuple[list[str], list[str]]:
    """Return the steps that open and the joins that wait.

    A join opens when no open step, and no other waiting join, can still lead to it. Joins that wait for one another
    only are opened in the order of the document, so that no case stands still.
    """
    targets = list(dict.fromkeys(to))
    opening = [key for key in targets if not rules.waits_for_all(key)]
    joins = sorted({*waiting, *(key for key in targets if rules.waits_for_all(key))}, key=rules.place_of)
    standing = list(standing)
    while joins:
        live = [key for key in (*standing, *opening) if rules.carries(key)]
        ready = [join for join in joins if not _still_reached(rules, join, (*live, *joins))]
        if not ready and live:
            break
        first = (ready or joins)[0]
        joins.remove(first)
        opening.append(first)
    return opening, joins


def _still_reached(rules: Rules, join: str, sources: Iterable[str]) -> bool:
    return any(source != join and rules.leads_to(source, join) for source in sources)


def _stroke(rules: Rules, state: CaseState, deed: Deed, opening: tuple[OpenStep, ...]) -> Stroke:
    post = deed.post.id if deed.post else None
    procedure = deed.payload.get("procedure")
    ground = Ground(procedure) if procedure else None
    return Stroke(state, rules.standard.limits, rules.clock, deed.at, deed.standing, opening, deed.days, post, ground)


def _named(things: Iterable[Any], deed: Deed) -> tuple[str, ...]:
    """The papers or messages of the act done, and of the verdict it brought about."""
    acts = {deed.act, deed.leads}
    return tuple(thing.key for thing in things if thing.step == deed.step.key and thing.act in acts)
