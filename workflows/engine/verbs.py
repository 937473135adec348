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
from workflows.engine.claiming import claim_body, claiming_post
from workflows.engine.consequences import Happening, Work, works_of
from workflows.engine.errors import (
    CaseNotFound,
    Conflict,
    EngineError,
    KeyReused,
    NotAllowed,
    Recused,
    StepCalledOff,
    StepClaimed,
    StepTaken,
    UnknownStep,
)
from workflows.engine.gateway import Held, Reading
from workflows.engine.interpreter import advance, carry
from workflows.engine.interpreter import open_case as open_by_rules
from workflows.engine.opening import opening_body
from workflows.engine.replay import apply, replay
from workflows.engine.rights import own_standing
from workflows.engine.rulebook import machine_of, rules_of
from workflows.engine.state import CALLED_OFF, SYSTEM, Actor, ActRequest, CaseState, Moves
from workflows.engine.wishes import Answer, Filed, Opened, Performed, Refusal, Wish
from workflows.engine.writing import Asked, Chain, case_row, custody_path, digest, step_rows
from workflows.journal.enums import Verb
from workflows.journal.errors import JournalError

TRIES = 4
"""The first attempt and three more when only the case's version moved."""


@dataclass(slots=True)
class _Draft:
    """A write being prepared for one wish: what is written, and what to answer once it is."""

    held: Held
    silences: tuple[Moves, ...]
    state: CaseState
    moves: Moves | None = None
    refusal: Refusal | None = None
    seq: int = 0
    chain: Chain | None = None
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def after(self) -> Held:
        """The case once this is written."""
        ends = self.chain or self.held
        return replace(self.held, state=self.state, head=ends.head, seq=ends.seq)


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
    """Perform one act on each of many cases, or several in a row on one, each for itself: one answer per wish, in order.

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
            child_key=filed.child_key,
        )
        moves = open_by_rules(rules_of(filed.standard), state, reading.actor, on_behalf_of)
        body = opening_body(case, filed, apply(state, moves), moves, asked)
        try:
            written = gateway.write_opening(reading.actor, body, now, using)
        except IntegrityError as error:
            if not gateway.was_done_before(error):
                raise
            continue
        return Opened(written["case"], written["number"], moves)
    raise Conflict


def claim(
    *, actor: Actor, case: int, step: str, now: datetime, ordinal: int | None = None, using: str = "default"
) -> None:
    """Take an open step into one's own hands; raises StepClaimed or StepTaken when somebody was faster.

    Without ``ordinal`` the oldest standing of the step the actor may handle is meant.
    """
    _take_or_leave(actor, case, step, ordinal, now, using, verb=Verb.CLAIM)


def release(
    *, actor: Actor, case: int, step: str, now: datetime, ordinal: int | None = None, using: str = "default"
) -> None:
    """Give a claimed step back to its desk; raises StepClaimed when it is in another person's hands."""
    _take_or_leave(actor, case, step, ordinal, now, using, verb=Verb.RELEASE)


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
    back = any(wish.leads_back for wish in wishes.values())
    reading = gateway.read(actor, cases, [wish.key for wish in wishes.values()], now, using, hold=hold, hands=back)
    decided: dict[int, _Draft | Answer] = {}
    keys: set[UUID] = set()
    several = len(cases) < len(wishes)
    for place, wish in wishes.items():
        # The same key once more is answered when the first has been written.
        if wish.key not in keys and (answer := _prepare(reading, wish, now)):
            decided[place] = answer
            if several and isinstance(answer, _Draft):
                reading = gateway.gone_on(reading, answer.after)
            keys.add(wish.key)
    drafts = {place: draft for place, draft in decided.items() if isinstance(draft, _Draft)}
    answers = {place: answer for place, answer in decided.items() if not isinstance(answer, _Draft)}
    return answers | _carry_out(reading.actor, wishes, drafts, now, using)


