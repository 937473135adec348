import pytest

from tests.workflows.standards.factory import a_standard, a_step, an_act, steps
from workflows.standards import checks_joins
from workflows.standards.checks_joins import join_defects
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.enums import Join
from workflows.standards.schema import Act, Step

pytestmark = pytest.mark.usefixtures("english")


def review(key: str, *acts: Act, join: Join = Join.EACH) -> Step:
    return a_step(key, "review", "ACCEPTED", *acts, join=join)


def act(name: str, *to: str) -> Act:
    return an_act(name, "reviewed", *to)


def found(*changed: Step) -> list[Defect]:
    return join_defects(a_standard(steps=steps() | {step.key: step for step in changed}))


def never(step: str, sources: str) -> Defect:
    return Defect(
        DefectCode.JOIN_NEVER_SATISFIED,
        f"steps[{step}]",
        f"The step {step} waits for {sources}, which never all lead to it in one case;"
        " open them side by side, or let the step open for each (join: each).",
    )


def test_branches_side_by_side_are_joined() -> None:
    assert (
        found(
            review("review", act("pass", "fire", "health")),
            review("fire", act("pass", "decision")),
            review("health", act("pass", "decision")),
            review("decision", act("grant", "issue"), join=Join.ALL),
        )
        == []
    )


def test_two_alternatives_of_one_decision_never_arrive_together() -> None:
    assert found(
        review("review", act("plain", "fire"), act("special", "health")),
        review("fire", act("pass", "decision")),
        review("health", act("pass", "decision")),
        review("decision", act("grant", "issue"), join=Join.ALL),
    ) == [never("decision", "fire, health")]


def test_a_branch_that_only_begins_after_the_join_never_arrives() -> None:
    assert found(
        review("review", act("pass", "decision")),
        review("decision", act("grant", "issue"), join=Join.ALL),
        review("issue", act("back", "decision"), act("deliver", "end")),
    ) == [never("decision", "issue, review")]


def test_a_branch_from_a_step_that_is_never_reached_never_arrives() -> None:
    assert found(
        review("orphan", act("pass", "decision")),
        review("review", act("pass", "decision")),
        review("decision", act("grant", "issue"), join=Join.ALL),
    ) == [never("decision", "orphan, review")]


def test_a_join_that_nothing_leads_to_is_left_to_the_graph() -> None:
    assert found(review("orphan", act("pass", "decision"), join=Join.ALL)) == []


def test_a_standard_too_wide_to_walk_is_not_refused_on_a_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks_joins, "MAX_STATES", 1)

    assert (
        found(
            review("review", act("plain", "fire"), act("special", "health")),
            review("fire", act("pass", "decision")),
            review("health", act("pass", "decision")),
            review("decision", act("grant", "issue"), join=Join.ALL),
        )
        == []
    )
