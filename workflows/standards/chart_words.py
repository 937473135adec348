"""A chart in words, for those who do not see it: every step, who acts there, how it stands and where it leads."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.standards.chart_boxes import (
    Box,
    Reader,
    State,
    exits_of,
    offer_words,
    party_title,
    state_word,
    ways_words,
)
from workflows.standards.placing import Placement
from workflows.standards.plan import Plan


def description(plan: Plan, boxes: Mapping[str, Box], placement: Placement, reader: Reader) -> str:
    """The chart in words, a sentence a line: how large it is, what is open, then every step."""
    return "\n".join(_sentences(plan, boxes, placement, reader))


def _sentences(plan: Plan, boxes: Mapping[str, Box], placement: Placement, reader: Reader) -> Iterator[str]:
    count = ngettext("%(steps)d step in %(lanes)d lanes.", "%(steps)d steps in %(lanes)d lanes.", len(boxes))
    yield count % {"steps": len(boxes), "lanes": len(placement.lanes)}
    waiting = [reader.said(box.node.step.title) for box in boxes.values() if box.state is State.OPEN]
    if waiting:
        yield _("Open now: %(steps)s.") % {"steps": reader.listed(waiting)}
    for name in boxes:
        yield _step(plan, name, boxes, placement, reader)


def _step(plan: Plan, name: str, boxes: Mapping[str, Box], placement: Placement, reader: Reader) -> str:
    box = boxes[name]
    who = party_title(placement.lanes[placement.spots[name].lane], reader)
    said = _("%(number)d. %(step)s (%(who)s)") % {
        "number": box.node.number,
        "step": reader.said(box.node.step.title),
        "who": who,
    }
    if box.state:
        said = _("%(step)s: %(state)s") % {"step": said, "state": state_word(box.state)}
    if box.node.step.offer:
        said = _("%(step)s. %(ways)s.") % {"step": said, "ways": offer_words(plan, box.node, reader)}
        if not any(targets for _ways, targets in exits_of(plan, box.node)):
            return said
    ways = [
        _("%(act)s leads to %(steps)s") % {"act": ways_words(ways, reader), "steps": _names(targets, boxes, reader)}
        for ways, targets in exits_of(plan, box.node)
        if ways
    ]
    return _("%(step)s. %(ways)s.") % {"step": said, "ways": _("; ").join(ways) if ways else _("Nothing follows")}


def _names(targets: tuple[str, ...], boxes: Mapping[str, Box], reader: Reader) -> str:
    if not targets:
        return _("the end of this branch")
    return reader.listed(
        [f"{boxes[target].node.number} {reader.said(boxes[target].node.step.title)}" for target in targets]
    )
