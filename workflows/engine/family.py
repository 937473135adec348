"""What a parent and its child cases owe each other after a commit: children are opened, ends are told, children taken back.

All of it is effects, at least once each. What makes it exactly once is a key: a child is unique by parent and key, an
act of the engine by a key made of the cases it is about.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import structlog
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from workflows.engine import gateway
from workflows.engine.enums import CaseOutcome
from workflows.engine.errors import CaseClosed, ChildStandardMissing, EngineError
from workflows.engine.gateway import Held
from workflows.engine.machines import outcome_of
from workflows.engine.models import Case
from workflows.engine.rights import TAKEN_BACK_BY
from workflows.engine.rulebook import rules_of
from workflows.engine.rules import Rules
from workflows.engine.state import CHILDREN, FILE, SYSTEM, TOLD
from workflows.engine.step_types.children import ChildSettings
from workflows.engine.verbs import open_case, perform_many
from workflows.engine.wishes import Filed, Wish
from workflows.journal.effects import register_consumer
from workflows.journal.models import JournalRow
from workflows.standards.expressions import evaluate
from workflows.standards.queries import version_in_force

OPENS, ENDS = "children", "family"
"""The kinds of the effects: children to open, an end to tell."""

_ALIAS = "worker"
_reports = structlog.get_logger(__name__)


def register() -> None:
    """Have the worker do it; safe to repeat."""
    register_consumer(OPENS, _wants_children, open_children, transactional=False)
    register_consumer(ENDS, _wants_family, tell_family, transactional=False)


def open_children(effect: int, row: JournalRow, now: datetime) -> None:  # noqa: ARG001 - the signature of every handler
    """Open every child a turn planned, each received at the instant of that turn (domain.md §0.13, 浙规 5).

    None is opened for a parent that has ended. Raise ChildStandardMissing, or whatever else keeps a child from opening;
    those opened before stay, and the next attempt goes on.
    """
    for plan in row.payload["turn"]["children"]:
        parent = _held(row.case_id, now)
        if parent.state.ended_at is None:
            child = _open_child(parent, plan, row.legal_at)
            # The parent may have been taken back meanwhile, when there was no child to see.
            _take_back_with_parent(_held(row.case_id, now), child, now)


def tell_family(effect: int, row: JournalRow, now: datetime) -> None:  # noqa: ARG001 - as above
    """Tell the parent of a case that ended, and take back its children where it was taken back itself."""
    case = _held(row.case_id, now)
    parent = Case.objects.using(_ALIAS).filter(pk=case.id).values_list("parent_id", flat=True).get()
    came_to = _outcome(case)
    if parent and came_to:
        name = case.state.child_key.partition(":")[2]
        said = {"number": case.number, "outcome": came_to.value, "name": name, "key": case.state.child_key}
        _perform(Wish(parent, "", TOLD, _key("ended", case.id), said), now)
    if came_to is CaseOutcome.WITHDRAWN:
        open_ones = Case.objects.using(_ALIAS).filter(parent=case.id, closed_at=None).order_by("pk")
        for child in open_ones.values_list("pk", flat=True):
            _take_back(case, child, now)


def inherited(rules: Rules, held: Held, child: ChildSettings) -> dict[str, Any]:
    """Return the answers a child takes over from its parent: by name, and by expression."""
    state = held.state
    data = rules.data(state)
    taken = {name: state.form[name] for name in child.inherits if name in state.form}
    return taken | {name: evaluate(source, data).value for name, source in child.form.items()}


def _wants_children(row: JournalRow) -> bool:
    return bool(row.payload.get("turn", {}).get("children"))


def _wants_family(row: JournalRow) -> bool:
    turn = row.payload.get("turn", {})
    return bool(turn.get("family") and turn["act"] != FILE)


def _held(case: int, now: datetime) -> Held:
    return gateway.read(SYSTEM, [case], [], now, _ALIAS).cases[case]


def _key(what: str, *about: object) -> UUID:
    return uuid5(NAMESPACE_URL, ":".join(map(str, ("tongban", what, *about))))


def _open_child(parent: Held, plan: Mapping[str, Any], at: datetime) -> int:
    known = Case.objects.using(_ALIAS).filter(parent=parent.id, child_key=plan["key"]).first()
    if known:
        return known.pk
    key = _key("child", parent.id, plan["key"])
    opened = open_case(actor=SYSTEM, filed=_filed(parent, plan, at), key=key, now=at, using=_ALIAS)
    return opened.case


def _filed(parent: Held, plan: Mapping[str, Any], at: datetime) -> Filed:
    """What a child begins with. Its first party is the district the plan names, which takes custody."""
    version = version_in_force(plan["standard"], localdate(at))
    if version is None:
        raise ChildStandardMissing(key=plan["standard"])
    rules, standard = rules_of(parent.standard), rules_of(version.pk).standard
    child = next(each for each in _children(rules) if each.name == plan["name"])
    form = inherited(rules, parent, child)
    facts = {name: fact for name, fact in parent.state.facts.items() if name != CHILDREN}
    data = {"form": form, "facts": facts}
    parties = {party.role: str(evaluate(party.district, data).value) for party in standard.parties[1:]}
    parties = {standard.parties[0].role: plan["district"], **parties}
    subject = Case.objects.using(_ALIAS).values_list("subject", flat=True).get(pk=parent.id)
    return Filed(
        standard=version.pk,
        regime=standard.regime,
        item=standard.item_short,
        subject=subject,
        district=plan["district"],
        parties=parties,
        applicant=parent.state.applicant,
        form=form,
        materials={key: parent.state.materials[key] for key in child.materials if key in parent.state.materials},
        facts=facts,
        parent=parent.id,
        child_key=plan["key"],
    )


def _children(rules: Rules) -> Iterator[ChildSettings]:
    for step in rules.standard.steps:
        yield from rules.kind(step).children(rules.settings(step))


def _outcome(case: Held) -> CaseOutcome | None:
    rows = JournalRow.objects.using(_ALIAS).filter(case_id=case.id).order_by("seq")
    turns = (payload["turn"] for payload in rows.values_list("payload", flat=True) if "turn" in payload)
    return outcome_of(case.state.regime, [turn["target"] for turn in turns])


def _perform(wish: Wish, now: datetime) -> None:
    """Perform an act of the engine; one that comes too late for its case is no failure. Raise any other refusal."""
    (answer,) = perform_many(actor=SYSTEM, wishes=[wish], now=now, using=_ALIAS)
    if isinstance(answer, Exception) and not isinstance(answer, CaseClosed):
        raise answer


def _take_back_with_parent(parent: Held, child: int, now: datetime) -> None:
    if parent.state.ended_at and _outcome(parent) is CaseOutcome.WITHDRAWN:
        _take_back(parent, child, now)


def _take_back(parent: Held, child: int, now: datetime) -> None:
    """Withdraw a child, or terminate it, by whatever its standard routes; where it routes neither, tell its desks."""
    for step, act, words in _ways_out(_held(child, now), parent):
        wish = Wish(child, step, act, _key("taken back", child, step, act), words, as_parent=True)
        try:
            _perform(wish, now)
        except EngineError as refusal:
            _reports.info("family.no_way_out", child=child, step=step, act=act, refusal=refusal.code)
        else:
            return
    said = {"number": parent.number, "outcome": CaseOutcome.WITHDRAWN.value}
    _perform(Wish(child, "", TOLD, _key("parent ended", parent.id, child), said), now)


def _ways_out(child: Held, parent: Held) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The acts that end a child at its open steps, withdrawals first, each with the words it takes."""
    rules = rules_of(child.standard)
    with override("zh-hans"):
        words = _("The joint case %(number)s was withdrawn.") % {"number": parent.number}
    for outcome in TAKEN_BACK_BY:
        for standing in child.state.steps:
            step = rules.step(standing.key)
            yield from ((step.key, act.name, {"opinion": words}) for act in step.acts if act.outcome == outcome)
