"""What Viewflow cannot execute, and why: its joins count the branches of one fork, ours ask who may still arrive."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from workflows.standards.plan import Link, Node, NodeKind, Plan, numbered
from workflows.standards.registry import registry
from workflows.standards.schema import Standard, Step


class Reason(StrEnum):
    """Why a standard has no executable twin."""

    NO_STEPS = "no_steps"
    """There is nothing to execute."""
    DUPLICATE = "duplicate"
    """Two steps have one key, or two acts of a step one name."""
    DANGLING = "dangling"
    """The start or a route names a step that does not exist."""
    JOIN_WITHOUT_FORK = "join_without_fork"
    """A step waits for branches where none were opened."""
    TWO_WAYS_IN = "two_ways_in"
    """A step is reached inside a parallel part and outside of it, or from two of them."""
    FORK_WITHOUT_JOIN = "fork_without_join"
    """The branches of one fork do not all end in one and the same join."""
    ENDS_IN_BRANCH = "ends_in_branch"
    """A branch comes to nothing; Viewflow's join would wait for it for ever."""
    STANDING_OFFER = "standing_offer"
    """A step stands open beside the others without being waited for."""
    ON_OFFER = "on_offer"
    """A step may be done although no act led to it, while another stands open."""
    BACK_ANYWHERE = "back_anywhere"
    """An act leads back to a step that is named only when it is done."""
    SEATS = "seats"
    """A step is shared among several desks, and a rule says how many of them have to agree."""
    WAITS_FOR_ITSELF = "waits"
    """A step goes on by itself when something becomes known; Viewflow's tasks wait for somebody to act."""
    LOOP_AROUND = "loop_around"
    """A loop leads back around a fork within a fork, so that the engine's inner join waits for the outer branches too:
    by way of the loop they may still arrive."""
    CUSTODY = "custody"
    """Custody moves: the steps of one desk open again at another district's, which no arrow says."""
    CHILDREN = "children"
    """A step waits for other cases; Viewflow's processes know nothing of one another's ends."""
    CALLED_OFF = "called_off"
    """A change of phase in one branch calls off steps of another."""


_Branches = tuple[str, ...]
"""The forks a node lies within, the innermost last."""


@dataclass(slots=True)
class _Walk:
    """The forks each node lies within, and the join each fork's branches end in."""

    within: dict[str, _Branches] = field(default_factory=dict)
    joined: dict[str, set[str]] = field(default_factory=dict)
    found: set[Reason] = field(default_factory=set)


def reasons_against(standard: Standard, plan: Plan) -> tuple[Reason, ...]:
    """Every reason why Viewflow cannot execute the standard, none twice, in the order of ``Reason``."""
    found = _of_document(standard) | (_of_graph(plan) if plan.nodes else {Reason.NO_STEPS})
    return tuple(reason for reason in Reason if reason in found)


def _of_document(standard: Standard) -> set[Reason]:
    found: set[Reason] = set()
    known = numbered(standard)
    if len(known) < len(standard.steps) or any(len({a.name for a in s.acts}) < len(s.acts) for s in standard.steps):
        found.add(Reason.DUPLICATE)
    targets = {key for step in standard.steps for act in step.acts for route in act.routes for key in route.to}
    if (targets | {standard.start}) - set(known):
        found.add(Reason.DANGLING)
    return found | {reason for step in standard.steps for reason, holds in _OF_STEP.items() if holds(step)}


_OF_STEP: Mapping[Reason, Callable[[Step], object]] = {
    Reason.STANDING_OFFER: lambda step: step.settings.get("standing"),
    Reason.ON_OFFER: lambda step: step.offer,
    Reason.BACK_ANYWHERE: lambda step: any(route.back for act in step.acts for route in act.routes),
    Reason.CUSTODY: lambda step: step.type.partition("@")[0] in {"custody", "custody_answer"},
    Reason.CHILDREN: lambda step: step.type.partition("@")[0] == "children",
    Reason.SEATS: registry.seats_of,
    Reason.WAITS_FOR_ITSELF: lambda step: step.settings.get("event"),
}


def _of_graph(plan: Plan) -> set[Reason]:
    walk = _Walk(within={plan.nodes[0].name: ()})
    queue = deque([plan.nodes[0]])
    while queue:
        node = queue.popleft()
        for link in plan.out[node.name]:
            _follow(walk, node, link, plan)
            fresh = link.target not in walk.within
            walk.within.setdefault(link.target, _inside(walk, node, plan.by_name[link.target]))
            if fresh:
                queue.append(plan.by_name[link.target])
    forks = {node.name for node in plan.nodes if node.kind is NodeKind.FORK and node.name in walk.within}
    if any(len(walk.joined.get(fork, ())) != 1 for fork in forks):
        walk.found.add(Reason.FORK_WITHOUT_JOIN)
    if any(_comes_around(walk, node, plan) for node in plan.nodes if node.kind is NodeKind.JOIN):
        walk.found.add(Reason.LOOP_AROUND)
    return walk.found


def _comes_around(walk: _Walk, join: Node, plan: Plan) -> bool:
    """Whether the end of a fork around ``join`` leads to it again."""
    ends = {end for fork in walk.within.get(join.name, ()) for end in walk.joined.get(fork, ())}
    seen, frontier = set(ends), list(ends)
    while frontier:
        fresh = {link.target for link in plan.out[frontier.pop()]} - seen
        seen |= fresh
        frontier.extend(fresh)
    return join.name in seen and bool(ends)


def _inside(walk: _Walk, source: Node, target: Node) -> _Branches:
    """The forks ``target`` lies within when it is reached from ``source``."""
    forks = walk.within[source.name]
    if source.kind is NodeKind.FORK:
        forks = (*forks, source.name)
    return forks[:-1] if target.kind is NodeKind.JOIN else forks


def _follow(walk: _Walk, source: Node, link: Link, plan: Plan) -> None:
    target = plan.by_name[link.target]
    forks = (*walk.within[source.name], source.name) if source.kind is NodeKind.FORK else walk.within[source.name]
    if target.kind is NodeKind.JOIN:
        if forks:
            walk.joined.setdefault(forks[-1], set()).add(target.name)
        else:
            walk.found.add(Reason.JOIN_WITHOUT_FORK)
    if walk.within.get(target.name, expected := _inside(walk, source, target)) != expected:
        walk.found.add(Reason.TWO_WAYS_IN)
    if forks and target.kind is NodeKind.END and not target.ends_case:
        walk.found.add(Reason.ENDS_IN_BRANCH)
    # The move that leads into the join happens while nothing else of the fork is open only for the last branch.
    if forks and any(way.route.move for way in link.ways):
        walk.found.add(Reason.CALLED_OFF)
