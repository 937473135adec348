"""What stands in each box of a chart, and by which ways it is left."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.clock.enums import Unit
from workflows.standards.checks_custody import RECEIVER
from workflows.standards.enums import Times
from workflows.standards.lettering import wrapped
from workflows.standards.placing import Lane, Placement
from workflows.standards.plan import APPLICANT, SYSTEM, Node, NodeKind, Plan, Way
from workflows.standards.registry import registry
from workflows.standards.routing import Side, runs_straight, side_of
from workflows.standards.schema import Limit, Text

BOX_WIDTH = 188
NAME_SIZE = 14
NOTE_SIZE = 12
_NAME_LEFT = 36
_PAD = 12
_NAME_LINE = 20
_NOTE_LINE = 17
_EXIT_LINE = 16
_EXIT_PAD = 6


class State(StrEnum):
    """Where a step of a case stands."""

    DONE = "done"
    OPEN = "open"
    OFFERED = "offered"
    """It stands open, and nothing waits for it: the applicant may withdraw, say."""
    TO_COME = "to-come"


@dataclass(frozen=True, slots=True)
class Exit:
    """One way out of a box; ``drop`` is the middle of its line of text below the top of the box."""

    ways: tuple[Way, ...]
    targets: tuple[str, ...]
    side: Side
    lines: tuple[str, ...] = ()
    drop: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """One step as it is drawn: ``exits`` have lines of text only where there is something to choose."""

    node: Node
    name: tuple[str, ...]
    note: tuple[str, ...]
    exits: tuple[Exit, ...]
    height: int
    divider: int
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Who the chart is for: their language, what the desks are called, and how a case stands, if it is about one."""

    language: str
    desks: Mapping[str, str]
    states: Callable[[str], State | None]

    def said(self, text: Text) -> str:
        """The text in the reader's language."""
        return text.zh if self.language.lower().startswith("zh") else text.en

    def desk(self, kind: str) -> str:
        """What the reader calls a kind of desk."""
        return self.desks.get(kind, kind)

    def listed(self, names: Collection[str]) -> str:
        """Names one after another."""
        return ("、" if self.language.lower().startswith("zh") else ", ").join(names)


def party_title(lane: Lane, reader: Reader) -> str:
    """Who acts in the lane."""
    if lane.title:
        return reader.said(lane.title)
    return {APPLICANT: _("Applicant"), SYSTEM: _("System"), RECEIVER: _("The district asked")}.get(
        lane.party, lane.party
    )


def state_word(state: State) -> str:
    """The state in a word."""
    words = {
        State.DONE: _("Done"),
        State.OPEN: _("In progress"),
        State.OFFERED: _("At any time"),
        State.TO_COME: _("To come"),
    }
    return words[state]


def limit_words(limit: Limit) -> str:
    """A length of time in words."""
    days = format(limit.days.normalize(), "f")
    if limit.days == Decimal(0):
        return _("Same day")
    plural = 1 if limit.days <= 1 else 2
    if limit.unit is Unit.WORKING:
        return ngettext("%(days)s working day", "%(days)s working days", plural) % {"days": days}
    return ngettext("%(days)s calendar day", "%(days)s calendar days", plural) % {"days": days}


def way_words(way: Way, reader: Reader) -> str:
    """What an act is called, and whether a condition decides where it leads."""
    title = reader.said(way.act.title)
    if len(way.act.routes) == 1:
        return title
    words = _("%(act)s (on a condition)") if way.route.when else _("%(act)s (otherwise)")
    return words % {"act": title}


def ways_words(ways: Collection[Way], reader: Reader) -> str:
    """What leads one way, in words."""
    return reader.listed(list(dict.fromkeys(way_words(way, reader) for way in ways)))


def exits_of(plan: Plan, node: Node) -> Iterator[tuple[tuple[Way, ...], tuple[str, ...]]]:
    """The ways out of a step and the steps they lead to, past choices, forks and joins."""
    origin = node.name
    first = plan.out[origin]
    if len(first) == 1 and plan.by_name[first[0].target].kind is NodeKind.CHOICE:
        origin = first[0].target
    for link in plan.out[origin]:
        yield link.ways, tuple(_steps_at(plan, link.target))


def _steps_at(plan: Plan, name: str) -> Iterator[str]:
    kind = plan.by_name[name].kind
    if kind is NodeKind.STEP:
        yield name
    elif kind in {NodeKind.FORK, NodeKind.JOIN}:
        for link in plan.out[name]:
            yield from _steps_at(plan, link.target)


def step_links(plan: Plan) -> list[tuple[str, str]]:
    """Which step leads to which, by the names of their nodes."""
    return [(node.name, target) for node in plan.steps for _ways, targets in exits_of(plan, node) for target in targets]


