"""The chart of a standard as SVG: lanes for everybody who acts, time running down, one box for each step.

Colours are presentation attributes, which a strict content security policy permits and a stylesheet overrides: the
same text is a picture by itself and takes the page's tokens where it stands in one (classes ``chart-…``). What state a
step is in is said by a word and a shape as well as by colour.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator
from functools import partial
from itertools import groupby
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from django.utils.translation import override

from workflows.standards import chart_marks as marks
from workflows.standards.canonical import digest
from workflows.standards.chart_boxes import (
    BOX_WIDTH,
    NAME_SIZE,
    NOTE_SIZE,
    Box,
    Exit,
    Reader,
    State,
    boxes_of,
    party_title,
    state_word,
    step_links,
)
from workflows.standards.chart_words import description
from workflows.standards.checks_graph import is_offer
from workflows.standards.enums import Join
from workflows.standards.lettering import width_of, wrapped
from workflows.standards.placing import Placement, place
from workflows.standards.plan import START, NodeKind, Plan
from workflows.standards.registry import registry
from workflows.standards.routing import Point, Size, Wire, draw
from workflows.standards.schema import Standard
from workflows.standards.twin import twin_of

HEAD_LINE = 19
LEGEND_HEIGHT = 40
LEAST_WIDTH = 480
DIAMOND = 9
START_LEFT = 24


def chart_svg(
    standard: Standard,
    *,
    language: str,
    title: str,
    open_steps: Collection[str] = (),
    done_steps: Collection[str] = (),
    ended: bool = False,
) -> str:
    """The chart of a standard, or of a case where steps are open or done; ``title`` names the picture.

    Of a case that has ``ended`` nothing is still to come: the steps it did not take carry no mark.

    A kind of desk the standard does not name is written as its kind.
    """
    offers = {step.key for step in standard.steps if is_offer(step, registry)}
    states = _states(open_steps, done_steps, offers, ended=ended)
    with override("zh-hans" if language.lower().startswith("zh") else language):
        return _Chart(standard, title, Reader(language, standard.desk_names(language), states)).svg()


def _states(
    open_steps: Collection[str], done_steps: Collection[str], offers: Collection[str], *, ended: bool = False
) -> Callable[[str], State | None]:
    def state(key: str) -> State | None:
        if key in open_steps:
            return State.OFFERED if key in offers else State.OPEN
        if key in done_steps:
            return State.DONE
        return State.TO_COME if (open_steps or done_steps) and not ended else None

    return state


class _Chart:
    """Collects the parts of one picture."""

    def __init__(self, standard: Standard, title: str, reader: Reader) -> None:
        self.title, self.reader = title, reader
        twin = twin_of(standard)
        self.plan: Plan = twin.plan
        self.placement: Placement = place(
            standard, twin, shown=lambda node: node.kind is NodeKind.STEP, links=step_links(self.plan)
        )
        self.boxes = boxes_of(self.plan, self.placement, reader)
        self.wires = [wire for box in self.boxes.values() for wire in _wires(box, self.placement)]
        self.parties = _parties(self.placement, reader)
        self.desks = any(lane.desk for lane in self.placement.lanes)
        self.head = (
            16 + HEAD_LINE * max((len(lines) for _first, _last, lines in self.parties), default=1) + 20 * self.desks
        )
        sizes = {name: Size(BOX_WIDTH, box.height) for name, box in self.boxes.items()}
        self.drawing = draw(self.placement, sizes, self.wires, self.head + 16, LEGEND_HEIGHT)
        key = digest(standard)
        seed = f"{key} {title} {reader.language} {[box.state for box in self.boxes.values()]}"
        self.prefix = f"chart-{key[:8]}-{hashlib.sha256(seed.encode()).hexdigest()[:6]}"

    def svg(self) -> str:
        """The whole picture."""
        width, height = max(self.drawing.width, LEAST_WIDTH), self.drawing.height
        parts = [
            marks.tag("title", escape(self.title), id=f"{self.prefix}-title"),
            marks.tag(
                "desc",
                escape(description(self.plan, self.boxes, self.placement, self.reader)),
                id=f"{self.prefix}-desc",
            ),
            *self._lanes(),
            *self._lines(),
            *(self._box(name, box) for name, box in self.boxes.items()),
            self._legend(),
        ]
        return marks.tag(
            "svg",
            "\n" + marks.joined(parts) + "\n",
            xmlns="http://www.w3.org/2000/svg",
            class_="chart",
            viewBox=f"0 0 {width} {height}",
            width=width,
            height=height,
            role="img",
            aria_labelledby=f"{self.prefix}-title {self.prefix}-desc",
            lang=self.reader.language,
            font_family=marks.FONTS,
        )

    def _lanes(self) -> Iterator[str]:
        bottom = self.drawing.height - LEGEND_HEIGHT
        extents = self.drawing.lanes
        for place_, (left, right) in enumerate(extents):
            odd = place_ % 2
            name = "chart-lane chart-lane-alt" if odd else "chart-lane"
            fill = marks.GROUND if odd else marks.SURFACE
            yield marks.tag("rect", class_=name, x=left, y=0, width=right - left, height=bottom, fill=fill)
        for first, last, lines in self.parties:
            middle = (extents[first][0] + extents[last][1]) // 2
            at = (middle, 24)
            yield marks.lines_of_text(
                lines,
                at,
                HEAD_LINE,
                class_="chart-party",
                fill=marks.INK,
                font_size=NAME_SIZE,
                font_weight=600,
                text_anchor="middle",
            )
        for lane, (left, right) in zip(self.placement.lanes, extents, strict=True):
            if lane.desk:
                words = self.reader.desk(lane.desk)
                yield marks.text(
                    words,
                    ((left + right) // 2, self.head - 10),
                    class_="chart-desk",
                    fill=marks.INK_2,
                    font_size=NOTE_SIZE,
                    text_anchor="middle",
                )
        yield marks.tag(
            "path", class_="chart-rule", d=f"M0 {self.head}H{self.drawing.width}", stroke=marks.LINE, fill="none"
        )

    def _lines(self) -> Iterator[str]:
        drawn = zip(self.wires, self.drawing.lines, strict=True)
        for wire, points in sorted(drawn, key=lambda pair: not pair[0].back):
            (x, tip) = points[-1]
            tip -= DIAMOND if self.boxes[wire.target].node.step.join is Join.ALL else 0
            yield marks.line([*points[:-1], (x, tip - 4)], back=wire.back) + marks.arrow((x, tip))
        start = next((link.target for link in self.plan.out.get(START, [])), None)
        if start in self.boxes:
            x, y = self.drawing.boxes[start][0] + START_LEFT, self.drawing.boxes[start][1]
            yield (
                marks.line([(x, y - 34), (x, y - 4)], back=False) + marks.arrow((x, y)) + marks.start_mark((x, y - 36))
            )

    def _box(self, name: str, box: Box) -> str:
        x, y = self.drawing.boxes[name]
        kind = f" chart-{box.state}" if box.state else ""
        parts = [_frame(box, (x, y)), _writing(box, (x, y))]
        parts += [_way_out(exit_, name, (x, y), self._leaves(exit_, name, box)) for exit_ in box.exits]
        if box.node.step.join is Join.ALL:
            parts.append(marks.diamond((x + BOX_WIDTH // 2, y)))
        if box.state:
            parts.append(_badge(box.state, (x + BOX_WIDTH + 4, y)))
        return marks.tag(
            "g", "".join(parts), class_=f"chart-step{kind}", id=f"{self.prefix}-{name}", data_step=box.node.step.key
        )

    def _leaves(self, exit_: Exit, name: str, box: Box) -> Point:
        """Where the lines of a way out begin."""
        for wire, points in zip(self.wires, self.drawing.lines, strict=True):
            if (wire.source, wire.side, wire.drop) == (name, exit_.side, exit_.drop):
                return points[0]
        x, y = self.drawing.boxes[name]
        return x + BOX_WIDTH // 2, y + box.height

    def _legend(self) -> str:
        x, y = 18, self.drawing.height - LEGEND_HEIGHT // 2 + 2
        parts = []
        for mark, words in self._legend_entries():
            parts.append(mark((x, y)) + marks.text(words, (x + 14, y + 4), fill=marks.INK_2, font_size=NOTE_SIZE))
            x += 36 + round(width_of(words, NOTE_SIZE))
        return marks.tag("g", "".join(parts), class_="chart-legend")

    def _legend_entries(self) -> Iterator[tuple[Callable[[Point], str], str]]:
        if any(box.state for box in self.boxes.values()):
            drawn = {box.state for box in self.boxes.values()}
            for state in State:
                if state is State.OFFERED and state not in drawn:
                    continue
                yield partial(marks.state_mark, state), state_word(state)
        yield marks.start_mark, _("Start")
        yield marks.end_mark, _("Nothing follows")
        if any(node.kind in {NodeKind.FORK, NodeKind.JOIN} for node in self.plan.nodes):
            yield marks.diamond, _("Side by side; goes on when all are done")
        if self.plan.beside:
            yield marks.offer_mark, _("Optional while the step beside it is open")
        if any(wire.back for wire in self.wires):
            yield marks.back_mark, _("Back to an earlier step")


def _parties(placement: Placement, reader: Reader) -> list[tuple[int, int, list[str]]]:
    """Each heading with the first and last lane it stands over; a party with several desks has one."""
    found = []
    numbered = list(enumerate(placement.lanes))
    for _party, group in groupby(numbered, key=lambda pair: pair[1].party):
        lanes = list(group)
        first, last = lanes[0][0], lanes[-1][0]
        columns = sum(first <= lane <= last for lane in placement.columns)
        found.append((first, last, wrapped(party_title(lanes[0][1], reader), columns * BOX_WIDTH, NAME_SIZE)))
    return found


def _wires(box: Box, placement: Placement) -> Iterator[Wire]:
    row = placement.spots[box.node.name].row
    for exit_ in box.exits:
        for target in exit_.targets:
            if target == box.node.name and box.node.step.join is not Join.ALL and len(exit_.targets) == 1:
                continue
            back = placement.spots[target].row <= row
            yield Wire(box.node.name, target, exit_.side, exit_.drop, back)


def _frame(box: Box, at: Point) -> str:
    opened, offered = box.state is State.OPEN, box.node.step.offer is not None
    ending = not box.exits and not offered
    dashes = {"stroke_dasharray": "6 4"} if offered else {}
    return marks.tag(
        "rect",
        class_="chart-box chart-box-end" if ending else "chart-box chart-box-offer" if offered else "chart-box",
        x=at[0],
        y=at[1],
        width=BOX_WIDTH,
        height=box.height,
        rx=min(20, box.height // 2) if ending else 6,
        fill=marks.BRAND_SOFT if opened else marks.SUNKEN if ending else marks.SURFACE,
        stroke=marks.BRAND if box.state in {State.OPEN, State.DONE} else marks.LINE_2,
        stroke_width="2.5" if opened else "1.25",
        **dashes,
    )


def _writing(box: Box, at: Point) -> str:
    x, y = at
    number = marks.text(
        str(box.node.number),
        (x + 26, y + 27),
        class_="chart-number",
        fill=marks.INK_2,
        font_size=NOTE_SIZE,
        text_anchor="end",
    )
    name = marks.lines_of_text(
        box.name, (x + 36, y + 27), 20, class_="chart-name", fill=marks.INK, font_size=NAME_SIZE, font_weight=600
    )
    below = y + 27 + 20 * (len(box.name) - 1)
    note = marks.lines_of_text(
        box.note, (x + 36, below + 18), 17, class_="chart-note", fill=marks.INK_2, font_size=NOTE_SIZE
    )
    if not any(exit_.lines for exit_ in box.exits):
        return number + name + note
    divider = marks.tag(
        "path", class_="chart-rule", d=f"M{x + 1} {y + box.divider}h{BOX_WIDTH - 2}", stroke=marks.LINE, fill="none"
    )
    return number + name + note + divider


def _way_out(exit_: Exit, name: str, at: Point, leaves: Point) -> str:
    """The words of a way out, and the mark where it leaves."""
    x, y = at
    inside = (x + BOX_WIDTH - 14, y + exit_.drop)
    if not exit_.targets:
        mark = marks.end_mark(inside)
    elif exit_.targets == (name,):
        mark = marks.loop_mark(inside)
    elif len(exit_.targets) > 1:
        mark = marks.diamond(leaves)
    else:
        mark = marks.port(leaves) if exit_.lines else ""
    first = y + exit_.drop - 8 * len(exit_.lines) + 12
    return (
        marks.lines_of_text(exit_.lines, (x + 14, first), 16, class_="chart-act", fill=marks.INK, font_size=NOTE_SIZE)
        + mark
    )


def _badge(state: State, right: Point) -> str:
    """The state in a word with its shape, on the upper edge of the box."""
    words = state_word(state)
    width = round(width_of(words, 11)) + 28
    x, y = right[0] - width, right[1]
    color = marks.INK_2 if state is State.TO_COME else marks.BRAND
    plate = marks.tag(
        "rect",
        class_=f"chart-badge chart-badge-{state}",
        x=x,
        y=y - 9,
        width=width,
        height=18,
        rx=9,
        fill=marks.SURFACE,
        stroke=color,
        stroke_width=1,
    )
    said = marks.text(words, (x + 20, y + 4), class_=f"chart-state chart-state-{state}", fill=color, font_size=11)
    return plate + marks.state_mark(state, (x + 11, y)) + said
