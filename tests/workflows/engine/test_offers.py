from typing import Any

import pytest

from tests.workflows.engine.factory import Walk, act, at, clerk, end, rules, step
from workflows.engine import errors
from workflows.engine.offers import offered_steps
from workflows.engine.replay import replay
from workflows.engine.rules import Rules
from workflows.engine.state import Moves
from workflows.standards.enums import Regime

ANNA, BO = clerk(3), clerk(4)
ARCHIVE = clerk(5, desk="ARCHIVE")
DAY = at("2026-03-02")
BESIDE = {"beside": ["review"]}


def service(*, beside: dict[str, Any] | None = None, **site: Any) -> Rules:
    """A review with a site visit on offer beside it, and a note that may be made any number of times."""
    offer = beside or BESIDE
    return rules(
        Regime.SERVICE,
        step("window", "front_desk", "SUBMITTED", act("accept", "review", move="begin"), block="all"),
        step("review", "review", "IN_PROGRESS", act("pass", "close"), block="all"),
        step("site", "review", "IN_PROGRESS", act("pass"), offer=offer, **site),
        step("note", "review", "IN_PROGRESS", act("forward"), offer={"beside": ["review", "close"], "times": "many"}),
        step("close", "review", "IN_PROGRESS", act("pass", "end", move="complete"), act("more", "site", "forward")),
        end("COMPLETED"),
        blocks=[{"key": "all", "title": {"zh-Hans": "名", "en": "name"}}],
    )


def begun(law: Rules | None = None) -> Walk:
    walk = Walk(law or service(), DAY, form={"name": "甲"})
    walk.do("window", "accept", ANNA, DAY)
    return walk


def on_offer(walk: Walk) -> list[str]:
    return [each.key for each in offered_steps(walk.law, walk.state, DAY)]


def test_a_step_is_on_offer_while_a_step_it_stands_beside_is_open() -> None:
    walk = Walk(service(), DAY)
    assert on_offer(walk) == []
    walk.do("window", "accept", ANNA, DAY)
    assert on_offer(walk) == ["site", "note"]
    walk.do("review", "pass", ANNA, DAY)
    assert on_offer(walk) == ["note"]


def test_an_act_on_an_offered_step_opens_and_closes_it_in_one_turn() -> None:
    walk = begun()
    (turn,) = walk.do("site", "pass", BO, DAY).turns
    assert (turn.ordinal, [(s.key, s.ordinal, s.claimed_by) for s in turn.opened]) == (3, [("site", 3, 4)])
    assert walk.open == ["review"]
    assert [(done.key, done.ordinal, done.actor) for done in walk.state.history] == [("window", 1, 3), ("site", 3, 4)]
    assert walk.state.next_ordinal == 4


def test_an_offer_that_was_used_once_says_who_used_it() -> None:
    walk = begun()
    walk.do("site", "pass", BO, DAY)
    for ordinal in (None, 3, 7):
        with pytest.raises(errors.StepTaken) as told:
            walk.do("site", "pass", ANNA, DAY, ordinal=ordinal)
        assert told.value.named["who"] == 4


def test_an_offer_without_number_is_used_again_and_again() -> None:
    walk = begun()
    for ordinal in (3, 4, 5):
        assert walk.do("note", "forward", BO, DAY).turns[0].ordinal == ordinal
    assert [done.key for done in walk.state.history] == ["window", "note", "note", "note"]


def test_the_same_standing_is_not_started_twice() -> None:
    walk = begun()
    walk.do("note", "forward", BO, DAY, ordinal=3)
    with pytest.raises(errors.StepTaken):
        walk.do("note", "forward", ANNA, DAY, ordinal=3)
    assert walk.do("note", "forward", ANNA, DAY, ordinal=4).turns[0].ordinal == 4


def test_an_offer_may_stand_beside_a_block_and_under_a_condition() -> None:
    walk = begun(service(beside={"beside": ["all"], "when": "form.name == '甲'"}))
    assert on_offer(walk) == ["site", "note"]
    other = begun(service(beside={"beside": ["all"], "when": "form.name == '乙'"}))
    assert on_offer(other) == ["note"]
    with pytest.raises(errors.UnknownStep):
        other.do("site", "pass", BO, DAY)


def test_a_step_that_stands_beside_nothing_open_is_not_started() -> None:
    walk = begun()
    walk.do("review", "pass", ANNA, DAY)
    with pytest.raises(errors.UnknownStep):
        walk.do("site", "pass", BO, DAY)


def test_whoever_handles_the_step_starts_it_and_nobody_else() -> None:
    walk = begun(service(desk="ARCHIVE"))
    with pytest.raises(errors.NotAllowed):
        walk.do("site", "pass", ANNA, DAY)
    assert walk.do("site", "pass", ARCHIVE, DAY).turns[0].desk == 500


def test_a_step_of_several_desks_opens_at_the_desk_that_started_it() -> None:
    law = service()
    handler = law.standard.step("site").handler.model_copy(update={"desks": ["ARCHIVE"]})
    steps = [s.model_copy(update={"handler": handler}) if s.key == "site" else s for s in law.standard.steps]
    walk = begun(
        Rules(law.standard.model_copy(update={"steps": steps}), law.machine, law.types, law.evaluate, law.clock)
    )
    assert walk.do("site", "pass", ARCHIVE, DAY).turns[0].opened[0].desk == "ARCHIVE"


def test_a_route_to_an_offered_step_puts_it_in_the_queue() -> None:
    walk = begun()
    walk.do("review", "pass", ANNA, DAY)
    walk.do("close", "more", ANNA, DAY)
    assert (walk.open, on_offer(walk)) == (["site"], [])


def test_a_case_that_rests_on_offers_alone_is_refused() -> None:
    law = rules(
        Regime.SERVICE,
        step("window", "front_desk", "SUBMITTED", act("accept", "", move="begin")),
        step("site", "review", "IN_PROGRESS", act("pass"), offer={"beside": ["window"]}),
        end("COMPLETED"),
    )
    with pytest.raises(errors.Stranded):
        Walk(law, DAY).do("window", "accept", ANNA, DAY)


def test_an_offer_never_holds_up_a_join() -> None:
    law = rules(
        Regime.SERVICE,
        step("window", "front_desk", "SUBMITTED", act("accept", "fire water", move="begin")),
        step("fire", "review", "IN_PROGRESS", act("pass", "last")),
        step("water", "review", "IN_PROGRESS", act("pass", "last")),
        step("site", "review", "IN_PROGRESS", act("pass", "last"), offer={"beside": ["fire"]}),
        step("last", "review", "IN_PROGRESS", act("pass", "end", move="complete"), join="all"),
        end("COMPLETED"),
    )
    untouched = begun(law)
    untouched.do("fire", "pass", ANNA, DAY)
    untouched.do("water", "pass", ANNA, DAY)
    assert untouched.open == ["last"]
    used = begun(law)
    used.do("site", "pass", BO, DAY)
    assert (used.open, used.state.waiting) == (["fire", "water"], ("last",))
    used.do("fire", "pass", ANNA, DAY)
    used.do("water", "pass", ANNA, DAY)
    assert used.open == ["last"]


def test_a_started_step_replays_to_the_same_case() -> None:
    walk = Walk(service(), DAY)
    beginning = walk.first
    for key, name, actor in (("window", "accept", ANNA), ("note", "forward", BO), ("site", "pass", BO)):
        walk.do(key, name, actor, DAY)
    written = [Moves.from_json(moves.to_json()) for moves in walk.journal]
    assert replay(beginning, written) == walk.state
