"""Parent and child cases as a page lists them: what each is about, where it is, and what it came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from approvals.deciding.texts import in_reader_language
from workflows.engine.enums import CaseOutcome
from workflows.engine.gateway import Held
from workflows.engine.models import Case
from workflows.engine.rulebook import rules_of
from workflows.engine.state import CHILDREN
from workflows.organisation.queries import Scope


@dataclass(frozen=True, slots=True)
class Relative:
    """A case of the family. ``case`` is its key where the reader may open it; ``title`` is empty where they may not."""

    district: str
    state: str
    title: str = ""
    number: str = ""
    case: int | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """The case a case belongs to, and those that belong to it."""

    parent: Relative | None = None
    children: tuple[Relative, ...] = ()


def family_of(scope: Scope, case: Case, held: Held, names: Mapping[str, str]) -> Family:
    """Return the family of a case as the reader sees it; read inside ``seen_by``.

    Of every child the parent's readers learn district and outcome; opening one takes a post in one of its districts.
    A child's readers see its parent only where they see the parent's districts.
    """
    known: Mapping[str, Mapping[str, Any]] = held.state.facts.get(CHILDREN, {})
    seen = {child.child_key: child for child in _children(scope, case)} if known else {}
    listed = (_listed(child, seen.get(child["key"]), names) for child in known.values())
    return Family(_parent(scope, case, names), tuple(listed))


def outcome_words(outcome: str) -> str:
    """What a case came to, in a word."""
    return {
        CaseOutcome.GRANTED: pgettext("a case", "granted"),
        CaseOutcome.NOT_NEEDED: pgettext("a case", "no approval needed"),
        CaseOutcome.REFUSED: pgettext("a case", "refused"),
        CaseOutcome.RETURNED: pgettext("a case", "returned"),
        CaseOutcome.WITHDRAWN: pgettext("a case", "withdrawn"),
    }[CaseOutcome(outcome)]


def told_words(told: Mapping[str, Any]) -> str:
    """What a case heard of another one of its family, in a sentence; ``told`` is the journal's."""
    named = {"number": told["number"], "outcome": outcome_words(told["outcome"])}
    if told["name"]:
        return _("The child case %(number)s has ended: %(outcome)s.") % named
    return _("The joint case %(number)s was taken back; this case is decided by itself.") % named


def _parent(scope: Scope, case: Case, names: Mapping[str, str]) -> Relative | None:
    if case.parent_id is None:
        return None
    found = Case.objects.visible_to(scope).filter(pk=case.parent_id).select_related("district").first()
    return _relative(found, _state(None, found), names) if found else None


def _children(scope: Scope, case: Case) -> list[Case]:
    return list(Case.objects.visible_to(scope).filter(parent=case.pk).select_related("district"))


def _listed(said: Mapping[str, Any], child: Case | None, names: Mapping[str, str]) -> Relative:
    state = _state(said["outcome"], child)
    if child is None:
        return Relative(names.get(said["district"], said["district"]), state, number=said.get("number", ""))
    return _relative(child, state, names)


def _relative(case: Case, state: str, names: Mapping[str, str]) -> Relative:
    title = in_reader_language(rules_of(case.standard_id).standard.title)
    return Relative(names.get(case.district.code, case.district.name), state, title, case.number, case.pk)


def _state(outcome: str | None, case: Case | None) -> str:
    if outcome:
        return outcome_words(outcome)
    return _("ended") if case and case.closed_at else _("being handled")
