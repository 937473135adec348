from typing import Any

import pytest

from tests.workflows.standards.factory import ToyOutcome, ToyType, a_registry, a_standard, a_step, an_act, steps, text
from workflows.standards.checks_graph import graph_defects
from workflows.standards.checks_types import type_defects
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.enums import Audience, ResultKind
from workflows.standards.schema import Act, Notice, Result, Step

pytestmark = pytest.mark.usefixtures("english")
WHERE = "steps[review].acts[pass]"


def toy(**meaning: Any) -> ToyType:
    return ToyType("toy", frozenset({"reviewed"}), meanings={"reviewed": ToyOutcome(**meaning)})


def review(act: Act | None = None) -> Step:
    return a_step("review", "toy", "ACCEPTED", act or an_act("pass", "reviewed", "decision"))


def found(kind: ToyType, step: Step, **changes: Any) -> list[Defect]:
    registry = a_registry()
    registry.add_step_type(kind)
    return type_defects(a_standard(steps=steps() | {"review": step}, **changes), registry)


def test_a_route_takes_the_move_its_outcome_means() -> None:
    assert found(toy(move="decide"), review(an_act("pass", "reviewed", "decision", move="decide"))) == []
    assert found(toy(move="decide"), review()) == [
        Defect(
            DefectCode.MOVE_NOT_OF_OUTCOME,
            f"{WHERE}.routes[1]",
            "The act pass at the step review means the move decide in law; let its routes take it.",
        )
    ]


def test_an_act_at_a_seat_leads_nowhere_by_itself() -> None:
    seat = an_act("pass", "reviewed", routes=[])
    assert found(toy(of_seat=True), review(seat)) == []
    assert [defect.code for defect in found(toy(of_seat=True), review())] == [DefectCode.SEAT_ACT_LEADS_ON]


def test_only_an_act_at_a_seat_may_have_no_routes() -> None:
    registry = a_registry()
    registry.add_step_type(toy(of_seat=True))
    review_ = a_step("review", "toy", "ACCEPTED", an_act("pass", "reviewed", routes=[]))
    more = a_step("decision", "decision", "ACCEPTED", an_act("grant", "granted", routes=[]))
    codes = graph_defects(a_standard(steps=steps() | {"review": review_, "decision": more}), registry)
    assert [d.element for d in codes if d.code is DefectCode.NO_LAST_ROUTE] == ["steps[decision].acts[grant]"]


@pytest.mark.parametrize(
    "told",
    [
        {"notices": [Notice(key="n", audience=Audience.APPLICANT, step="review", act="pass", text=text())]},
        {"results": [Result(key="r", kind=ResultKind.PAPER, template="t", title=text(), step="review", act="pass")]},
    ],
)
def test_what_has_to_be_told_is_told_by_a_message_or_a_paper(told: dict[str, Any]) -> None:
    assert found(toy(told=True), review(), **told) == []


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"notices": [Notice(key="n", audience=Audience.DESK, step="review", act="pass", text=text())]},
        {"results": [Result(key="r", kind=ResultKind.LICENCE, template="t", title=text(), step="review", act="pass")]},
        {"notices": [Notice(key="n", audience=Audience.APPLICANT, step="receipt", act="accept", text=text())]},
    ],
)
def test_what_has_to_be_told_and_is_not(told: dict[str, Any]) -> None:
    assert [(d.code, d.element) for d in found(toy(told=True), review(), **told)] == [(DefectCode.NOT_TOLD, WHERE)]


def test_what_a_type_finds_itself_is_among_the_defects() -> None:
    own = Defect(DefectCode.WAIT_WITHOUT_END, "steps[review]", "It waits for ever; end it.")
    kind = ToyType("toy", frozenset({"reviewed"}), faults=(own,))
    assert found(kind, review()) == [own]


def test_silence_never_performs_what_the_engine_comes_to() -> None:
    silence = {"after": {"days": 1}, "act": "pass", "basis": "law", "citation": {"law": "条例", "article": "27"}}
    step = a_step("review", "toy", "ACCEPTED", an_act("pass", "reviewed", "decision"), silence=silence)
    assert [(d.code, d.element) for d in found(toy(by_engine=True), step)] == [
        (DefectCode.SILENCE_CANNOT_ACT, "steps[review].silence.act")
    ]
