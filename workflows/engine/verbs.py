"""The one way in: opening a case, acting on it, claiming a step, letting silence speak.

Each verb is one read, the pure rules, one write. When the case merely moved in between (another branch, a limit that
ended), the verb reads again and nobody notices; when somebody took the step, the person is told who did what and when.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from workflows.clock.errors import ClockError
from workflows.engine import gateway
from workflows.engine.consequences import Happening, Work, works_of
from workflows.engine.errors import (
    CaseNotFound,
    Conflict,
    EngineError,
    KeyReused,
    NotAllowed,
    StepClaimed,
    StepTaken,
    UnknownStep,
)
from workflows.engine.gateway import Held, Reading
from workflows.engine.interpreter import advance, interpret
from workflows.engine.interpreter import open_case as open_by_rules
from workflows.engine.replay import apply, replay
from workflows.engine.rights import handling_post
from workflows.engine.rulebook import machine_of, rules_of
from workflows.engine.state import SYSTEM, Actor, ActRequest, CaseState, Moves, OpenStep
from workflows.engine.wishes import Answer, Filed, Opened, Performed, Refusal, Wish
from workflows.engine.writing import Asked, Chain, case_row, digest, step_rows
from workflows.journal.chain import ORIGIN
from workflows.journal.enums import Verb
from workflows.journal.errors import JournalError

TRIES = 4
"""The first attempt and three more when only the case's version moved."""


@dataclass(slots=True)
class _Draft:
    """A write being prepared for one wish: what is written, and what to answer once it is."""

    held: Held
    silences: tuple[Moves, ...]
    moves: Moves | None = None
    refusal: Refusal | None = None
    seq: int = 0
    body: dict[str, Any] = field(default_factory=dict)


def perform(
    *,
    actor: Actor,
    case: int,
    step: str,
    act: str,
    key: UUID,
    now: datetime,
    payload: Mapping[str, Any] | None = None,
    ordinal: int | None = None,
) -> Performed:
    """Perform one act; raises the EngineError or ClockError that says why it may not be done."""
    (answer,) = perform_many(actor=actor, wishes=[Wish(case, step, act, key, payload or {}, ordinal)], now=now)
    if isinstance(answer, Exception):
        raise answer
    return answer


def perform_many(*, actor: Actor, wishes: Sequence[Wish], now: datetime, using: str = "default") -> list[Answer]:
    """Perform one act on each of many cases, each for itself: one answer per wish, in order.

    What became due on a case by ``now`` is applied first, also where the act itself is then refused.
    """
    answers: dict[int, Answer] = {}
    for attempt in range(TRIES):
        left = {place: wish for place, wish in enumerate(wishes) if place not in answers}
        if not left:
            break
        # A case that moved is held from the second read on, so that the next write cannot be overtaken.
        with transaction.atomic(using=using) if attempt else nullcontext():
            answers |= _try(actor, left, now, using, hold=bool(attempt))
    return [answers.get(place, Conflict()) for place in range(len(wishes))]


def open_case(
    *, actor: Actor, filed: Filed, key: UUID, now: datetime, on_behalf_of: int | None = None, using: str = "default"
) -> Opened:
    """Open a case for a filing; the filing room has settled whether ``actor`` may file.

    Raises KeyReused when the key stands for another act, and the EngineError of rules that cannot begin.
    """
    asked = Asked(key, digest([filed.standard, filed.applicant, filed.form, filed.materials, filed.parties]))
    for _attempt in range(TRIES):
        reading, case = gateway.read_for_opening(actor, key, now, using)
        if key in reading.repeated:
            return _opened_before(reading, asked)
        state = CaseState(
            regime=filed.regime,
            phase=machine_of(filed.regime).initial,
            district=filed.district,
            parties=filed.parties,
            applicant=filed.applicant,
            received_at=now,
            form=filed.form,
            facts=filed.facts,
            materials=filed.materials,
        )
        moves = open_by_rules(rules_of(filed.standard), state, reading.actor, on_behalf_of)
        body = _opening_body(case, filed, apply(state, moves), moves, asked)
        try:
            written = gateway.write_opening(reading.actor, body, now, using)
        except IntegrityError as error:
            if not _key_was_used(error):
                raise
            continue
        return Opened(written["case"], written["number"], moves)
    raise Conflict


