"""The shapes a chart is drawn with, as SVG text; colours are those of the design, light ground."""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from workflows.standards.chart_boxes import State
from workflows.standards.routing import Point

INK = "#18211E"
INK_2 = "#465350"
LINE = "#DBE2DE"
LINE_2 = "#7C8984"
SURFACE = "#FFFFFF"
GROUND = "#F5F7F5"
SUNKEN = "#EDF1EE"
BRAND = "#0B5A5E"
BRAND_SOFT = "#E1EFEE"
FONTS = "PingFang SC, Microsoft YaHei, Noto Sans SC, Noto Sans CJK SC, sans-serif"

_CORNER = 6


def tag(name: str, content: str = "", **attributes: object) -> str:
    """One element; ``class_`` is class, and underscores in names are hyphens."""
    said = "".join(f" {key.rstrip('_').replace('_', '-')}={quoteattr(str(value))}" for key, value in attributes.items())
    return f"<{name}{said}>{content}</{name}>" if content else f"<{name}{said}/>"


def text(words: str, at: Point, **attributes: object) -> str:
    """One line of text."""
    return tag("text", escape(words), x=at[0], y=at[1], **attributes)


def lines_of_text(lines: Sequence[str], at: Point, step: int, **attributes: object) -> str:
    """Several lines of one text."""
    return "".join(text(line, (at[0], at[1] + place * step), **attributes) for place, line in enumerate(lines))


def line(points: Sequence[Point], *, back: bool) -> str:
    """A line with round corners; one that leads back in time is dashed."""
    dashes = {"stroke_dasharray": "5 4"} if back else {}
    return tag(
        "path",
        class_="chart-line chart-back" if back else "chart-line",
        d=_rounded(points),
        fill="none",
        stroke=LINE_2,
        stroke_width="1.5",
        **dashes,
    )


def _rounded(points: Sequence[Point]) -> str:
    drawn = [f"M{points[0][0]} {points[0][1]}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(_CORNER, _distance(before, corner) // 2, _distance(corner, after) // 2)
        come, go = _towards(corner, before, radius), _towards(corner, after, radius)
        drawn.append(f"L{come[0]} {come[1]}Q{corner[0]} {corner[1]} {go[0]} {go[1]}")
    drawn.append(f"L{points[-1][0]} {points[-1][1]}")
    return "".join(drawn)


def _distance(one: Point, other: Point) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _towards(start: Point, end: Point, length: int) -> Point:
    def part(a: int, b: int) -> int:
        return a + (length if b > a else -length if b < a else 0)

    return part(start[0], end[0]), part(start[1], end[1])


def arrow(tip: Point) -> str:
    """An arrow head that points down."""
    return tag("path", class_="chart-arrow", d=f"M{tip[0] - 4} {tip[1] - 8}h8l-4 8z", fill=LINE_2)


def port(at: Point) -> str:
    """Where a way out leaves its box."""
    return tag("circle", class_="chart-port", cx=at[0], cy=at[1], r=3, fill=SURFACE, stroke=LINE_2, stroke_width="1.5")


def diamond(middle: Point) -> str:
    """A fork or a join: everything that leaves or arrives here does so together."""
    x, y = middle
    shape = tag(
        "path",
        class_="chart-parallel",
        d=f"M{x} {y - 9}l9 9l-9 9l-9-9z",
        fill=SURFACE,
        stroke=INK_2,
        stroke_width="1.25",
        stroke_linejoin="round",
    )
    plus = tag(
        "path", class_="chart-parallel-sign", d=f"M{x - 4} {y}h8M{x} {y - 4}v8", stroke=INK_2, stroke_width="1.5"
    )
    return shape + plus


def start_mark(middle: Point) -> str:
    """Where a case begins."""
    return tag("circle", class_="chart-start", cx=middle[0], cy=middle[1], r=5, fill=INK_2)


def end_mark(middle: Point) -> str:
    """Where nothing follows."""
    x, y = middle
    ring = tag("circle", class_="chart-end", cx=x, cy=y, r=5, fill="none", stroke=INK_2, stroke_width="1.5")
    return ring + tag("circle", class_="chart-end-dot", cx=x, cy=y, r="2.5", fill=INK_2)


def back_mark(middle: Point) -> str:
    """A piece of a line that leads back in time."""
    return line([(middle[0] - 9, middle[1]), (middle[0] + 9, middle[1])], back=True)


def offer_mark(middle: Point) -> str:
    """A small box with a dashed edge: a step that may be done and need not be."""
    x, y = middle
    return tag(
        "rect",
        class_="chart-box chart-box-offer",
        x=x - 9,
        y=y - 5,
        width=18,
        height=10,
        rx=3,
        fill=SURFACE,
        stroke=LINE_2,
        stroke_width="1.25",
        stroke_dasharray="3 2",
    )


def loop_mark(middle: Point) -> str:
    """A way out that leads back to its own step."""
    x, y = middle
    bow = tag(
        "path", class_="chart-line", d=f"M{x - 4} {y - 3}a5 5 0 1 1-1 4", fill="none", stroke=INK_2, stroke_width="1.5"
    )
    return bow + tag("path", class_="chart-arrow", d=f"M{x - 7} {y - 5}l5-1l-1 5z", fill=INK_2)


def state_mark(state: State, middle: Point) -> str:
    """A tick in a disc for done, a dot in a ring for open, a short bar for offered, an empty ring for to come."""
    x, y = middle
    color = INK_2 if state is State.TO_COME else BRAND
    fill = BRAND if state is State.DONE else SURFACE
    disc = tag(
        "circle",
        class_=f"chart-mark chart-mark-{state}",
        cx=x,
        cy=y,
        r="5.25",
        fill=fill,
        stroke=color,
        stroke_width="1.5",
    )
    if state is State.DONE:
        return disc + tag(
            "path", class_="chart-tick", d=f"M{x - 2.5} {y}l2 2l3.5-4", fill="none", stroke=SURFACE, stroke_width="1.5"
        )
    if state is State.OPEN:
        return disc + tag("circle", class_="chart-dot", cx=x, cy=y, r="2.5", fill=BRAND)
    if state is State.OFFERED:
        return disc + tag("path", class_="chart-bar", d=f"M{x - 2.5} {y}h5", stroke=BRAND, stroke_width="1.5")
    return disc


def joined(parts: Iterable[str]) -> str:
    """Parts of a picture, one a line, so that a difference of two files can be read."""
    return "\n".join(part for part in parts if part)
