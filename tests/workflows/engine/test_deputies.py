"""What a deputy may do, judged by the pure rules: at most what the absent holder could, and on both names."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law import law
from tests.workflows.engine.factory import REFUSAL, Walk, act, at, clerk, rules, step
from tests.workflows.engine.standards import ANNA, BO, CHEN, DESK, accepted, decided, licence
from workflows.engine import errors
from workflows.engine.enums import Bar
from workflows.engine.history import rebuild
from workflows.engine.interpreter import interpret
from workflows.engine.state import Actor, ActRequest, Moves, Post
from workflows.engine.writing import Chain, turn_json
from workflows.journal.enums import Verb
from workflows.organisation.bodies import Bodies
from workflows.standards.enums import Regime

NOON = at("2026-03-05")


def standing_in(deputy: int, *absent: Actor, excluded: frozenset[str] = frozenset(), own: Actor | None = None) -> Actor:
    """A deputy for each of ``absent``, with the posts of ``own`` besides."""
    lent = (replace(p, deputy_for=each.person, excluded=excluded) for each in absent for p in each.posts)
    return Actor(deputy, f"clerk {deputy}", (*(own.posts if own else ()), *lent))


def grant(walk: Walk, actor: Actor, **more: Any) -> Moves:
    return interpret(walk.law, walk.state, ActRequest("decision", "grant", actor, NOON, **more))


def test_a_deputy_acts_at_the_holder_s_post_and_in_both_names() -> None:
    walk = decided()
    turn = grant(walk, standing_in(9, BO)).turns[0]
    assert (turn.actor, turn.deputy_for, turn.post, turn.on_behalf_of) == (9, BO.person, BO.posts[0].id, None)
    walk.write(grant(walk, standing_in(9, BO)))
    assert walk.state.history[-1].hands == {9, BO.person}


def test_what_no_deputy_did_is_written_as_ever() -> None:
    said = turn_json(grant(decided(), BO).turns[0])
    assert not {"deputy_for", "bodies"} & said.keys()
    assert turn_json(grant(decided(), standing_in(9, BO)).turns[0])["deputy_for"] == BO.person


def test_the_journal_says_on_whose_behalf_and_replays_both_names() -> None:
    walk = decided()
    walk.write(grant(walk, standing_in(9, BO)))
    chain = Chain(1, 0, b"")
    for moves in walk.journal:
        for turn in moves.turns:
            chain.add(turn, moves.base, None)
    row = next(row for row in chain.rows if row["payload"]["turn"]["step"] == "decision")
    assert (row["actor"], row["on_behalf_of"]) == (9, BO.person)

    rows = [
        SimpleNamespace(
            verb=row["verb"],
            actor_id=row["actor"],
            payload={"base": row["payload"]["base"], "turn": {**row["payload"]["turn"], "payload": {}}},
        )
        for row in chain.rows
    ]
    assert rebuild(walk.first, rows).history == walk.state.history


@law("许可法 34")
def test_an_absent_holder_is_none_of_the_two_who_were_there() -> None:
    visit = step("visit", "review", "SUBMITTED", act("pass", "visit"), settings={"two_names": True})
    walk = Walk(rules(Regime.SERVICE, visit), at("2026-03-02"))
    seen = {"opinion": "属实。"}
    with pytest.raises(errors.TwoNamesNeeded):
        walk.do("visit", "pass", standing_in(9, BO), NOON, seen | {"names": [9, BO.person]})
    walk.do("visit", "pass", standing_in(9, BO), NOON, seen | {"names": [9, CHEN.person]})


@pytest.mark.parametrize(
    "deputy",
    [
        standing_in(3, BO),  # the reviewer stands in for the approver
        standing_in(9, ANNA),  # somebody else stands in for the reviewer
    ],
)
def test_reviewer_and_decision_maker_differ_in_both_names(deputy: Actor) -> None:
    assert ANNA.person == 3
    with pytest.raises(errors.SameHands):
        grant(decided(), deputy)


def test_whoever_a_deputy_reviewed_for_does_not_decide_either() -> None:
    walk = accepted()
    walk.do("review", "pass", standing_in(9, ANNA), at("2026-03-04"))
    for barred in (ANNA, clerk(9), standing_in(8, ANNA), standing_in(9, CHEN)):
        with pytest.raises(errors.SameHands):
            grant(walk, barred)
    assert grant(walk, CHEN).turns[0].actor == CHEN.person


def test_of_several_posts_the_first_that_may_act_is_taken_and_one_s_own_before_others() -> None:
    both = standing_in(9, ANNA, CHEN)
    assert grant(decided(), both).turns[0].deputy_for == CHEN.person
    assert grant(decided(), standing_in(4, CHEN, own=BO)).turns[0].deputy_for is None


def test_what_the_holder_kept_is_not_the_deputy_s() -> None:
    deputy = standing_in(9, BO, excluded=frozenset({"grant", "deny"}))
    with pytest.raises(errors.LeftToHolder):
        grant(decided(), deputy)
    walk = decided()
    walk.do("decision", "extend", deputy, NOON, {"opinion": "情况复杂。"})


def test_the_deputy_goes_on_with_what_the_holder_has_in_hand_and_nobody_else_s() -> None:
    walk = decided()
    held = replace(walk.state.steps[0], claimed_by=BO.person)
    walk.state = replace(walk.state, steps=(held,))
    assert grant(walk, standing_in(9, BO)).turns[0].deputy_for == BO.person
    with pytest.raises(errors.StepClaimed):
        grant(walk, standing_in(9, CHEN))


@law("公务员法 76")
@pytest.mark.parametrize(("bar", "refusal"), [(Bar.RECUSED, errors.Recused), (Bar.CONFLICTED, errors.Conflicted)])
def test_who_keeps_away_does_so_by_every_post_and_nobody_stands_in_for_them(
    bar: Bar, refusal: type[errors.EngineError]
) -> None:
    for barred in (BO, standing_in(9, BO), standing_in(4, CHEN)):
        with pytest.raises(refusal):
            grant(decided(), barred, barred={4: bar})
    assert grant(decided(), CHEN, barred={4: bar}).turns[0].actor == CHEN.person


@law("许可法 24")
def test_a_desk_without_power_and_entrustment_decides_nothing_and_reviews_on() -> None:
    powerless = replace(BO, posts=(replace(BO.posts[0], entrusted=False),))
    for name, payload in (("grant", {}), ("deny", REFUSAL)):
        with pytest.raises(errors.NotEntrusted):
            decided().do("decision", name, powerless, NOON, payload)
    accepted().do("review", "pass", powerless, NOON)


@law("许可法 24")
def test_a_decision_names_who_decides_who_handles_and_who_seals() -> None:
    bodies = Bodies(1, 2, 3, 4)
    entrusted = replace(BO, posts=(replace(BO.posts[0], bodies=bodies),))
    turn = grant(decided(), entrusted).turns[0]
    assert turn.bodies == bodies
    assert Moves.from_json({"base": 0, "turns": [turn_json(turn)]}).turns[0] == turn
    assert accepted().do("review", "pass", entrusted, NOON).turns[0].bodies is None


PEOPLE = st.integers(2, 7)
ROLES = st.sampled_from(["REVIEWER", "APPROVER"])
DESKS = st.sampled_from(["REVIEW", "ARCHIVE"])
OUTCOMES = st.frozensets(st.sampled_from(["grant", "deny", "extend", "send_back", "pass", "accept"]))
WISHES = st.sampled_from(
    [
        ("window", "accept", {}),
        ("review", "pass", {}),
        ("decision", "grant", {}),
        ("decision", "deny", REFUSAL),
        ("decision", "send_back", {"opinion": "再看。"}),
        ("decision", "extend", {"opinion": "情况复杂。"}),
    ]
)


@st.composite
def stories(draw: st.DrawFn) -> tuple[Walk, Actor, Actor, ActRequest]:
    """A case somewhere on its way, somebody absent, their deputy, and an act."""
    walk = draw(st.sampled_from([lambda: Walk(licence(), at("2026-03-02")), accepted, decided]))()
    absent = clerk(draw(PEOPLE), draw(ROLES), draw(DESKS))
    deputy_key = draw(PEOPLE.filter(lambda key: key != absent.person))
    deputy = standing_in(deputy_key, absent, excluded=draw(OUTCOMES))
    holder = draw(st.sampled_from([None, absent.person, deputy_key, 99]))
    walk.state = replace(walk.state, steps=tuple(replace(s, claimed_by=holder) for s in walk.state.steps))
    entrusted = draw(st.booleans())
    absent, deputy = (
        replace(a, posts=tuple(replace(p, entrusted=entrusted) for p in a.posts)) for a in (absent, deputy)
    )
    barred = dict.fromkeys(draw(st.frozensets(PEOPLE, max_size=2)), Bar.RECUSED)
    key, name, payload = draw(WISHES)
    return walk, absent, deputy, ActRequest(key, name, deputy, NOON, payload, barred=barred)


def allowed(walk: Walk, request: ActRequest) -> bool:
    try:
        interpret(walk.law, walk.state, request)
    except errors.EngineError:
        return False
    return True


@given(stories())
def test_a_deputy_may_do_at_most_what_the_absent_could_at_that_instant(
    story: tuple[Walk, Actor, Actor, ActRequest],
) -> None:
    walk, absent, deputy, request = story
    if not allowed(walk, request):
        return
    # What the deputy has in hand already is the one thing the holder would have to ask for.
    mine = tuple(replace(s, claimed_by=None) if s.claimed_by == deputy.person else s for s in walk.state.steps)
    walk.state = replace(walk.state, steps=mine)
    assert allowed(walk, replace(request, actor=absent))


@given(stories())
def test_recusal_and_other_hands_are_judged_on_both_names(story: tuple[Walk, Actor, Actor, ActRequest]) -> None:
    walk, absent, deputy, request = story
    if not allowed(walk, request):
        return
    names = {absent.person, deputy.person}
    assert not names & request.barred.keys()
    reviewers = {name for done in walk.state.history if done.key == "review" for name in done.hands}
    assert request.step != "decision" or not names & reviewers


@given(stories(), PEOPLE)
def test_there_are_no_chains(story: tuple[Walk, Actor, Actor, ActRequest], third: int) -> None:
    """Somebody who stands in for a deputy gets the deputy's own posts, of which there is none here, and no lent one."""
    walk, _absent, deputy, request = story
    own = tuple(post for post in deputy.posts if post.deputy_for is None)
    assert not allowed(walk, replace(request, actor=standing_in(third, replace(deputy, posts=own))))


def test_a_claim_and_a_recusal_replay() -> None:
    walk = decided()
    held = replace(walk.state, steps=(replace(walk.state.steps[0], claimed_by=BO.person),))

    said: dict[str, Any] = {"base": held.version, "person": BO.person, "released": [held.steps[0].ordinal]}
    row = SimpleNamespace(verb=Verb.RECUSE.value, actor_id=BO.person, payload=said)
    after = rebuild(held, [row])
    assert (after.steps[0].claimed_by, after.version) == (None, held.version + 1)
    assert DESK.posts[0] == Post(20, 200, "REVIEW", "330303", "REVIEWER")
