"""A standard as a graph of nodes and links: what the Viewflow twin, the chart and the BPMN export are all made from.

A step with several ways out gets a choice behind it, a way to several steps a fork, a step that waits for all its
branches a join before it. Links that close a loop are marked, so that whoever lays out the graph can leave them out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from workflows.standards.enums import Join
from workflows.standards.registry import registry
from workflows.standards.schema import Act, Route, Standard, Step

APPLICANT = "applicant"
SYSTEM = "system"
START = "start"

MOST_PATHS = 2_000
"""Paths through a graph that Viewflow still lays out in a moment."""


class NodeKind(StrEnum):
    """What a node of the graph is."""

    START = "start"
    STEP = "step"
    CHOICE = "choice"
    FORK = "fork"
    JOIN = "join"
    END = "end"


@dataclass(frozen=True, slots=True)
class Way:
    """One route of one act: how a step may be left."""

    act: Act
    route: Route


@dataclass(frozen=True, slots=True)
class Node:
    """One node; ``step`` is the step it is, or the one it stands behind (choice, fork, end) or before (join)."""

    name: str
    kind: NodeKind
    step: Step
    number: int
    ends_case: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """One arrow; ``ways`` are the routes it stands for, none where there is nothing to choose."""

    source: str
    target: str
    ways: tuple[Way, ...] = ()
    back: bool = False


@dataclass(frozen=True)
class Plan:
    """The whole graph; the order of nodes and links is that of the document."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The steps each offered step stands beside; no arrow leads from them to it."""

    @cached_property
    def by_name(self) -> dict[str, Node]:
        """Every node under its name."""
        return {node.name: node for node in self.nodes}

    @cached_property
    def out(self) -> dict[str, list[Link]]:
        """The links that leave each node."""
        return {node.name: [link for link in self.links if link.source == node.name] for node in self.nodes}

    @property
    def steps(self) -> list[Node]:
        """The nodes that are steps."""
        return [node for node in self.nodes if node.kind is NodeKind.STEP]


def step_name(number: int) -> str:
    """The name of the node of the step that stands at ``number`` in the document, counted from 1."""
    return f"step_{number}"


def numbered(standard: Standard) -> dict[str, tuple[int, Step]]:
    """Each step under its key, with its number; of two with one key the first counts."""
    found: dict[str, tuple[int, Step]] = {}
    for number, step in enumerate(standard.steps, 1):
        found.setdefault(step.key, (number, step))
    return found


def ends_case(step: Step) -> bool:
    """Whether the case is over when this step opens."""
    known = registry.step_types.get(step.type)
    return known.ends_case if known else step.type.startswith("end@")


def is_automatic(step: Step) -> bool:
    """Whether the engine itself acts at this step."""
    known = registry.step_types.get(step.type)
    return known.automatic if known else step.handler.party == SYSTEM


def plan_of(standard: Standard) -> Plan:
    """The graph of a standard; targets that do not exist are left out, so a faulty draft has one too."""
    return _Planner(standard).plan()


def layout_links(plan: Plan) -> list[Link]:
    """The links a layout is made from: none that closes a loop, and of a tangle only the longest way to each node.

    Viewflow looks for the fork of each join along every path that leads to it, and in a tangle there are millions.
    """
    forward = [link for link in plan.links if not link.back]
    depth, paths = _depths(plan, forward)
    if sum(paths.values()) <= MOST_PATHS:
        return forward
    longest: dict[str, Link] = {}
    for link in forward:
        if link.target not in longest or depth[link.source] > depth[longest[link.target].source]:
            longest[link.target] = link
    return list(longest.values())


def _depths(plan: Plan, forward: list[Link]) -> tuple[dict[str, int], dict[str, int]]:
    """How deep each node lies, and how many paths lead to it."""
    into: dict[str, list[str]] = {node.name: [] for node in plan.nodes}
    out: dict[str, list[str]] = {node.name: [] for node in plan.nodes}
    for link in forward:
        into[link.target].append(link.source)
        out[link.source].append(link.target)
    open_links = {name: len(sources) for name, sources in into.items()}
    ready = [name for name, count in open_links.items() if not count]
    depth: dict[str, int] = {}
    paths: dict[str, int] = {}
    while ready:
        here = ready.pop()
        depth[here] = max((depth[source] + 1 for source in into[here]), default=0)
        paths[here] = sum(paths[source] for source in into[here]) or 1
        for target in out[here]:
            open_links[target] -= 1
            if not open_links[target]:
                ready.append(target)
    return depth, paths