def boxes_of(plan: Plan, placement: Placement, reader: Reader) -> dict[str, Box]:
    """Every step's box under its node's name."""
    return {node.name: _box(plan, node, placement, reader) for node in plan.steps}


def _box(plan: Plan, node: Node, placement: Placement, reader: Reader) -> Box:
    name = wrapped(reader.said(node.step.title), BOX_WIDTH - _NAME_LEFT - _PAD, NAME_SIZE)
    note = _note(plan, node, placement, reader)
    found = list(exits_of(plan, node))
    bottom = _bottom_exit(placement, node.name, found)
    exits = sorted(
        (
            Exit(ways, targets, Side.BOTTOM if place == bottom else _exit_side(placement, node.name, targets))
            for place, (ways, targets) in enumerate(found)
            if ways or targets
        ),
        key=lambda exit_: exit_.side is Side.BOTTOM,
    )
    height = _PAD + len(name) * _NAME_LINE + (len(note) * _NOTE_LINE if note else 0)
    divider = height + _PAD // 2
    if len({way.act.name for exit_ in exits for way in exit_.ways}) > 1 or len(exits) > 1:
        exits, height = _lettered(exits, divider, reader)
    else:
        height += _PAD
        exits = [replace(exit_, drop=height // 2) for exit_ in exits]
    return Box(node, tuple(name), tuple(note), tuple(exits), height, divider, reader.states(node.step.key))


def _note(plan: Plan, node: Node, placement: Placement, reader: Reader) -> list[str]:
    """The desk, where no lane says it, and the limit: on one line if they fit. Then beside what the step is offered."""
    step = node.step
    width = BOX_WIDTH - _NAME_LEFT - _PAD
    desk_in_lane = any(lane.desk for lane in placement.lanes)
    seats = len(registry.seats_of(step))
    shared = ngettext("%(number)d desk side by side", "%(number)d desks side by side", seats) % {"number": seats}
    desk = shared if seats else "" if desk_in_lane or not step.handler.desk else reader.desk(step.handler.desk)
    parts = [part for part in (desk, limit_words(step.limit) if step.limit else "") if part]
    together = wrapped(" · ".join(parts), width, NOTE_SIZE)
    lines = [line for part in parts for line in wrapped(part, width, NOTE_SIZE)] if together[1:] else list(together)
    return lines + (wrapped(offer_words(plan, node, reader), width, NOTE_SIZE) if node.step.offer else [])


def offer_words(plan: Plan, node: Node, reader: Reader) -> str:
    """Beside which steps, by their numbers, an offered step may be done, and how often."""
    offer = node.step.offer
    numbers = [str(plan.by_name[name].number) for name in plan.beside.get(node.name, ())]
    words = (
        _("Optional beside %(steps)s, any number of times")
        if offer and offer.times is Times.MANY
        else _("Optional beside %(steps)s")
    )
    return words % {"steps": reader.listed(_ranges(numbers))}


def _ranges(numbers: Collection[str]) -> list[str]:
    """Numbers one after another, three or more in a row as one."""
    runs: list[list[int]] = []
    for number in map(int, numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [part for run in runs for part in ([f"{run[0]}–{run[-1]}"] if run[2:] else map(str, run))]


def _bottom_exit(placement: Placement, name: str, found: list[tuple[tuple[Way, ...], tuple[str, ...]]]) -> int | None:
    """Which way out leaves at the bottom: the one that leads straight down, else one that forks, or the only one."""
    row = placement.spots[name].row
    forward = {
        place: targets
        for place, (_ways, targets) in enumerate(found)
        if targets and all(placement.spots[target].row > row for target in targets)
    }
    straight = [p for p, targets in forward.items() if any(runs_straight(placement, name, t) for t in targets)]
    forks = [place for place, targets in forward.items() if len(targets) > 1]
    only = list(forward) if len(found) == 1 else []
    return next(iter([*straight, *forks, *only]), None)


def _exit_side(placement: Placement, name: str, targets: tuple[str, ...]) -> Side:
    side = side_of(placement, name, targets[0]) if targets else Side.RIGHT
    return Side.RIGHT if side is Side.BOTTOM else side


def _lettered(exits: list[Exit], top: int, reader: Reader) -> tuple[list[Exit], int]:
    """Give each way out its lines of text, one below another."""
    lettered = []
    for exit_ in exits:
        lines = wrapped(ways_words(exit_.ways, reader), BOX_WIDTH - 2 * _PAD - 12, NOTE_SIZE)
        height = len(lines) * _EXIT_LINE + _EXIT_PAD
        lettered.append(replace(exit_, lines=tuple(lines), drop=top + height // 2 + 2))
        top += height
    return lettered, top + _EXIT_PAD
