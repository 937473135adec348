"""Whether a step that waits for all branches can ever open.

Such a step opens once every step with a route to it has sent its branch there. Two alternatives of one decision, or a
branch that only begins after the join, never arrive together. The cases a standard allows are walked as sets of open
steps; a standard too wide for that is left to its embedded tests rather than refused on a guess.
"""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from workflows.standards.checks_graph import first_steps, reachable, routes
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.enums import Join
from workflows.standards.naming import called, called_step
from workflows.standards.schema import Route, Standard, Step

MAX_STATES = 20_000

State = tuple[frozenset[str], frozenset[tuple[str, str]]]
"""The open steps, and the branches (source, join) that have arrived and wait."""


def join_defects(standard: Standard) -> list[Defect]:
    """Return a defect for each reachable step with ``join: all`` that no case can open."""
    steps = first_steps(standard)
    led_to = reachable(steps, standard.start, offers=False)
    awaited = _awaited(steps, reachable(steps, standard.start) - led_to)
    if not awaited:
        return []
    opened = _opened(steps, standard.start, awaited)
    if opened is None:
        return []
    sentence = _(
        "The step %(step)s waits for %(sources)s, which never all lead to it in one case;"
        " open them side by side, or let the step open for each (join: each)."
    )
    return [
        Defect(
            DefectCode.JOIN_NEVER_SATISFIED,
            f"steps[{key}]",
            sentence % {"step": called(steps[key]), "sources": _listed(steps, awaited[key])},
        )
        for key in awaited.keys() & reachable(steps, standard.start) - opened
    ]


def _listed(steps: Mapping[str, Step], keys: set[str]) -> str:
    return pgettext("between the items of a list", ", ").join(called_step(steps, key) for key in sorted(keys))


def _awaited(steps: Mapping[str, Step], by_offer: set[str]) -> dict[str, set[str]]:
    """Return, for each joining step, the steps it waits for.

    Nothing waits for what no act leads to: an offer nobody took up, and what only its acts would open.
    """
    awaited: dict[str, set[str]] = {key: set() for key, step in steps.items() if step.join is Join.ALL}
    for place in routes(steps.values()):
        if place.step.key not in by_offer:
            for key in set(place.route.to) & awaited.keys():
                awaited[key].add(place.step.key)
    return {key: sources for key, sources in awaited.items() if sources}


def _opened(steps: Mapping[str, Step], start: str, awaited: Mapping[str, set[str]]) -> set[str] | None:
    """Return every step some case opens, or None when there are too many states to walk."""
    first: State = (frozenset({start} & steps.keys()), frozenset())
    seen, waiting = {first}, [first]
    opened = set(first[0])
    while waiting:
        if len(seen) > MAX_STATES:
            return None
        for state in _next(waiting.pop(), steps, awaited):
            if state not in seen:
                seen.add(state)
                waiting.append(state)
                opened |= state[0]
    return opened


def _next(state: State, steps: Mapping[str, Step], awaited: Mapping[str, set[str]]) -> Iterator[State]:
    for key in state[0]:
        for place in routes([steps[key]]):
            yield _after(state, key, place.route, steps, awaited)


def _after(state: State, key: str, route: Route, steps: Mapping[str, Step], awaited: Mapping[str, set[str]]) -> State:
    opened, arrived = set(state[0]) - {key}, set(state[1])
    for target in set(route.to) & steps.keys():
        if target not in awaited:
            opened.add(target)
            continue
        arrived.add((key, target))
        branches = {(source, target) for source in awaited[target]}
        if branches <= arrived:
            arrived -= branches
            opened.add(target)
    return frozenset(opened), frozenset(arrived)
