"""Fields of the inspector under one heading, and the group of a step that is on offer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from workflows.standards.defects import element
from workflows.standards.enums import Times
from workflows.standards.schema import Offer, Standard
from workflows.studio.enums import FieldKind
from workflows.studio.fields import Field, Location
from workflows.studio.words import said


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading; ``note`` is a sentence beside them, ``facts`` are read and never written.

    ``element`` names what the group is about where a defect can name it as a whole.
    """

    title: str
    fields: list[Field] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    note: str = ""
    element: str = ""


def offer_group(standard: Standard, offer: Offer, raw: Mapping[str, Any], here: Location) -> Group:
    """What a drafter sees of an offer, and may change of it: how often, and under which condition.

    Beside which steps it stands is read only, as the routes of acts are.
    """
    often = ((Times.ONCE.value, _("Once in a case")), (Times.MANY.value, _("Any number of times")))
    times, when = (*here, "offer", "times"), (*here, "offer", "when")
    steps, blocks = {s.key: said(s.title) for s in standard.steps}, {b.key: said(b.title) for b in standard.blocks}
    beside = _(", ").join(steps.get(key) or blocks.get(key, key) for key in offer.beside)
    return Group(
        _("On offer"),
        [
            Field(times, element(raw, times), _("How often"), offer.times.value, FieldKind.CHOICE, choices=often),
            Field(when, element(raw, when), _("On the condition"), offer.when or "", optional=True),
        ],
        [(_("Beside"), beside)],
        _("Nobody waits for this step: whoever handles it may do it while a step beside it is open."),
    )
