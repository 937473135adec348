"""Where the nodes of a chart stand: a lane for everybody who acts, a row for each moment, time running down.

The order of time comes from Viewflow's layout of the twin; rows are then drawn together, so that a step stands right
below the last step that leads to it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from viewflow.workflow.chart import calc_layout_data

from workflows.standards.plan import APPLICANT, SYSTEM, Node, Plan
from workflows.standards.schema import Standard, Text
from workflows.standards.twin import Twin

MOST_DESK_LANES = 5
"""With more desks than that, a lane stands for a party and the desk is written at the step."""

MOST_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: a party, or one desk of a party. The applicant and the engine have no title in the standard."""

    party: str
    desk: str | None
    title: Text | None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a node stands; columns are counted over all lanes."""

    lane: int
    row: int
    column: int


@dataclass(frozen=True)
class Placement:
    """Every node's spot; ``columns`` says for each column which lane it belongs to."""

    lanes: tuple[Lane, ...]
    spots: Mapping[str, Spot]
    columns: tuple[int, ...]
    rows: int

    def clear(self, column: int, rows: range) -> bool:
        """Whether nothing stands in these rows of the column."""
        return not any(spot.column == column and spot.row in rows for spot in self.spots.values())


def lanes_of(standard: Standard, plan: Plan) -> tuple[Lane, ...]:
    """The lanes of a standard: the applicant first, then the parties as the standard lists them, the engine last."""
    handlers = list(dict.fromkeys((node.step.handler.party, node.step.handler.desk) for node in plan.steps))
    if len(handlers) > MOST_DESK_LANES:
        handlers = list(dict.fromkeys((party, None) for party, _desk in handlers))
    titles = {party.role: party.title for party in standard.parties}
    order = [APPLICANT, *titles, *(party for party, _desk in handlers if party not in {*titles, APPLICANT, SYSTEM})]
    handlers.sort(key=lambda handler: order.index(handler[0]) if handler[0] in order else len(order))
    return tuple(Lane(party, desk, titles.get(party)) for party, desk in handlers)


def lane_of(node: Node, lanes: Sequence[Lane]) -> int:
    """The lane of whoever acts at the node's step."""
    handler = node.step.handler
    wanted = [(handler.party, handler.desk), (handler.party, None)]
    found = [(lane.party, lane.desk) for lane in lanes]
    return next(found.index(who) for who in wanted if who in found)


def place(
    standard: Standard, twin: Twin, *, shown: Callable[[Node], bool], links: Sequence[tuple[str, str]]
) -> Placement:
    """Place the nodes that are ``shown``, between which ``links`` run."""
    lanes = lanes_of(standard, twin.plan)
    grid = calc_layout_data(twin.layout)
    order = {cell.node.name: (cell.col, cell.row, cell.node.name) for cell in grid.cells}
    targets = {target for _source, target in links}
    # An offered step no act leads to stands beside the first step it is offered with, not at the beginning of time.
    anchors = {name: beside[0] for name, beside in twin.plan.beside.items() if name not in targets}
    order |= {name: (*order[anchor][:2], f"{order[anchor][2]} {name}") for name, anchor in anchors.items()}
    nodes = sorted((node for node in twin.plan.nodes if shown(node)), key=lambda node: order[node.name])
    placing = _Placing(max(1, MOST_COLUMNS // max(1, len(lanes))))
    for node in nodes:
        before = [source for source, target in links if target == node.name and order[source] < order[node.name]]
        placing.put(node.name, lane_of(node, lanes), before, anchors.get(node.name))
    return placing.placement(lanes)


@dataclass
class _Placing:
    """Fills rows; a lane has up to ``width`` columns side by side."""

    width: int
    taken: dict[tuple[int, int, int], str] = field(default_factory=dict)
    where: dict[str, tuple[int, int, int]] = field(default_factory=dict)

    def put(self, name: str, lane: int, before: Sequence[str], anchor: str | None = None) -> None:
        """Put a node below all that come before it, in the column of the nearest of them if it can.

        One with an ``anchor`` stands in its row, or in the next one with room.
        """
        row = max((self.where[source][1] + 1 for source in before), default=0)
        if anchor in self.where:
            row = max(row, self.where[anchor][1])
        near = [self.where[source] for source in before if self.where[source][0] == lane]
        wanted = max(near, key=lambda spot: spot[1])[2] if near else 0
        while True:
            slots = sorted(range(self.width), key=lambda slot: (slot != wanted, slot))
            free = [slot for slot in slots if (lane, row, slot) not in self.taken]
            if free:
                break
            row += 1
        self.taken[lane, row, free[0]] = name
        self.where[name] = (lane, row, free[0])

    def placement(self, lanes: tuple[Lane, ...]) -> Placement:
        """Count the columns over all lanes, leaving out those nobody stands in."""
        used = sorted({(lane, slot) for lane, _row, slot in self.where.values()})
        number = {lane_slot: place for place, lane_slot in enumerate(used)}
        spots = {name: Spot(lane, row, number[lane, slot]) for name, (lane, row, slot) in self.where.items()}
        rows = 1 + max((spot.row for spot in spots.values()), default=-1)
        return Placement(lanes, spots, tuple(lane for lane, _slot in used), rows)
