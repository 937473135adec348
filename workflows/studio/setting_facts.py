"""What the settings of a step say, in the reader's language: of custody and of children, which a draft does not change."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workflows.standards.checks_children import children_of
from workflows.standards.schema import Standard, Step
from workflows.studio.words import party_words

Fact = tuple[str, str]


def setting_facts(standard: Standard, step: Step) -> Iterator[Fact]:
    """Return what is to be said of the step's settings, in order; nothing for types that say it elsewhere."""
    kind = step.type.partition("@")[0]
    if kind == "custody":
        yield from _custody(standard, step)
    elif kind == "children":
        yield from _children(standard, step)


def _custody(standard: Standard, step: Step) -> Iterator[Fact]:
    party, listed = step.settings.get("receiver"), step.settings.get("districts") or ()
    whom = party_words(standard, party) if party else _(", ").join(listed) or _("any district that is open")
    yield _("May be offered to"), whom
    moves = step.settings.get("moves") or [step.handler.party]
    yield _("Goes along"), _(", ").join(party_words(standard, role) for role in moves)


def _children(standard: Standard, step: Step) -> Iterator[Fact]:
    for child in children_of(step):
        yield _("Child case"), _child_words(standard, child)
    yield _("Goes on when granted"), _rule_words(step.settings.get("rule", "all"))
    early = _("as soon as it is certain") if step.settings.get("early") else _("when every child has ended")
    yield _("Decided"), early


def _child_words(standard: Standard, child: Mapping[str, Any]) -> str:
    place = party_words(standard, child["party"]) if child.get("party") else child.get("district", "")
    named = {"name": child.get("name"), "standard": child.get("standard"), "district": place}
    said = _("%(name)s, by the standard %(standard)s, in: %(district)s") % named
    when = child.get("when", "true")
    return said if when == "true" else _("%(child)s, if %(condition)s") % {"child": said, "condition": when}


def _rule_words(rule: str | int) -> str:
    if rule == "all":
        return _("all of them")
    if rule == "any":
        return _("any one of them")
    return ngettext("%(count)d of them", "%(count)d of them", int(rule)) % {"count": int(rule)}