def claim(*, actor: Actor, case: int, step: str, now: datetime, using: str = "default") -> None:
    """Take an open step into one's own hands; raises StepClaimed or StepTaken when somebody was faster."""
    _take_or_leave(actor, case, step, now, using, verb=Verb.CLAIM)


def release(*, actor: Actor, case: int, step: str, now: datetime, using: str = "default") -> None:
    """Give a claimed step back to its desk; raises StepClaimed when it is in another person's hands."""
    _take_or_leave(actor, case, step, now, using, verb=Verb.RELEASE)


def catch_up(*, cases: Iterable[int], now: datetime, using: str = "worker") -> list[int]:
    """Apply what became due on these cases by ``now``, each at its legal instant; gives the cases that moved."""
    moved: list[int] = []
    reading = gateway.read(SYSTEM, sorted(set(cases)), [], now, using)
    drafts: list[_Draft] = []
    for held in reading.cases.values():
        state, silences = advance(rules_of(held.standard), held.state, now)
        if silences:
            drafts.append(_drafted(held, state, silences, None, None))
    if drafts:
        answers = gateway.write(SYSTEM, [draft.body for draft in drafts], now, using)
        # A case that moved in the meantime was caught up by whoever moved it.
        moved = [d.held.id for d, answer in zip(drafts, answers, strict=True) if answer["answer"] == "done"]
    return moved


def look(*, actor: Actor, case: int, now: datetime, using: str = "default") -> tuple[Actor, Held]:
    """Return the case as it stands at ``now``, with what became due applied; raises CaseNotFound.

    The actor comes back with the posts in force, for asking which acts are theirs.
    """
    reading = gateway.read(actor, [case], [], now, using)
    if case not in reading.cases:
        raise CaseNotFound
    held = reading.cases[case]
    state, silences = advance(rules_of(held.standard), held.state, now)
    if silences:
        # Who reads the case sees it, so the reader's own session may write what time alone brought about; a case that
        # moved in the meantime was caught up by whoever moved it.
        gateway.write(reading.actor, [_drafted(held, state, silences, None, None).body], now, using)
        reading = gateway.read(actor, [case], [], now, using)
    return reading.actor, reading.cases[case]


def _try(actor: Actor, wishes: Mapping[int, Wish], now: datetime, using: str, *, hold: bool) -> dict[int, Answer]:
    """Read, decide and write once; whoever has to try again is missing from the answer."""
    cases = sorted({wish.case for wish in wishes.values()})
    reading = gateway.read(actor, cases, [wish.key for wish in wishes.values()], now, using, hold=hold)
    decided = {place: _prepare(reading, wish, now) for place, wish in wishes.items()}
    drafts = {place: draft for place, draft in decided.items() if isinstance(draft, _Draft)}
    answers = {place: answer for place, answer in decided.items() if not isinstance(answer, _Draft)}
    return answers | _carry_out(reading.actor, wishes, drafts, now, using)


def _prepare(reading: Reading, wish: Wish, now: datetime) -> _Draft | Answer:
    """Let the rules decide one wish; a refusal that leaves nothing to write comes back as it is."""
    try:
        return _decide(reading, wish, now)
    except JournalError as refusal:
        return refusal


