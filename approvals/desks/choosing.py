"""Which steps a clerk means for one act on many, which acts can be done on several at once, and why others cannot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from approvals.desks.clerk import Clerk
from approvals.desks.queries import Wanted, for_reader, matching
from workflows.engine.bulk.verbs import MOST
from workflows.engine.models import CaseStep
from workflows.engine.rulebook import rules_of
from workflows.standards.schema import Text

EVERYTHING = "everything"
"""The field that says that all steps of the filter are meant, and not only the ticked ones."""

_NEEDS: Mapping[str, str | Promise] = {
    "opinion": _("reasons"),
    "ground": _("a ground"),
    "remedy": _("the remedy"),
    "items": _("a list of what is wrong"),
    "days": _("a number of days"),
    "names": _("a second name"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """An act that can be done on several of the chosen steps: one that asks for nothing of a single case."""

    name: str
    act: str
    title: Text
    step: Text
    steps: tuple[CaseStep, ...]

    @property
    def version(self) -> int:
        """The version that names step and act."""
        return self.steps[0].case.standard_id


@dataclass(frozen=True, slots=True)
class Single:
    """An act that asks for something of each case, and what that is."""

    title: Text
    step: Text
    needs: frozenset[str]

    @property
    def asked(self) -> str:
        """What it asks for, in words."""
        said = [str(_NEEDS[need]) for need in _NEEDS if need in self.needs]
        return pgettext("between the items of a list", ", ").join(said)


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be done with the chosen steps, and what only case by case."""

    choices: tuple[Choice, ...]
    singles: tuple[Single, ...]


def chosen_steps(asked: QueryDict, wanted: Wanted, clerk: Clerk) -> list[CaseStep]:
    """The open steps at the reader's desks that are meant, at most one more than an order takes.

    Those of a list, those that were ticked, or all of the filter; others are left out as if they were not there.
    """
    with clerk.seeing() as scope:
        if asked.get(EVERYTHING):
            steps = matching(scope, wanted, clerk.now, MOST + 1)
        else:
            keys = [*asked.get("steps", "").split(","), *asked.getlist("chosen")]
            meant = {int(key) for key in keys[: MOST + 1] if key.isdecimal() and len(key) < _LONGEST}
            found = CaseStep.objects.visible_to(scope).filter(pk__in=meant, desk__in=sorted(scope.desks))
            steps = list(found.select_related("case").order_by("due_at", "pk"))
        return [step for step in steps if for_reader(scope, rules_of(step.case.standard_id), step)]


_LONGEST = 19
"""Digits no key of a step reaches."""


def offered(steps: Iterable[CaseStep]) -> Offered:
    """What can be done with these steps at once, act by act of each kind of step, and what cannot."""
    found: dict[tuple[str, str, str], list[CaseStep]] = {}
    texts: dict[tuple[str, str, str], tuple[Text, Text]] = {}
    singles: dict[tuple[str, str, str], Single] = {}
    for step in steps:
        rules = rules_of(step.case.standard_id)
        declared = rules.step(step.key)
        for act in declared.acts:
            outcome, name = rules.outcome(declared, act), (rules.standard.key, step.key, act.name)
            if outcome.by_silence or outcome.by_engine:
                continue
            if outcome.needs:
                singles[name] = Single(act.title, declared.title, outcome.needs)
            else:
                found.setdefault(name, []).append(step)
                texts[name] = (act.title, declared.title)
    choices = (Choice("/".join(name), name[2], *texts[name], tuple(each)) for name, each in found.items())
    return Offered(tuple(choices), tuple(singles.values()))
