"""Cases that went their way, walked again under changed rules."""

from collections.abc import Callable

from tests.workflows.engine.factory import Walk, act, at, step
from tests.workflows.engine.standards import ANNA, BO, CHEN, DESK, licence
from tests.workflows.moving.corridor import Body, renamed, step_of, unchanged
from tests.workflows.moving.test_judging import changed
from workflows.engine.rules import Rules
from workflows.engine.state import FILE
from workflows.rehearsing.comparing import Compared, Result, compare
from workflows.rehearsing.enums import Ending
from workflows.rehearsing.walking import Done, Recorded, Walked, walk
from workflows.standards.canonical import canonical_value
from workflows.standards.expressions import evaluate
from workflows.standards.schema import Standard

UNTIL = at("2026-03-20")


def granted() -> Walk:
    walk_ = Walk(licence(), at("2026-03-02"), form={"name": "甲"})
    walk_.do("window", "accept", DESK, at("2026-03-03"))
    walk_.do("review", "pass", ANNA, at("2026-03-04"))
    walk_.do("decision", "grant", BO, at("2026-03-12"))
    walk_.do("certify", "issue", CHEN, at("2026-03-13"))
    walk_.do("deliver", "issue", CHEN, at("2026-03-16"))
    return walk_


def recorded(went: Walk) -> Recorded:
    turns = tuple(turn for moves in went.journal for turn in moves.turns)
    acts = tuple(Done(t.step, t.act, t.actor, t.at, t.payload) for t in turns if t.actor is not None and t.act != FILE)
    return Recorded(went.first, acts, turns, went.state, went.state.ended_at or UNTIL)


def again(went: Walk, draft: Rules) -> Walked:
    return walk(draft, recorded(went), lambda expression, data: evaluate(expression, data).value)


def compared(went: Walk, change: Callable[[Body], None]) -> Compared:
    draft = changed(went.law, change)
    return compare(went.law, draft, recorded(went), again(went, draft))


def with_site_visit(body: Body) -> None:
    """A step more between review and decision, at another desk."""
    visit = step("visit", "review", "PENDING_DECISION", act("pass", "decision"), desk="FIELD")
    body["steps"].append(
        canonical_value(Standard.model_validate({**body, "steps": [*body["steps"], visit]}))["steps"][-1]
    )
    step_of(body, "review")["acts"][0]["routes"][0]["to"] = ["visit"]


def test_under_the_same_rules_every_case_goes_the_same_way() -> None:
    went = granted()
    walked = again(went, licence())
    assert (walked.ending, walked.state) == (Ending.SAME, went.state)
    assert not compared(went, unchanged).is_notable


def test_a_new_step_is_where_the_case_waits_and_more_work_for_its_desk() -> None:
    found = compared(granted(), with_site_visit)
    assert (found.ending, found.step) == (Ending.WAITS, "visit")
    assert found.after["330303", "FIELD"] - found.before["330303", "FIELD"] == 1
    assert found.after["330303", "REVIEW"] < found.before["330303", "REVIEW"]


def test_an_act_the_draft_does_not_know_is_where_it_stops() -> None:
    walked = again(granted(), changed(licence(), renamed("review", "examine")))
    assert (walked.ending, walked.step) == (Ending.REFUSED, "review")

    def without_grant(body: Body) -> None:
        step_of(body, "decision")["acts"][0]["name"] = "allow"

    found = compared(granted(), without_grant)
    assert (found.ending, found.step, found.act, found.code) == (Ending.REFUSED, "decision", "grant", "act.unknown")


def test_a_route_that_fits_no_case_is_a_dead_end() -> None:
    def only_some(body: Body) -> None:
        step_of(body, "review")["acts"][0]["routes"][0]["when"] = "form.name == '乙'"

    found = compared(granted(), only_some)
    assert (found.ending, found.step, found.act, found.code) == (Ending.DEAD_END, "review", "pass", "route.none")


def test_a_condition_that_cannot_be_answered_is_a_dead_end_and_no_accident() -> None:
    def unanswered(body: Body) -> None:
        step_of(body, "review")["acts"][0]["routes"][0]["when"] = "form.area > 100"

    assert compared(granted(), unanswered).ending in {Ending.DEAD_END, Ending.REFUSED}


def test_a_desk_that_is_rearranged_gets_the_work() -> None:
    def elsewhere(body: Body) -> None:
        step_of(body, "review")["handler"]["desk"] = "FIELD"

    found = compared(granted(), elsewhere)
    assert (found.ending, found.before["330303", "FIELD"], found.after["330303", "FIELD"]) == (Ending.SAME, 0, 1)


def test_limits_newly_missed_and_newly_met_are_told() -> None:
    shorter = compared(granted(), lambda body: body["limits"].update(promised={"days": "5", "unit": "WORKING"}))
    assert (shorter.missed, shorter.met) == (("promised",), ())
    late = Walk(
        changed(licence(), lambda body: body["limits"].update(promised={"days": "5", "unit": "WORKING"})),
        at("2026-03-02"),
        form={"name": "甲"},
    )
    late.do("window", "accept", DESK, at("2026-03-03"))
    late.do("review", "pass", ANNA, at("2026-03-04"))
    late.do("decision", "grant", BO, at("2026-03-12"))
    longer = compared(late, lambda body: body["limits"].update(promised={"days": "10", "unit": "WORKING"}))
    assert (longer.missed, longer.met) == ((), ("promised",))


def test_a_check_that_newly_fails_is_named() -> None:
    def stricter(body: Body) -> None:
        body["checks"].append({**body["checks"][0], "id": "long_name", "condition": "size(form.name) > 3"})

    assert compared(granted(), stricter).checks == ("long_name",)


def test_silence_speaks_when_the_draft_says() -> None:
    went = Walk(licence(), at("2026-03-02"), form={"name": "甲"})
    went.do("window", "accept", DESK, at("2026-03-06"))

    def sooner(body: Body) -> None:
        step_of(body, "window")["silence"]["after"]["days"] = "1"

    found = compared(went, sooner)
    assert (found.ending, found.step, found.code) == (Ending.REFUSED, "window", "step.taken")


def test_the_sum_is_the_same_however_often_it_is_kept_and_read() -> None:
    result = Result()
    for place in range(3):
        kept = Result.from_json(result.as_json())
        kept.add(f"{place}", "330303", compared(granted(), with_site_visit))
        result = kept
    said = result.as_json()
    assert said["endings"] == {"WAITS": 3}
    assert said["stops"] == {"WAITS|visit||": 3}
    assert said["work"]["330303|FIELD"] == [0, 3]
    assert [case["number"] for case in said["cases"]] == ["0", "1", "2"]
