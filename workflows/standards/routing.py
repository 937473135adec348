"""Lines between the boxes of a chart: right-angled, through the gaps between rows and columns only.

A gap between two rows is a channel (number ``n`` lies above row ``n``), one between two columns a gutter (number
``n`` lies left of column ``n``). All lines that lead to one box run together where they can; lines to different boxes
have tracks of their own wherever they would lie on one another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from workflows.standards.placing import Placement, Spot

TRACK = 12
CHANNEL_TOP = 12
CHANNEL_FOOT = 20
GUTTER_EDGE = 18
BOTTOM_OFFSET = 16
BACK_OFFSET = 24

Point = tuple[int, int]


class Side(StrEnum):
    """Where a line leaves its box."""

    BOTTOM = "bottom"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Wire:
    """One line; ``drop`` is how far below the top of the box it leaves, when it leaves at a side."""

    source: str
    target: str
    side: Side
    drop: int = 0
    back: bool = False

    @property
    def net(self) -> str:
        """Lines of one net run together: those that lead to one box in one sense of time."""
        return f"{self.target} back" if self.back else self.target


@dataclass(frozen=True, slots=True)
class Size:
    """How large a box is drawn."""

    width: int
    height: int


@dataclass(frozen=True)
class Drawing:
    """Everything in its place: the corner of each box, the corners of each line, the extent of each lane."""

    boxes: Mapping[str, Point]
    lines: Sequence[tuple[Point, ...]]
    lanes: Sequence[tuple[int, int]]
    width: int
    height: int


def side_of(placement: Placement, source: str, target: str) -> Side:
    """Where a line leaves best: straight down when nothing is between, else towards its target."""
    here, there = placement.spots[source], placement.spots[target]
    if runs_straight(placement, source, target):
        return Side.BOTTOM
    if there.column == here.column:
        return Side.RIGHT if there.row > here.row else Side.LEFT
    return Side.LEFT if there.column < here.column else Side.RIGHT


def runs_straight(placement: Placement, source: str, target: str) -> bool:
    """Whether ``target`` is the next box below ``source`` in its column."""
    here, there = placement.spots[source], placement.spots[target]
    between = range(here.row + 1, there.row)
    return there.column == here.column and there.row > here.row and placement.clear(here.column, between)


def draw(placement: Placement, sizes: Mapping[str, Size], wires: Sequence[Wire], top: int, foot: int = 0) -> Drawing:
    """Give every box and every line its place; ``top`` and ``foot`` are left free above and below."""
    return _Router(placement, sizes, wires).drawing(top, foot)


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch of one line in a channel or gutter, from ``low`` to ``high`` in half columns or half rows."""

    gap: int
    low: float
    high: float
    net: str
    key: tuple[float, ...]


@dataclass
class _Tracks:
    """The tracks of all channels, or of all gutters."""

    runs: list[_Run] = field(default_factory=list)
    track: dict[tuple[int, str], int] = field(default_factory=dict)
    count: dict[int, int] = field(default_factory=dict)

    def add(self, gap: int, ends: tuple[float, float], net: str, key: tuple[float, ...]) -> None:
        self.runs.append(_Run(gap, min(ends), max(ends), net, key))

    def settle(self) -> None:
        """Give each net of each gap a track: in the order of the keys, never on top of one that it would touch."""
        for gap in sorted({run.gap for run in self.runs}):
            nets: dict[str, list[_Run]] = {}
            for run in self.runs:
                if run.gap == gap:
                    nets.setdefault(run.net, []).append(run)
            settled: list[tuple[float, float, int]] = []
            for net, runs in sorted(nets.items(), key=lambda item: (min(run.key for run in item[1]), item[0])):
                low, high = min(run.low for run in runs), max(run.high for run in runs)
                track = max((t + 1 for lo, hi, t in settled if lo <= high and low <= hi), default=0)
                settled.append((low, high, track))
                self.track[gap, net] = track
            self.count[gap] = 1 + max(track for _low, _high, track in settled)


