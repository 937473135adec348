"""What a person may do in a case now, with all a page needs to offer it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from approvals.deciding.errors import NoDeskError
from approvals.deciding.models import ReturnPermission
from approvals.deciding.texts import in_reader_language
from approvals.filing.queries import filings_of
from workflows.engine.errors import EngineError
from workflows.engine.gateway import Held
from workflows.engine.offers import offered_steps
from workflows.engine.rights import check_outcome, handling_of, handling_post
from workflows.engine.rules import Rules
from workflows.engine.sending_back import earlier_steps
from workflows.engine.state import Actor, OpenStep
from workflows.engine.step_types.base import Outcome
from workflows.engine.step_types.payloads import Grounded
from workflows.organisation.models import Desk, Organ
from workflows.organisation.queries import Scope, organ_issuing_for
from workflows.refusals import Refusal
from workflows.standards.citing import cited
from workflows.standards.enums import Handling
from workflows.standards.schema import Act, Text


@dataclass(frozen=True, slots=True)
class GroundChoice:
    """One entry of the closed list: its key, its sentence and the articles it rests on."""

    key: str
    sentence: str
    basis: str


@dataclass(frozen=True, slots=True)
class OfferedAct:
    """One act of a step. ``needs`` are the form's fields that must be filled in, ``fields`` all it takes.

    ``why_not`` is the sentence that says why the person may not do it now; empty when they may. ``goals`` are the keys
    and titles of the steps it may lead back to.
    """

    name: str
    title: Text
    outcome: str
    grounds: tuple[GroundChoice, ...]
    needs: frozenset[str]
    fields: frozenset[str]
    why_not: str = ""
    goals: tuple[tuple[str, str], ...] = ()

    @property
    def said(self) -> str:
        """The title in the reader's language."""
        return in_reader_language(self.title)


@dataclass(frozen=True, slots=True)
class OfferedStep:
    """An open step with its acts. ``claimed_by`` is the name of whoever has it in hand; ``waits_for`` the handler.

    One that is ``optional`` is not open: the person may start it by acting. Its number is none of the case's yet.
    """

    step: str
    title: Text
    ordinal: int
    due_at: datetime | None
    district: str
    desk: str | None
    waits_for: Handling
    claimed_by: str
    claimed_by_me: bool
    acts: tuple[OfferedAct, ...]
    why_not: str = ""
    optional: bool = False
    opened_at: datetime | None = None

    @property
    def said(self) -> str:
        """The title in the reader's language."""
        return in_reader_language(self.title)

    @property
    def mine(self) -> bool:
        """Whether the person may do something here now."""
        return any(not act.why_not for act in self.acts)


def organ_at(district: str, desk: str, day: date, using: str = "default") -> Organ:
    """The organ in whose name a desk of that kind acts on a day (许可法 24). Raise NoDeskError where there is none."""
    desks = Desk.objects.using(using).in_force(day).select_related("organ__district", "district")
    found = desks.filter(district__code=district, kind=desk).first()
    if found is None:
        raise NoDeskError(district=district, desk=desk, day=day)
    return organ_issuing_for(found, day)


def returned_before(scope: Scope, case: int) -> bool:
    """Whether the case is an application that was returned and came again; read inside ``seen_by``."""
    return filings_of(scope).filter(case=case, previous__isnull=False).exists()


def permission_of(scope: Scope, case: int) -> ReturnPermission | None:
    """The leave to return the case again, if a supervisor gave it; read inside ``seen_by``."""
    return ReturnPermission.objects.visible_to(scope).filter(case=case).select_related("given_by").first()


