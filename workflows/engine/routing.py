"""Where an act leads: the route, the move of the phase, the steps that open, the joins that wait."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from workflows.engine.enums import Clocking
from workflows.engine.errors import NoRoute, UnknownParty, WrongPhase
from workflows.engine.rules import APPLICANT, SYSTEM_PARTY, Rules
from workflows.engine.state import CaseState, Finding, OpenStep, Post, Turn
from workflows.engine.timing import Stroke, entries
from workflows.standards.schema import Limit, Route, Step

END = "end"
"""The act, and the outcome, by which the engine ends a case."""

_NOWHERE = Route(to=[])


@dataclass(frozen=True, slots=True)
class Deed:
    """One act that is allowed, with everything its turn is made of; ``days`` is the period a notice tells."""

    step: Step
    standing: OpenStep
    act: str
    outcome: str
    at: datetime
    routes: Sequence[Route] = ()
    clocking: Clocking | None = None
    person: int | None = None
    post: Post | None = None
    on_behalf_of: int | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    days: int | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def ends(self) -> bool:
        """Tell whether the case ends here."""
        return self.act == END


@dataclass(frozen=True, slots=True)
class Opening:
    """A step about to open; ``holder`` keeps the step they reopened by their own act."""

    key: str
    ordinal: int
    at: datetime
    days: int | None = None
    holder: int | None = None


def take(rules: Rules, state: CaseState, deed: Deed) -> Turn:
    """Return the turn an allowed act makes; raise NoRoute or WrongPhase when the standard or the law has none.

    Open steps that may not stand in the new phase are called off: the law has left them no room.
    """
    route = _route(rules, state, deed)
    target = _target(rules, state, deed, route)
    others = [step for step in state.steps if step.ordinal != deed.standing.ordinal]
    staying = [step for step in others if not deed.ends and target in rules.step(step.key).phases]
    keys, waiting = ([], []) if deed.ends else _join(rules, state.waiting, [step.key for step in staying], route.to)
    opening = tuple(
        opened(rules, state, Opening(key, ordinal, deed.at, deed.days, deed.person if key == deed.step.key else None))
        for ordinal, key in enumerate(keys, state.next_ordinal)
    )
    _check_standing(rules, opening, target)
    return Turn(
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
        on_behalf_of=deed.on_behalf_of,
        payload=deed.payload,
        move=route.move,
        opened=opening,
        called_off=tuple(step.ordinal for step in others if step not in staying),
        waiting=tuple(waiting),
        entries=entries(deed.clocking, _stroke(rules, state, deed, opening)),
        findings=deed.findings,
        results=_named(rules.standard.results, deed),
        notices=_named(rules.standard.notices, deed),
        ends=deed.ends,
    )


def opened(rules: Rules, state: CaseState, opening: Opening) -> OpenStep:
    """Return the step as it opens: where it stands, when it is due, when its silence speaks."""
    step = rules.step(opening.key)
    party = step.handler.party
    district = _district(state, party)
    told = Limit(days=Decimal(opening.days)) if opening.days and party == APPLICANT else None
    limits = told or step.limit, step.silence and (told or step.silence.after)
    due, silence = (rules.clock.end(opening.at, limit, district) if limit else None for limit in limits)
    return OpenStep(
        opening.key, opening.ordinal, party, district, step.handler.desk, opening.at, due, silence, opening.holder
    )


def _district(state: CaseState, party: str) -> str:
    """Whose calendar counts: for the applicant's and the engine's steps, that of the district in charge."""
    if party in {APPLICANT, SYSTEM_PARTY}:
        return state.district
    try:
        return state.parties[party]
    except KeyError as error:
        raise UnknownParty(party=party) from error


def _route(rules: Rules, state: CaseState, deed: Deed) -> Route:
    if deed.ends:
        return _NOWHERE
    said = {"step": deed.step.key, "name": deed.act, "outcome": deed.outcome, "payload": dict(deed.payload)}
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
    return Stroke(state, rules.standard.limits, rules.clock, deed.at, deed.standing, opening, deed.days, post)


def _named(things: Iterable[Any], deed: Deed) -> tuple[str, ...]:
    return tuple(thing.key for thing in things if (thing.step, thing.act) == (deed.step.key, deed.act))