class _Planner:
    """Collects nodes and links, then marks the links that close loops."""

    def __init__(self, standard: Standard) -> None:
        self.standard = standard
        self.steps = numbered(standard)
        self.nodes: list[Node] = []
        self.links: list[Link] = []

    def plan(self) -> Plan:
        first = self.steps.get(self.standard.start) or next(iter(self.steps.values()), None)
        if first:
            self.nodes.append(Node(START, NodeKind.START, first[1], 0))
            self._link(START, self._entry(first[1].key))
        for number, step in self.steps.values():
            self._add_step(number, step)
        return Plan(tuple(self.nodes), tuple(_with_back_links(self.nodes, self.links)), self._beside())

    def _beside(self) -> dict[str, tuple[str, ...]]:
        """Leave out an offer beside nothing, which a faulty draft may have."""
        found: dict[str, tuple[str, ...]] = {}
        for number, step in self.steps.values():
            others = (n for n, other in self.steps.values() if step.offer and step.offer.names(other) and n != number)
            if anchors := tuple(map(step_name, others)):
                found[step_name(number)] = anchors
        return found

    def _link(self, source: str, target: str, ways: tuple[Way, ...] = ()) -> None:
        self.links.append(Link(source, target, ways))

    def _entry(self, key: str) -> str:
        number, step = self.steps[key]
        return f"join_{number}" if step.join is Join.ALL else step_name(number)

    def _add_step(self, number: int, step: Step) -> None:
        name = step_name(number)
        if step.join is Join.ALL:
            self.nodes.append(Node(f"join_{number}", NodeKind.JOIN, step, number))
            self._link(f"join_{number}", name)
        self.nodes.append(Node(name, NodeKind.STEP, step, number, ends_case(step)))
        exits = self._exits(step)
        if len(exits) > 1:
            self.nodes.append(Node(f"choice_{number}", NodeKind.CHOICE, step, number))
            self._link(name, f"choice_{number}")
        if not exits:
            self._add_end(name, number, step)
        origin = f"choice_{number}" if len(exits) > 1 else name
        for place, (targets, ways) in enumerate(exits.items(), 1):
            self._add_exit(origin, number, place, step, targets, tuple(ways))

    def _exits(self, step: Step) -> dict[tuple[str, ...], list[Way]]:
        """The ways out by where they lead; a way whose every target is missing leads nowhere and is left out."""
        exits: dict[tuple[str, ...], list[Way]] = {}
        for act in step.acts:
            for route in act.routes:
                targets = tuple(dict.fromkeys(key for key in route.to if key in self.steps))
                if targets or not route.to:
                    exits.setdefault(targets, []).append(Way(act, route))
        return exits

    def _add_exit(
        self, origin: str, number: int, place: int, step: Step, targets: tuple[str, ...], ways: tuple[Way, ...]
    ) -> None:
        if not targets:
            self._add_end(origin, number, step, ways)
        elif len(targets) == 1:
            self._link(origin, self._entry(targets[0]), ways)
        else:
            fork = f"fork_{number}_{place}"
            self.nodes.append(Node(fork, NodeKind.FORK, step, number))
            self._link(origin, fork, ways)
            for key in targets:
                self._link(fork, self._entry(key))

    def _add_end(self, origin: str, number: int, step: Step, ways: tuple[Way, ...] = ()) -> None:
        self.nodes.append(Node(f"end_{number}", NodeKind.END, step, number, ends_case(step)))
        self._link(origin, f"end_{number}", ways)


def _with_back_links(nodes: list[Node], links: list[Link]) -> Iterator[Link]:
    """Mark each link that closes a loop, walking depth first in the order of the document."""
    order = {node.name: place for place, node in enumerate(nodes)}
    out = {
        node.name: sorted((link.target for link in links if link.source == node.name), key=order.__getitem__)
        for node in nodes
    }
    back: set[tuple[str, str]] = set()
    done: set[str] = set()
    for root in out:
        if root not in done:
            _walk(root, out, done, back)
    return (Link(link.source, link.target, link.ways, (link.source, link.target) in back) for link in links)


def _walk(root: str, out: dict[str, list[str]], done: set[str], back: set[tuple[str, str]]) -> None:
    trail = [root]
    ahead = {root: iter(out[root])}
    while trail:
        here = trail[-1]
        target = next(ahead[here], None)
        if target is None:
            done.add(trail.pop())
        elif target in ahead and target not in done:
            back.add((here, target))
        elif target not in done:
            trail.append(target)
            ahead[target] = iter(out[target])
