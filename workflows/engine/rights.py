"""Who may act at a step, and whether what they filled in is what the law wants of the act."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflows.engine.custody import check_passing
from workflows.engine.enums import Bar
from workflows.engine.errors import (
    Conflicted,
    EngineError,
    GroundNotListed,
    LeftToHolder,
    NotAllowed,
    NotASupervisor,
    NotEntrusted,
    OnlyOnce,
    Recused,
    SameHands,
    SeatFilled,
    StepClaimed,
    TwoNamesNeeded,
)
from workflows.engine.forbidding import check_history
from workflows.engine.procedures import check_choices
from workflows.engine.rules import APPLICANT, SYSTEM_PARTY, Rules
from workflows.engine.state import Actor, ActRequest, CaseState, OpenStep, Post
from workflows.engine.step_types.base import Outcome
from workflows.engine.step_types.forms import Gaps, ProcedureNotice
from workflows.engine.step_types.payloads import (
    CorrectionNotice,
    DefectList,
    Grounded,
    Payload,
    Verified,
    read,
    refusal_of,
)
from workflows.engine.waiting import silent_act
from workflows.standards.enums import Handling
from workflows.standards.schema import Act, Step

TAKEN_BACK_BY = ("withdraw", "terminate")
"""The outcomes by which a child case ends because its parent was taken back."""


def handling_post(
    rules: Rules,
    state: CaseState,
    standing: OpenStep,
    actor: Actor,
    *,
    act: Act | None = None,
    barred: Mapping[int, Bar] | None = None,
) -> Post | None:
    """Return the actor's post the step waits for, None where the applicant or the engine itself acts.

    With ``act``, a post that may do just that. The actor's own post comes before those they stand in for, and the first that may act is taken. Of a deputy's post
    everything is judged on both names, the deputy's and the holder's. Raise NotAllowed when the step waits for somebody
    else, StepClaimed when it is in another person's hands, SameHands when one of the names did an earlier step this one
    must be apart from, Recused or Conflicted when one keeps away from the case, LeftToHolder for an outcome that was not
    lent, and NotEntrusted where the desk's organ may decide nothing today.
    """
    step = rules.step(standing.key)
    if handling_of(standing.party) not in rules.kind(step).handled_by:
        raise NotAllowed(step=standing.key)
    refusal: EngineError | None = None
    for post in _posts(rules, state, standing, step, actor):
        try:
            _judge(rules, state, standing, Hands(actor.person, post), act, barred or {})
        except EngineError as found:
            refusal = refusal or found
        else:
            return post
    raise refusal or NotAllowed(step=standing.key)


@dataclass(frozen=True, slots=True)
class Hands:
    """Who would act, and by which post."""

    person: int | None
    post: Post | None

    @property
    def names(self) -> frozenset[int]:
        """Everybody whose act it would be: a deputy's is the holder's too."""
        return frozenset({self.person, self.post.deputy_for if self.post else None} - {None})  # type: ignore[arg-type]  # None is taken out


def _judge(
    rules: Rules, state: CaseState, standing: OpenStep, hands: Hands, act: Act | None, barred: Mapping[int, Bar]
) -> None:
    """Raise what stands against the act of these hands."""
    step, post = rules.step(standing.key), hands.post
    kind = rules.kind(step)
    if standing.claimed_by is not None and standing.claimed_by not in hands.names:
        raise StepClaimed(step=standing.key, who=standing.claimed_by)
    for earlier in kind.same_hands_forbidden(rules.settings(step)):
        if any(done.key == earlier and done.hands & hands.names for done in state.history):
            raise SameHands(step=standing.key, earlier=earlier)
    if post is None:
        return
    for person in sorted(hands.names & barred.keys()):
        raise (Recused if barred[person] is Bar.RECUSED else Conflicted)(step=standing.key)
    check_seat(rules, state, standing, hands.names)
    if act:
        _judge_act(step, act, post, of_an_organ=kind.of_an_organ)


def check_seat(rules: Rules, state: CaseState, standing: OpenStep, names: frozenset[int]) -> None:
    """Raise SeatFilled when one of the names has filled another seat of the same joint review."""
    here = rules.round_of(state, standing)
    if here and any(done.hands & names for done in here.given):
        raise SeatFilled(step=standing.key)


def _judge_act(step: Step, act: Act, post: Post, *, of_an_organ: bool) -> None:
    if act.desks and post.desk not in act.desks:
        raise NotAllowed(step=step.key)
    if act.outcome in post.excluded:
        raise LeftToHolder(step=step.key, outcome=act.outcome)
    if of_an_organ and not post.entrusted:
        raise NotEntrusted(step=step.key)


def recusing_post(state: CaseState, actor: Actor, person: int) -> Post:
    """Return the post by which the actor keeps ``person`` away from the case; raise NotASupervisor for none.

    Oneself, by any post in a district concerned with the case; others, as its supervisor or the corridor's.
    """
    districts = {state.district, *state.parties.values()}
    for post in actor.posts:
        if post.deputy_for is not None:
            continue
        if person == actor.person and post.district in districts:
            return post
        if post.role == SUPERVISOR and post.district in {None, *districts}:
            return post
    raise NotASupervisor


SUPERVISOR = "SUPERVISOR"


def own_standing(rules: Rules, state: CaseState, found: Sequence[OpenStep], actor: Actor) -> OpenStep:
    """Return the oldest of several standings of one step the actor may handle, such as their seat, else the oldest."""

    def may(standing: OpenStep) -> bool:
        try:
            handling_post(rules, state, standing, actor)
        except EngineError:
            return False
        return True

    return found[0] if len(found) == 1 else next(filter(may, found), found[0])


def handling_of(party: str) -> Handling:
    """Return what kind of handler a party is."""
    return {APPLICANT: Handling.APPLICANT, SYSTEM_PARTY: Handling.SYSTEM}.get(party, Handling.DESK)


def _posts(rules: Rules, state: CaseState, standing: OpenStep, step: Step, actor: Actor) -> Iterator[Post | None]:
    match handling_of(standing.party):
        case Handling.SYSTEM if actor.is_system:
            yield None
        case Handling.APPLICANT if state.applicant in actor.applicants:
            yield None
        case Handling.DESK:
            role = rules.handler(state, standing).role
            for post in sorted(actor.posts, key=lambda post: post.deputy_for is not None):
                if _stands_at(post, standing, step) and role in {None, post.role}:
                    yield post


def _stands_at(post: Post, standing: OpenStep, step: Step) -> bool:
    """Tell whether the post's desk is the one the step waits at, or one of the others that may act there.

    A step without a desk waits for any in its district.
    """
    at = standing.desk in {None, post.desk} or post.desk in step.handler.desks
    return post.district == standing.district and at


def is_silence(standing: OpenStep, step: Step, request: ActRequest) -> bool:
    """Tell whether the engine performs what silence at this step comes to, at its legal instant."""
    return request.actor.is_system and request.act == silent_act(step) and standing.silence_at == request.now


def is_taken_back(act: Act, request: ActRequest) -> bool:
    """Tell whether the engine takes a child case back because its parent was."""
    return request.actor.is_system and request.as_parent and act.outcome in TAKEN_BACK_BY


def check_outcome(state: CaseState, step: Step, act: Act, outcome: Outcome, *, silent: bool) -> None:
    """Raise NotAllowed for a person's try at what the engine comes to, OnlyOnce for a second time of what is lawful once.

    Raise GapOpen, GapsLate or ExtendedBefore for what the history of the case forbids.
    """
    if (outcome.by_silence or outcome.by_engine) and not silent:
        raise NotAllowed(step=step.key)
    check_history(state, act.outcome)
    if outcome.once and any(done.outcome == act.outcome for done in state.history):
        raise OnlyOnce(outcome=act.outcome)
    check_passing(state, step, outcome.passing)


def read_payload(
    rules: Rules, state: CaseState, act: Act, outcome: Outcome, request: ActRequest, post: Post | None = None
) -> Payload:
    """Return the act's form, filled in as the law wants it; raise PayloadInvalid or one of its kinds.

    An absent holder was not there: two names are never the deputy's and the holder's.
    """
    payload = read(outcome.form, act.name, request.payload)
    if isinstance(payload, Grounded):
        _check_ground(rules, act, payload.ground)
    if isinstance(payload, Verified):
        absent = post.deputy_for if post else None
        if request.actor.person not in payload.names or absent in payload.names:
            raise TwoNamesNeeded(act=act.name)
    if isinstance(payload, DefectList):
        _check_places(rules, act, payload)
    check_choices(rules, state, act, payload)
    return payload


def told_days(payload: Payload) -> int | None:
    """Return the working days a notice tells the applicant, None for any other form."""
    return payload.days if isinstance(payload, CorrectionNotice | Gaps | ProcedureNotice) else None


def _check_ground(rules: Rules, act: Act, ground: str) -> None:
    listed = act.grounds or [listed.key for listed in rules.standard.grounds]
    if ground not in listed:
        raise GroundNotListed(act=act.name, ground=ground, known=", ".join(listed))


def _check_places(rules: Rules, act: Act, notice: DefectList) -> None:
    places = [item.material or (item.field or "").split(".")[0] for item in notice.items]
    known = {*rules.standard.form.get("properties", ()), *(material.key for material in rules.standard.materials)}
    unknown = [(place, "unknown_place") for place in places if place not in known]
    if unknown:
        raise refusal_of(act.name, unknown)