def allowed_acts(actor: Actor, held: Held, rules: Rules, now: datetime) -> list[OfferedStep]:
    """Every open step of a case as ``look`` gave it, with what the actor may do and, where not, why; no query.

    After them, the steps the actor may do besides although nothing waits for them. ``actor`` is the one ``look`` gave
    back, with the posts in force. Steps the engine does itself are left out.
    """
    waiting = [step for step in held.state.steps if handling_of(step.party) is not Handling.SYSTEM]
    besides = (replace(s, ordinal=s.ordinal + n) for n, s in enumerate(offered_steps(rules, held.state, now)))
    optional = (replace(_offered(actor, held, rules, each), optional=True, due_at=None) for each in besides)
    return [*(_offered(actor, held, rules, each) for each in waiting), *(each for each in optional if each.mine)]


def _offered(actor: Actor, held: Held, rules: Rules, standing: OpenStep) -> OfferedStep:
    step = rules.step(standing.key)
    why_not = _why_not(actor, held, rules, standing)
    offered = [
        _offered_act(actor, held, rules, standing, act, why_not)
        for act in step.acts
        if not (rules.outcome(step, act).by_silence or rules.outcome(step, act).by_engine)
    ]
    holder = standing.claimed_by
    return OfferedStep(
        step=standing.key,
        title=step.title,
        ordinal=standing.ordinal,
        due_at=standing.due_at,
        district=standing.district,
        desk=standing.desk,
        waits_for=handling_of(standing.party),
        claimed_by=held.names.get(holder, "") if holder else "",
        claimed_by_me=holder is not None and holder == actor.person,
        acts=tuple(offered),
        why_not=why_not,
        opened_at=standing.opened_at,
    )


def _offered_act(actor: Actor, held: Held, rules: Rules, standing: OpenStep, act: Act, why_not: str) -> OfferedAct:
    step = rules.step(standing.key)
    outcome = rules.outcome(step, act)
    # What may be done at the step may be left out of a deputy's limits, or of the organ's power.
    why_not = why_not or _why_not(actor, held, rules, standing, act)
    if not why_not:
        try:
            check_outcome(held.state, step, act, outcome, silent=False)
        except EngineError as refusal:
            why_not = str(refusal)
    return OfferedAct(
        name=act.name,
        title=act.title,
        outcome=act.outcome,
        grounds=_grounds(rules, act, outcome),
        needs=outcome.needs,
        fields=frozenset(outcome.form.model_fields),
        why_not=why_not,
        goals=_goals(held, rules, standing, act),
    )


def _goals(held: Held, rules: Rules, standing: OpenStep, act: Act) -> tuple[tuple[str, str], ...]:
    phase = held.state.phase
    moves = [route.move for route in act.routes if route.back]
    reached = [phase if move is None else rules.machine.target(phase, move) for move in moves]
    there = [each for each in reached if each]
    keys = earlier_steps(rules, held.state, standing.key, there) if there else ()
    return tuple((key, in_reader_language(rules.step(key).title)) for key in keys)


def _why_not(actor: Actor, held: Held, rules: Rules, standing: OpenStep, act: Act | None = None) -> str:
    try:
        handling_post(rules, held.state, standing, actor, act=act, barred=held.barred)
    except Refusal as refusal:
        return str(_with_titles(refusal, held, rules))
    return ""


def _with_titles(refusal: Refusal, held: Held, rules: Rules) -> Refusal:
    """Name steps by their titles and people by their names, as a reader knows them."""
    for name in ("step", "earlier"):
        if isinstance(key := refusal.named.get(name), str):
            refusal.named[name] = in_reader_language(rules.step(key).title)
    if isinstance(who := refusal.named.get("who"), int):
        refusal.named["who"] = held.names.get(who, who)
    return refusal


def _grounds(rules: Rules, act: Act, outcome: Outcome) -> tuple[GroundChoice, ...]:
    if not issubclass(outcome.form, Grounded):
        return ()
    known: Mapping[str, Any] = {ground.key: ground for ground in rules.standard.grounds}
    return tuple(
        GroundChoice(
            key,
            in_reader_language(known[key].sentence),
            cited(known[key].basis),
        )
        for key in act.grounds or known
    )