def _decide(reading: Reading, wish: Wish, now: datetime) -> _Draft | Answer:
    before = reading.repeated.get(wish.key)
    if before is not None:
        if before.digest != wish.digest:
            return KeyReused(key=wish.key)
        return Performed(before.case, before.seq, repeated=True)
    held = reading.cases.get(wish.case)
    if held is None:
        return CaseNotFound()
    rules = rules_of(held.standard)
    state, silences = advance(rules, held.state, now)
    request = ActRequest(wish.step, wish.act, reading.actor, now, wish.payload, wish.ordinal, wish.on_behalf_of)
    try:
        moves = interpret(rules, state, request)
    except (EngineError, ClockError) as refusal:
        _name_who(refusal, held)
        if not silences:
            return refusal
        draft = _drafted(held, state, silences, None, None)
        draft.refusal = refusal
        return draft
    draft = _drafted(held, apply(state, moves), silences, moves, Asked(wish.key, wish.digest))
    first = moves.turns[0]
    draft.body |= {"actor": reading.actor.person, "post": first.post, "step": held.step_ids.get(first.ordinal)}
    return draft


def _name_who(refusal: Exception, held: Held) -> None:
    """Say the person's name, where the rules knew only the key."""
    if isinstance(refusal, StepTaken | StepClaimed):
        who = refusal.named["who"]
        refusal.named["who"] = held.names.get(who, who) if isinstance(who, int) else _("the system")


def _drafted(
    held: Held, state: CaseState, silences: tuple[Moves, ...], moves: Moves | None, asked: Asked | None
) -> _Draft:
    """Put a write together: ``state`` is the case after all of it."""
    every = [*silences, *([moves] if moves else [])]
    chain = Chain(held.id, held.seq, held.head)
    act_seq = 0
    for each in every:
        for place, turn in enumerate(each.turns):
            own = asked if each is moves and place == 0 else None
            chain.add(turn, each.base, own)
            act_seq = chain.seq if own else act_seq
    body = {
        "case": held.id,
        "version": held.state.version,
        **case_row(state, every),
        **step_rows(held.step_ids, every),
        "rows": chain.rows,
        "head": chain.head.hex(),
        "step": None,
        "actor": None,
        "post": None,
    }
    return _Draft(held, silences, moves, seq=act_seq, body=body)


def _carry_out(
    actor: Actor, wishes: Mapping[int, Wish], drafts: Mapping[int, _Draft], now: datetime, using: str
) -> dict[int, Answer]:
    """Write the drafts; whoever only has to try again is missing from the answer.

    An act with consequences outside its case is written with them, in a transaction of its own.
    """
    # Cases are locked in the order of their keys, so that two bulk acts never wait for each other.
    places = sorted(drafts, key=lambda place: drafts[place].held.id)
    works = {place: _works(actor, drafts[place], now) for place in places}
    alone = [place for place in places if works[place]]
    answers: dict[int, Answer] = {}
    for group in ([place for place in places if not works[place]], *([place] for place in alone)):
        if group:
            todo = [work for place in group for work in works[place]]
            answers |= _write(actor, wishes, {place: drafts[place] for place in group}, todo, now, using)
    return answers


def _works(actor: Actor, draft: _Draft, now: datetime) -> list[Work]:
    if draft.moves is None:
        return []
    before = replay(draft.held.state, draft.silences)
    return works_of(Happening(actor, replace(draft.held, state=before), draft.moves, now))


def _write(
    actor: Actor, wishes: Mapping[int, Wish], drafts: Mapping[int, _Draft], works: list[Work], now: datetime, using: str
) -> dict[int, Answer]:
    """Write the drafts and do the works, both or neither; a lost race for a key is tried again by the caller."""
    try:
        # A race lost inside somebody's transaction ends at this savepoint or at the gateway's, and not the transaction.
        with transaction.atomic(using=using) if works else nullcontext():
            written = gateway.write(actor, [draft.body for draft in drafts.values()], now, using)
            for work in works if all(answer["answer"] == "done" for answer in written) else ():
                work()
    except IntegrityError as error:
        if not _key_was_used(error):
            raise
        return {}
    except Refusal as refusal:
        return dict.fromkeys(drafts, refusal)
    answers = (
        (place, _answer(actor, wishes[place], drafts[place], answer))
        for place, answer in zip(drafts, written, strict=True)
    )
    return {place: answer for place, answer in answers if answer is not None}


