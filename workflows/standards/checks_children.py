"""Whether the children a standard opens can be opened: their standards exist, and none opens itself in the end."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from workflows.standards.checks_graph import first_steps
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.errors import ExpressionError
from workflows.standards.expressions import compiled
from workflows.standards.naming import called
from workflows.standards.schema import Standard, Step

_OPENS = "children"


def children_defects(standard: Standard, others: Mapping[str, Standard] | None) -> list[Defect]:
    """Return what is wrong with the children; ``others`` are the standards in force by key, None where nobody knows."""
    return [
        defect
        for step in first_steps(standard).values()
        for child in children_of(step)
        for defect in (
            *_own(standard, step, child),
            *(_among_others(standard, step, child, others) if others is not None else ()),
        )
    ]


def children_of(step: Step) -> list[Mapping[str, Any]]:
    """The children a step opens, as its settings name them; none where they are not what they must be."""
    if step.type.partition("@")[0] != _OPENS or not isinstance(step.settings.get("children"), list | tuple):
        return []
    return [child for child in step.settings["children"] if isinstance(child, Mapping)]


def opens(standard: Standard) -> set[str]:
    """The keys of the standards whose cases a standard opens."""
    return {str(child.get("standard")) for step in standard.steps for child in children_of(step)}


def _own(standard: Standard, step: Step, child: Mapping[str, Any]) -> Iterator[Defect]:
    """What is wrong whatever the other standards are."""
    where = f"steps[{step.key}].settings.children[{child.get('name')}]"
    party = child.get("party")
    if party and party not in {each.role for each in standard.parties}:
        sentence = _("The step %(step)s names the party %(party)s, which the standard does not have; add the party.")
        yield Defect(DefectCode.UNKNOWN_PARTY, where, sentence % {"step": called(step), "party": party})
    for name in _unknown(child.get("inherits"), standard.form.get("properties", {})):
        yield _not_there(where, step, child, name)
    for name in _unknown(child.get("materials"), {material.key for material in standard.materials}):
        yield _not_there(where, step, child, name)
    for source in (child.get("when", "true"), *dict(child.get("form") or {}).values()):
        try:
            compiled(str(source))
        except ExpressionError as error:
            sentence = _("%(reason)s It stands at %(place)s.")
            yield Defect(DefectCode.EXPRESSION_INVALID, where, sentence % {"reason": error, "place": where})


def _unknown(names: Any, known: Any) -> list[str]:
    return [str(name) for name in names or () if name not in known]


def _not_there(where: str, step: Step, child: Mapping[str, Any], name: str) -> Defect:
    sentence = _(
        "The child %(child)s of the step %(step)s takes over %(name)s, which is neither in the form nor among the"
        " materials it is taken from and goes to; mend the name or take it out."
    )
    return Defect(
        DefectCode.CHILD_TAKES_UNKNOWN,
        where,
        sentence % {"child": child.get("name"), "step": called(step), "name": name},
    )


def _among_others(
    standard: Standard, step: Step, child: Mapping[str, Any], others: Mapping[str, Standard]
) -> Iterator[Defect]:
    key = str(child.get("standard"))
    where = f"steps[{step.key}].settings.children[{child.get('name')}]"
    named = {"child": child.get("name"), "step": called(step), "standard": key}
    if key != standard.key and key not in others:
        sentence = _(
            "The child %(child)s of the step %(step)s follows the standard %(standard)s, of which no version is in"
            " force; publish it first or name another one."
        )
        yield Defect(DefectCode.UNKNOWN_CHILD, where, sentence % named)
        return
    if key == standard.key or standard.key in _opened_by(key, others):
        sentence = _(
            "The child %(child)s of the step %(step)s follows the standard %(standard)s, whose cases open cases of this"
            " one again, without end; name another standard."
        )
        yield Defect(DefectCode.CHILD_OPENS_PARENT, where, sentence % named)
        return
    taken = [*(child.get("inherits") or ()), *(child.get("form") or {})]
    for name in _unknown(taken, others[key].form.get("properties", {})):
        yield _not_there(where, step, child, name)
    for name in _unknown(child.get("materials"), {material.key for material in others[key].materials}):
        yield _not_there(where, step, child, name)


def _opened_by(key: str, others: Mapping[str, Standard]) -> set[str]:
    """Every standard whose cases follow, by one child or by many, from a case of that one."""
    found: set[str] = set()
    frontier = [key]
    while frontier:
        here = others.get(frontier.pop())
        fresh = (opens(here) if here else set()) - found
        found |= fresh
        frontier += fresh
    return found