class _Router:
    """Finds the way of each line in half rows and half columns first, then in pixels."""

    def __init__(self, placement: Placement, sizes: Mapping[str, Size], wires: Sequence[Wire]) -> None:
        self.placement = placement
        self.spots = placement.spots
        self.sizes = sizes
        self.wires = wires
        self.channels = _Tracks()
        self.gutters = _Tracks()
        self.descents = {descent for wire in wires for descent in self._descents(wire)}

    def drawing(self, top: int, foot: int) -> Drawing:
        for wire in self.wires:
            self._reserve(wire)
        self.channels.settle()
        self.gutters.settle()
        self._measure(top)
        boxes = {
            name: (self._center(spot.column) - self.sizes[name].width // 2, self.row_y[spot.row])
            for name, spot in self.spots.items()
        }
        lines = tuple(_tidy(self._points(wire, boxes)) for wire in self.wires)
        return Drawing(
            boxes,
            lines,
            self._lane_extents(),
            self.gutter_x[-1] + self._gutter_width(len(self.placement.columns)),
            self.bottom + foot,
        )

    # -- in half rows and half columns ---------------------------------------------------------------------------

    def _clear_way(self, wire: Wire) -> bool:
        """Whether a line that leaves below its box can go straight down in its target's column."""
        here, there = self.spots[wire.source], self.spots[wire.target]
        return there.row > here.row and self.placement.clear(there.column, range(here.row + 1, there.row))

    def _descents(self, wire: Wire) -> Iterable[tuple[int, int, str]]:
        """The channels in which the line comes down the middle of its target's column."""
        here, there = self.spots[wire.source], self.spots[wire.target]
        first = here.row + 1 if wire.side is Side.BOTTOM and self._clear_way(wire) else there.row
        return ((there.column, channel, wire.target) for channel in range(first, there.row + 1))

    def _gutter(self, wire: Wire) -> int:
        here, there = self.spots[wire.source], self.spots[wire.target]
        if wire.side is Side.BOTTOM:
            return there.column + (there.column <= here.column)
        return here.column + (wire.side is Side.RIGHT)

    def _start(self, wire: Wire) -> float:
        return 4 * self.spots[wire.source].column + 2 + (0.5 if self._shift(wire) else 0)

    def _shift(self, wire: Wire) -> int:
        """How far right of the middle a line leaves below, so that it does not run into one that comes down there."""
        here = self.spots[wire.source]
        if wire.side is not Side.BOTTOM or self._straight(wire):
            return 0
        own = {other.target for other in self.wires if other.source == wire.source and other.side is Side.BOTTOM}
        met = any(c == here.column and row == here.row + 1 and net not in own for c, row, net in self.descents)
        return BOTTOM_OFFSET if met else 0

    def _straight(self, wire: Wire) -> bool:
        return runs_straight(self.placement, wire.source, wire.target)

    def _reserve(self, wire: Wire) -> None:
        here, there, net = self.spots[wire.source], self.spots[wire.target], wire.net
        goal, gutter = 4.0 * there.column + 2, self._gutter(wire)
        if wire.side is Side.BOTTOM:
            if self._straight(wire):
                return
            end = goal if self._clear_way(wire) else 4.0 * gutter
            self.channels.add(here.row + 1, (self._start(wire), end), net, (0, abs(end - self._start(wire))))
            if self._clear_way(wire):
                return
        begin = 2.0 * (here.row + 1) if wire.side is Side.BOTTOM else 2 * here.row + 1 + wire.drop / 1000
        finish = 2.0 * there.row
        length = abs(begin - finish)
        outward = length if wire.side is Side.RIGHT or (wire.side is Side.BOTTOM and gutter <= here.column) else -length
        self.gutters.add(gutter, (begin, finish), net, (outward,))
        self.channels.add(there.row, (4.0 * gutter, goal), net, (1, -abs(4.0 * gutter - goal)))

    # -- in pixels -----------------------------------------------------------------------------------------------

    def _measure(self, top: int) -> None:
        heights = [0] * self.placement.rows
        widths = [0] * len(self.placement.columns)
        for name, spot in self.spots.items():
            heights[spot.row] = max(heights[spot.row], self.sizes[name].height)
            widths[spot.column] = max(widths[spot.column], self.sizes[name].width)
        self.row_y, self.channel_y, y = [], [], top
        for row, height in enumerate(heights):
            self.channel_y.append(y)
            self.row_y.append(y + self._channel_height(row))
            y = self.row_y[-1] + height
        self.channel_y.append(y)
        self.bottom = y + self._channel_height(self.placement.rows)
        self.gutter_x, self.column_x, self.widths, x = [], [], widths, 0
        for column, width in enumerate(widths):
            self.gutter_x.append(x)
            self.column_x.append(x + self._gutter_width(column))
            x = self.column_x[-1] + width
        self.gutter_x.append(x)

    def _channel_height(self, channel: int) -> int:
        count = self.channels.count.get(channel, 0)
        return CHANNEL_TOP + CHANNEL_FOOT + max(0, count - 1) * TRACK

    def _gutter_width(self, gutter: int) -> int:
        return 2 * GUTTER_EDGE + max(0, self.gutters.count.get(gutter, 1) - 1) * TRACK

    def _center(self, column: int) -> int:
        return self.column_x[column] + self.widths[column] // 2

    def _track_y(self, channel: int, net: str) -> int:
        return self.channel_y[channel] + CHANNEL_TOP + self.channels.track[channel, net] * TRACK

    def _track_x(self, gutter: int, net: str) -> int:
        return self.gutter_x[gutter] + GUTTER_EDGE + self.gutters.track[gutter, net] * TRACK

    def _points(self, wire: Wire, boxes: Mapping[str, Point]) -> Iterable[Point]:
        here, there, size = self.spots[wire.source], self.spots[wire.target], self.sizes[wire.source]
        left, top = boxes[wire.source]
        if wire.side is Side.BOTTOM:
            x = self._center(here.column) + self._shift(wire)
            yield x, top + size.height
            if not self._straight(wire):
                yield from self._below(wire, here, there, x)
        else:
            y = top + wire.drop
            yield (left if wire.side is Side.LEFT else left + size.width), y
            yield from self._through(wire, there, y)
        yield self._goal(wire, there), boxes[wire.target][1]

    def _goal(self, wire: Wire, there: Spot) -> int:
        """Where a line arrives: the middle; lines that go back in time arrive left of it, where the box is wide enough."""
        aside = BACK_OFFSET if wire.back and self.sizes[wire.target].width > 4 * BACK_OFFSET else 0
        return self._center(there.column) - aside

    def _below(self, wire: Wire, here: Spot, there: Spot, x: int) -> Iterable[Point]:
        y = self._track_y(here.row + 1, wire.net)
        yield x, y
        if self._clear_way(wire):
            yield self._center(there.column), y
        else:
            yield from self._through(wire, there, y)

    def _through(self, wire: Wire, there: Spot, y: int) -> Iterable[Point]:
        """Along the gutter to the channel above the target, and there to its middle."""
        x, end = self._track_x(self._gutter(wire), wire.net), self._track_y(there.row, wire.net)
        yield x, y
        yield x, end
        yield self._goal(wire, there), end

    def _lane_extents(self) -> list[tuple[int, int]]:
        """From where to where each lane reaches; two lanes meet in the gutter between them."""
        extents: dict[int, tuple[int, int]] = {}
        for column, lane in enumerate(self.placement.columns):
            left = self.gutter_x[column] + (GUTTER_EDGE // 2 if column else 0)
            last = column + 1 == len(self.placement.columns)
            right = self.gutter_x[column + 1] + (self._gutter_width(column + 1) if last else GUTTER_EDGE // 2)
            extents[lane] = (extents.get(lane, (left, 0))[0], right)
        return [extents[lane] for lane in sorted(extents)]


def _tidy(points: Iterable[Point]) -> tuple[Point, ...]:
    """Leave out points at which a line does not turn."""
    kept: list[Point] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        while len(kept) > 1 and ((kept[-2][0] == kept[-1][0] == point[0]) or (kept[-2][1] == kept[-1][1] == point[1])):
            kept.pop()
        kept.append(point)
    return tuple(kept)