def _prepare(reading: Reading, wish: Wish, now: datetime) -> _Draft | Answer | None:
    """Let the rules decide one wish; a refusal that leaves nothing to write comes back as it is.

    None for a wish that closes what an earlier one of the same call is about to open: its row is not there yet.
    """
    try:
        return _decide(reading, wish, now)
    except JournalError as refusal:
        return refusal


def _decide(reading: Reading, wish: Wish, now: datetime) -> _Draft | Answer | None:
    if before := reading.repeated.get(wish.key):
        same = before.digest == wish.digest
        return Performed(before.case, before.seq, repeated=True) if same else KeyReused(key=wish.key)
    held = reading.cases.get(wish.case)
    if held is None:
        return CaseNotFound()
    rules = rules_of(held.standard)
    state, silences = advance(rules, held.state, now)
    request = ActRequest(
        step=wish.step,
        act=wish.act,
        actor=reading.actor,
        now=now,
        payload=wish.payload,
        ordinal=wish.ordinal,
        on_behalf_of=wish.on_behalf_of,
        barred=held.barred,
        as_parent=wish.as_parent,
    )
    try:
        moves, then = carry(rules, state, request)
    except (EngineError, ClockError) as refusal:
        _name_who(refusal, held)
        if not silences:
            return refusal
        draft = _drafted(held, state, silences, None, None)
        draft.refusal = refusal
        return draft
    if not held.has_rows_of([*silences, moves]):
        return None
    draft = _drafted(held, then, silences, moves, Asked(wish.key, wish.digest))
    first = moves.turns[0]
    draft.body |= {"actor": reading.actor.person, "post": first.post, "step": held.step_ids.get(first.ordinal)}
    draft.body |= {"deputy_for": first.deputy_for, "outcome": first.outcome}
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
    if path := custody_path(held.state, every):
        body["custody"] = path
    return _Draft(held, silences, state, moves, seq=act_seq, chain=chain, body=body)


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
    held = draft.held
    if draft.silences:
        held = replace(held, state=replay(held.state, draft.silences))
    return works_of(Happening(actor, held, draft.moves, now))


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
        if not gateway.was_done_before(error):
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
        # The rules say it better, once they see the case as it stands now.
        case "taken" if written["act"] == CALLED_OFF:
            pass
        case "done":
            answer = draft.refusal or Performed(wish.case, draft.seq, draft.moves)
        case "taken" if written["by"] != actor.person:
            at = datetime.fromisoformat(written["at"])
            answer = (
                StepCalledOff(step=wish.step, at=at)
                if written["act"] == CALLED_OFF
                else StepTaken(step=wish.step, who=written["name"] or _("the system"), act=written["act"], at=at)
            )
        case "claimed":
            answer = StepClaimed(step=wish.step, who=written["name"])
        case "post":
            answer = NotAllowed(step=wish.step)
        case "recused":
            answer = Recused(step=wish.step)
        case "missing":
            answer = CaseNotFound()
    return answer


def _take_or_leave(
    actor: Actor, case: int, step: str, ordinal: int | None, now: datetime, using: str, *, verb: Verb
) -> None:
    for _attempt in range(TRIES):
        current, held = look(actor=actor, case=case, now=now, using=using)
        found = [each for each in held.state.steps if each.key == step and ordinal in {None, each.ordinal}]
        if not found:
            raise UnknownStep(step=step)
        rules = rules_of(held.standard)
        try:
            standing = own_standing(rules, held.state, found, current)
            post = claiming_post(held, standing, current, verb)
        except StepClaimed as refusal:
            _name_who(refusal, held)
            raise
        body = claim_body(held, standing, current, verb, now, post)
        (written,) = gateway.write(current, [body], now, using)
        answer = _answer(current, Wish(case, step, verb.value, UUID(int=0)), _Draft(held, (), held.state), written)
        if isinstance(answer, Exception):
            raise answer
        if answer is not None:
            return
    raise Conflict


def _opened_before(reading: Reading, asked: Asked) -> Opened:
    before = reading.repeated[asked.key]
    if before.digest != asked.digest:
        raise KeyReused(key=asked.key)
    return Opened(before.case, None, repeated=True)
