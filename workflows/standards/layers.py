"""What a district may do otherwise than a standard says, place by place: fixed, bounded or open.

A standard marks a place in its ``layers``; what it does not mark has the layer of its kind:

=========================  =======  ==================================================================
place                      default  why
=========================  =======  ==================================================================
a promised limit, a step's bounded  a district may promise less time (浙规 12), never more
the applicant's own limit  fixed    less time for the applicant is not in their favour
a material                 fixed    done without only where the standard says it can be (bounded)
a step's desk              fixed    another kind of desk only where the standard says which
a desk's name and hours    open     what the window is called and when it is open, its district knows
a step's name, a message   fixed    read by everybody as the standard writes it
=========================  =======  ==================================================================

Everything else (steps, routes, conditions, checks, fees, grounds, statutory limits, silence, the form) is the same in
every district and has no place here. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from workflows.standards.enums import Layer, PlaceKind
from workflows.standards.schema import LayerRule, Limit, Standard, Step, Text

APPLICANT = "applicant"

DEFAULTS = {
    PlaceKind.LIMIT: Layer.BOUNDED,
    PlaceKind.MATERIAL: Layer.FIXED,
    PlaceKind.DESK: Layer.FIXED,
    PlaceKind.TEXT: Layer.FIXED,
}

POSSIBLE = {
    PlaceKind.LIMIT: frozenset({Layer.FIXED, Layer.BOUNDED}),
    PlaceKind.MATERIAL: frozenset({Layer.FIXED, Layer.BOUNDED}),
    PlaceKind.DESK: frozenset(Layer),
    PlaceKind.TEXT: frozenset({Layer.FIXED, Layer.OPEN}),
}
"""The layers a place of each kind can have: an open limit could be any, and no material is a matter of taste."""


@dataclass(frozen=True, slots=True)
class Leeway:
    """What a district may do at one place: ``value`` is what the standard says there, ``title`` whose place it is.

    ``location`` is the way there: the list, the key of the entry, and the names below it. ``party`` is the role whose district decides; None where it is the district in charge of the case. ``own_time`` says
    that the limit is the applicant's.
    """

    location: tuple[str, ...]
    kind: PlaceKind
    layer: Layer
    value: Limit | Text | str | None
    title: Text | None = None
    party: str | None = None
    rule: LayerRule | None = None
    own_time: bool = False

    @property
    def place(self) -> str:
        """The place as it is written: ``steps[KEY].limit``."""
        head, key, *path = self.location
        return f"{head}.{key}" if head == "limits" else ".".join([f"{head}[{key}]", *path])

    @property
    def at_least(self) -> Limit | None:
        """The shortest limit a district may promise, where the standard says one."""
        return self.rule.at_least if self.rule else None

    @property
    def among(self) -> tuple[str, ...]:
        """The kinds of desk that may be chosen where the desk is bounded."""
        return tuple(self.rule.among) if self.rule else ()


def leeways(standard: Standard) -> dict[str, Leeway]:
    """Return every place a standard may give a layer to, in the order of the document, with the layer it has."""
    rules = {rule.place: rule for rule in standard.layers}
    return {place.place: _marked(place, rules.get(place.place)) for place in _places(standard)}


def reads_material(standard: Standard, key: str) -> bool:
    """Tell whether some condition of the standard looks at the material, so that it cannot be done without."""
    named = re.compile(rf"""\bmaterials\s*(?:\.\s*{re.escape(key)}\b|\[\s*(?:['"]{re.escape(key)}['"]|[^'"\s]))""")
    return any(named.search(text) for text in _texts(standard.model_dump(mode="python", exclude={"layers"})))


def place_words(leeway: Leeway) -> str:
    """Return what stands at the place, in the reader's words."""
    head, *_keys, name = leeway.location
    sentences = {
        ("limits", "promised"): _("the promised limit"),
        ("steps", "limit"): _("the limit of the step “%(title)s”"),
        ("steps", "desk"): _("the desk of the step “%(title)s”"),
        ("steps", "title"): _("the name of the step “%(title)s”"),
        ("desks", "title"): _("the name of the desk “%(title)s”"),
        ("desks", "hours"): _("the hours of the desk “%(title)s”"),
        ("notices", "text"): _("the message “%(title)s”"),
    }
    return sentences.get((head, name), _("the document “%(title)s”")) % {"title": said(leeway.title)}


def sentence(text: str) -> str:
    """Return a sentence that begins with a place in words as a sentence begins."""
    return text[:1].upper() + text[1:]


def said(text: Text | None) -> str:
    """Return a text of the standard in the reader's language; nothing for none."""
    if text is None:
        return ""
    return text.zh if (get_language() or "").lower().startswith("zh") else text.en


def _marked(place: Leeway, rule: LayerRule | None) -> Leeway:
    return place if rule is None or place.own_time else replace(place, layer=rule.layer, rule=rule)


def _places(standard: Standard) -> Iterator[Leeway]:
    yield _place(PlaceKind.LIMIT, standard.limits.promised, None, "limits", "promised")
    for step in standard.steps:
        yield from _of_step(step)
    for material in standard.materials:
        yield _place(PlaceKind.MATERIAL, None, material.title, "materials", material.key)
    for desk in standard.desks:
        for name, text in (("title", desk.title), ("hours", desk.hours)):
            yield replace(_place(PlaceKind.TEXT, text, desk.title, "desks", desk.key, name), layer=Layer.OPEN)
    for notice in standard.notices:
        yield _place(PlaceKind.TEXT, notice.text, notice.text, "notices", notice.key, "text")


def _of_step(step: Step) -> Iterator[Leeway]:
    party, here = step.handler.party, ("steps", step.key)
    if step.limit is not None:
        limit = replace(_place(PlaceKind.LIMIT, step.limit, step.title, *here, "limit"), party=party)
        yield replace(limit, layer=Layer.FIXED, own_time=True) if party == APPLICANT else limit
    if step.handler.desk is not None:
        desk = _place(PlaceKind.DESK, step.handler.desk, step.title, *here, "handler", "desk")
        yield replace(desk, party=party)
    yield replace(_place(PlaceKind.TEXT, step.title, step.title, *here, "title"), party=party)


def _place(kind: PlaceKind, value: Limit | Text | str | None, title: Text | None, *location: str) -> Leeway:
    return Leeway(location, kind, DEFAULTS[kind], value, title)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
