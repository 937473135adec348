"""Who may act at a step, and whether what they filled in is what the law wants of the act."""

from workflows.engine.errors import (
    GroundNotListed,
    NotAllowed,
    OnlyOnce,
    SameHands,
    StepClaimed,
    TwoNamesNeeded,
)
from workflows.engine.rules import APPLICANT, SYSTEM_PARTY, Rules
from workflows.engine.state import Actor, ActRequest, CaseState, OpenStep, Post
from workflows.engine.step_types.base import Outcome
from workflows.engine.step_types.payloads import (
    CorrectionNotice,
    DefectList,
    Grounded,
    Payload,
    Verified,
    read,
    refusal_of,
)
from workflows.standards.enums import Handling
from workflows.standards.schema import Act, Step


def handling_post(rules: Rules, state: CaseState, standing: OpenStep, actor: Actor) -> Post | None:
    """Return the actor's post the step waits for, None where the applicant or the engine itself acts.

    Raise NotAllowed when the step waits for somebody else, StepClaimed when it is in another person's hands and
    SameHands when the actor did an earlier step this one must be apart from.
    """
    step = rules.step(standing.key)
    if handling_of(standing.party) not in rules.kind(step).handled_by:
        raise NotAllowed(step=standing.key)
    post = _post(state, standing, step, actor)
    if standing.claimed_by not in {None, actor.person}:
        raise StepClaimed(step=standing.key, who=standing.claimed_by)
    for earlier in rules.kind(step).same_hands_forbidden(rules.settings(step)):
        if any(done.key == earlier and done.actor == actor.person for done in state.history):
            raise SameHands(step=standing.key, earlier=earlier)
    return post


def handling_of(party: str) -> Handling:
    """Return what kind of handler a party is."""
    return {APPLICANT: Handling.APPLICANT, SYSTEM_PARTY: Handling.SYSTEM}.get(party, Handling.DESK)


def _post(state: CaseState, standing: OpenStep, step: Step, actor: Actor) -> Post | None:
    match handling_of(standing.party):
        case Handling.SYSTEM if actor.is_system:
            return None
        case Handling.APPLICANT if state.applicant in actor.applicants:
            return None
        case Handling.DESK:
            for post in actor.posts:
                if _stands_at(post, standing) and step.handler.role in {None, post.role}:
                    return post
    raise NotAllowed(step=standing.key)


def _stands_at(post: Post, standing: OpenStep) -> bool:
    """Tell whether the post's desk is the one the step waits at; a step without a desk waits for any in its district."""
    return post.district == standing.district and standing.desk in {None, post.desk}


def is_silence(standing: OpenStep, step: Step, request: ActRequest) -> bool:
    """Tell whether the engine performs what silence at this step comes to, at its legal instant."""
    return (
        request.actor.is_system
        and step.silence is not None
        and step.silence.act == request.act
        and standing.silence_at == request.now
    )


def check_outcome(state: CaseState, step: Step, act: Act, outcome: Outcome, *, silent: bool) -> None:
    """Raise NotAllowed for a person's try at silence, OnlyOnce for a second time of what the law allows once."""
    if outcome.by_silence and not silent:
        raise NotAllowed(step=step.key)
    if outcome.once and any(done.outcome == act.outcome for done in state.history):
        raise OnlyOnce(outcome=act.outcome)


def read_payload(rules: Rules, act: Act, outcome: Outcome, request: ActRequest) -> Payload:
    """Return the act's form, filled in as the law wants it; raise PayloadInvalid or one of its kinds."""
    payload = read(outcome.form, act.name, request.payload)
    if isinstance(payload, Grounded):
        _check_ground(rules, act, payload.ground)
    if isinstance(payload, Verified) and request.actor.person not in payload.names:
        raise TwoNamesNeeded(act=act.name)
    if isinstance(payload, DefectList):
        _check_places(rules, act, payload)
    return payload


def told_days(payload: Payload) -> int | None:
    """Return the working days a notice gives the applicant, None for any other form."""
    return payload.days if isinstance(payload, CorrectionNotice) else None


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