def _answer(actor: Actor, wish: Wish, draft: _Draft, written: Mapping[str, Any]) -> Answer | None:
    """What one write's answer means to the person; None when it has to be tried again.

    A step the same person took a moment ago is read again: it may be this very act, sent twice.
    """
    answer: Answer | None = None
    match written["answer"]:
        case "done":
            answer = draft.refusal or Performed(wish.case, draft.seq, draft.moves)
        case "taken" if written["by"] != actor.person:
            at = datetime.fromisoformat(written["at"])
            answer = StepTaken(step=wish.step, who=written["name"] or _("the system"), act=written["act"], at=at)
        case "claimed":
            answer = StepClaimed(step=wish.step, who=written["name"])
        case "post":
            answer = NotAllowed(step=wish.step)
        case "missing":
            answer = CaseNotFound()
    return answer


def _take_or_leave(actor: Actor, case: int, step: str, now: datetime, using: str, *, verb: Verb) -> None:
    for _attempt in range(TRIES):
        current, held = look(actor=actor, case=case, now=now, using=using)
        standing = next((open_step for open_step in held.state.steps if open_step.key == step), None)
        if standing is None:
            raise UnknownStep(step=step)
        try:
            post = handling_post(rules_of(held.standard), held.state, standing, current)
        except StepClaimed as refusal:
            _name_who(refusal, held)
            raise
        body = _claim_body(held, standing, current, verb, now)
        (written,) = gateway.write(current, [body | {"post": post.id if post else None}], now, using)
        answer = _answer(current, Wish(case, step, verb.value, UUID(int=0)), _Draft(held, ()), written)
        if isinstance(answer, Exception):
            raise answer
        if answer is not None:
            return
    raise Conflict


def _claim_body(held: Held, standing: OpenStep, actor: Actor, verb: Verb, now: datetime) -> dict[str, Any]:
    taker = actor.person if verb is Verb.CLAIM else None
    chain = Chain(held.id, held.seq, held.head)
    chain.link(verb, {"base": held.state.version, "ordinal": standing.ordinal}, now, actor=actor.person)
    return {
        "case": held.id,
        "version": held.state.version,
        "next": held.state.version + 1,
        "step": standing.id,
        "actor": actor.person,
        "closes": [],
        "opens": [],
        "claims": [{"id": standing.id, "claimed_by": taker, "claimed_at": now.isoformat() if taker else None}],
        "rows": chain.rows,
        "head": chain.head.hex(),
    }


def _opening_body(case: int, filed: Filed, state: CaseState, moves: Moves, asked: Asked) -> dict[str, Any]:
    chain = Chain(case, 0, ORIGIN)
    for place, turn in enumerate(moves.turns):
        chain.add(turn, moves.base, asked if place == 0 else None)
    return {
        "case": case,
        "item": filed.item,
        "subject": filed.subject,
        "standard": filed.standard,
        "regime": filed.regime.value,
        "district": filed.district,
        "districts": sorted({filed.district, *filed.parties.values()}),
        "parties": filed.parties,
        "applicant": filed.applicant,
        "parent": filed.parent,
        "opened_at": state.received_at.isoformat(),
        "initial": moves.turns[0].source,
        "form": filed.form,
        "materials": filed.materials,
        "facts": filed.facts,
        **case_row(state, [moves]),
        **step_rows({}, [moves]),
        "rows": chain.rows,
        "head": chain.head.hex(),
    }


def _opened_before(reading: Reading, asked: Asked) -> Opened:
    before = reading.repeated[asked.key]
    if before.digest != asked.digest:
        raise KeyReused(key=asked.key)
    return Opened(before.case, None, repeated=True)


def _key_was_used(error: IntegrityError) -> bool:
    return "one_act_per_actor_and_key" in str(error)
