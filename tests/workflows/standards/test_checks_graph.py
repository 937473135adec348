import pytest

from tests.workflows.standards.factory import a_registry, a_standard, a_step, an_act, steps
from workflows.standards.checks_graph import graph_defects, reachable
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.schema import Handler, Route, Step

pytestmark = pytest.mark.usefixtures("english")

SYSTEM = Handler(party="system")


def found(changed: dict[str, Step] | list[Step], start: str = "receipt") -> list[Defect]:
    return sorted(
        graph_defects(a_standard(steps=changed, start=start), a_registry()), key=lambda defect: defect.element
    )


def with_step(*extra: Step) -> dict[str, Step]:
    return steps() | {step.key: step for step in extra}


def review(key: str, *to: str, name: str = "pass") -> Step:
    return a_step(key, "review", "ACCEPTED", an_act(name, "reviewed", *to))


def test_of_two_steps_with_one_key_the_first_counts() -> None:
    second = a_step("review", "review", "ACCEPTED", an_act("pass", "reviewed", "nowhere"))

    assert found([*steps().values(), second]) == [
        Defect(
            DefectCode.DUPLICATE_STEP,
            "steps[review]",
            "The step review is there 2 times; only the first counts. Rename or remove the others.",
        )
    ]


def test_an_act_that_is_there_three_times_is_one_defect() -> None:
    act = an_act("pass", "reviewed", "decision")

    assert found(with_step(a_step("review", "review", "ACCEPTED", act, act, act))) == [
        Defect(
            DefectCode.DUPLICATE_ACT,
            "steps[review].acts[pass]",
            "The act pass is there 3 times at the step review (x3);"
            " join them into one act with several routes, or rename them.",
        )
    ]


def test_a_start_that_does_not_exist() -> None:
    end = a_step("end", "end", "CLOSED", handler=SYSTEM)

    assert found([end], start="receipt") == [
        Defect(
            DefectCode.UNKNOWN_START,
            "start",
            "The standard starts at the step receipt, which does not exist; name one of its steps.",
        ),
        Defect(DefectCode.UNREACHABLE, "steps[end]", "No act leads to the step end; lead one to it or remove it."),
    ]


def test_a_target_that_does_not_exist_and_what_it_leaves_behind() -> None:
    assert found(with_step(review("review", "dicision"))) == [
        Defect(
            DefectCode.UNREACHABLE, "steps[decision]", "No act leads to the step decision; lead one to it or remove it."
        ),
        Defect(DefectCode.UNREACHABLE, "steps[issue]", "No act leads to the step issue; lead one to it or remove it."),
        Defect(
            DefectCode.CANNOT_REACH_END,
            "steps[review]",
            "From the step review no sequence of acts leads to an end; lead one of its acts towards an end.",
        ),
        Defect(
            DefectCode.DANGLING_TARGET,
            "steps[review].acts[pass].routes[1].to[dicision]",
            "The act pass at the step review leads to the step dicision, which does not exist;"
            " add that step or lead the act elsewhere.",
        ),
    ]


def test_a_circle_without_a_way_out_cannot_reach_an_end() -> None:
    changed = with_step(review("decision", "issue"), review("issue", "decision"))

    assert [(defect.code, defect.element) for defect in found(changed)] == [
        (DefectCode.CANNOT_REACH_END, "steps[decision]"),
        (DefectCode.CANNOT_REACH_END, "steps[issue]"),
        (DefectCode.CANNOT_REACH_END, "steps[review]"),
    ]


def test_a_standard_without_an_end() -> None:
    only = a_step("receipt", "front_desk", "SUBMITTED", an_act("accept", "accepted", "receipt"))

    assert found([only]) == [
        Defect(
            DefectCode.NO_END, "steps", "The standard has no step that ends a case; add one of a type that ends it."
        ),
        Defect(
            DefectCode.CANNOT_REACH_END,
            "steps[receipt]",
            "From the step receipt no sequence of acts leads to an end; lead one of its acts towards an end.",
        ),
    ]


def test_an_act_that_closes_the_only_open_step_leaves_the_case_nowhere() -> None:
    acts = (an_act("pass", "reviewed", "decision"), an_act("drop", "returned"))

    assert found(with_step(a_step("review", "review", "ACCEPTED", *acts))) == [
        Defect(
            DefectCode.ROUTE_TO_NOWHERE,
            "steps[review].acts[drop].routes[1]",
            "The act drop closes the step review and opens none, which leaves the case nowhere;"
            " name the step that follows.",
        )
    ]


def test_a_branch_beside_another_step_may_close_without_a_successor() -> None:
    fork = review("review", "decision", "opinion")

    assert found(with_step(fork, review("opinion", "second"), review("second"))) == []


def test_a_branch_beside_another_step_that_can_never_close_is_found() -> None:
    fork = review("review", "decision", "opinion")

    assert found(with_step(fork, review("opinion", "opinion"))) == [
        Defect(
            DefectCode.CANNOT_REACH_END,
            "steps[opinion]",
            "From the step opinion no sequence of acts leads to an end; lead one of its acts towards an end.",
        )
    ]


def test_an_act_needs_a_last_route_without_a_condition() -> None:
    only_if = an_act("pass", "reviewed", routes=[Route(when="form.quick", to=["decision"])])

    assert found(with_step(a_step("review", "review", "ACCEPTED", only_if))) == [
        Defect(
            DefectCode.NO_LAST_ROUTE,
            "steps[review].acts[pass]",
            "The act pass at the step review leads nowhere when none of its conditions holds;"
            " add a last route without a condition.",
        )
    ]


def test_a_route_after_the_one_without_a_condition_is_never_taken() -> None:
    both = an_act("pass", "reviewed", routes=[Route(to=["decision"]), Route(when="form.quick", to=["decision"])])

    assert found(with_step(a_step("review", "review", "ACCEPTED", both))) == [
        Defect(
            DefectCode.ROUTE_NEVER_TAKEN,
            "steps[review].acts[pass]",
            "The act pass at the step review has routes after the one without a condition, which are never"
            " taken; put that one last.",
        )
    ]


def test_what_can_be_reached_includes_the_start_and_leaves_out_what_is_not_there() -> None:
    assert reachable({"a": review("a", "b", "gone"), "b": review("b", "a"), "c": review("c", "a")}, "a") == {"a", "b"}
    assert reachable({}, "a") == set()
