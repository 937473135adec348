from typing import Any

import pytest

from tests.workflows.standards.factory import MACHINE, a_registry, a_standard, a_step, an_act, steps, text
from workflows.standards.checks_law import law_defects
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.enums import Effect, Regime
from workflows.standards.registry import Machine, Registry
from workflows.standards.schema import Check, Handler, Standard, Step

pytestmark = pytest.mark.usefixtures("english")


def found(*changed: Step, **changes: Any) -> list[Defect]:
    standard = a_standard(steps=steps() | {step.key: step for step in changed}, **changes)
    return law_defects(standard, a_registry())


def test_a_regime_without_a_machine() -> None:
    assert found(regime=Regime.FILING) == [
        Defect(
            DefectCode.NO_MACHINE,
            "regime",
            "No machine is registered for the regime FILING; choose a regime this installation knows.",
        )
    ]


def test_a_phase_the_machine_does_not_have() -> None:
    review = a_step("review", "review", "ACCEPTED", an_act("pass", "reviewed", "decision"))

    assert found(review.model_copy(update={"phases": ["ACCEPTED", "LIMBO"]})) == [
        Defect(
            DefectCode.UNKNOWN_PHASE,
            "steps[review].phases[LIMBO]",
            "The step review stands in the phase LIMBO, which the regime SERVICE does not have;"
            " choose one of ACCEPTED, CLOSED, DECIDED, SUBMITTED.",
        )
    ]


def test_a_start_that_may_not_stand_in_the_initial_phase() -> None:
    assert found(start="review") == [
        Defect(
            DefectCode.START_NOT_IN_INITIAL_PHASE,
            "steps[review].phases",
            "A case begins in the phase SUBMITTED, in which the step review may not stand; add that phase to it.",
        )
    ]


def test_a_move_has_to_be_lawful_from_every_phase_its_step_may_stand_in() -> None:
    decision = a_step(
        "decision", "decision", "ACCEPTED", an_act("grant", "granted", "issue", move="decide")
    ).model_copy(update={"phases": ["ACCEPTED", "DECIDED"]})

    assert found(decision) == [
        Defect(
            DefectCode.UNLAWFUL_MOVE,
            "steps[decision].acts[grant].routes[1]",
            "The act grant at the step decision makes the move decide, which the law does not know from the phase"
            " DECIDED; choose a lawful move or take that phase from the step.",
        )
    ]


def test_a_step_has_to_stand_in_the_phase_its_route_reaches() -> None:
    decision = a_step("decision", "decision", "ACCEPTED", an_act("grant", "granted", "issue"))

    assert found(decision) == [
        Defect(
            DefectCode.PHASE_NOT_ALLOWED,
            "steps[decision].acts[grant].routes[1].to[issue]",
            "The act grant at the step decision leads to the step issue in the phase ACCEPTED, in which"
            " that step may not stand; add the phase to it or choose another move.",
        )
    ]


def test_a_case_does_not_end_in_an_open_phase() -> None:
    issue = a_step("issue", "issue", "DECIDED", an_act("deliver", "issued", "end"))
    end = a_step("end", "end", "CLOSED", handler=Handler(party="system"))

    assert found(issue, end.model_copy(update={"phases": ["CLOSED", "DECIDED"]})) == [
        Defect(
            DefectCode.END_IN_OPEN_PHASE,
            "steps[end].phases[DECIDED]",
            "The case ends at the step end in the phase DECIDED, which is not final;"
            " lead to it by a move into a final phase.",
        )
    ]


def test_nothing_is_done_in_a_final_phase() -> None:
    assert found(a_step("end", "end", "CLOSED", an_act("rate", "reopened", "end"))) == [
        Defect(
            DefectCode.TERMINAL_WITH_ACTS,
            "steps[end].acts",
            "The step end stands in a final phase and has acts; nothing is done there any more, so remove them.",
        )
    ]


def test_acts_at_a_result_the_law_lets_be_reopened_only_need_a_look() -> None:
    registry = Registry()
    registry.add_machine(
        Machine(
            MACHINE.regime,
            MACHINE.initial,
            MACHINE.phases,
            MACHINE.final,
            MACHINE.moves | {("CLOSED", "reopen", "ACCEPTED")},
        )
    )
    registry.step_types = a_registry().step_types
    end = a_step("end", "end", "CLOSED", an_act("reopen", "reopened", "review", move="reopen"))

    assert law_defects(a_standard(steps=steps() | {"end": end}), registry) == [
        Defect(
            DefectCode.TERMINAL_WITH_ACTS,
            "steps[end].acts",
            "The step end is a result and still has acts; see that they only reopen the case or rate it.",
            refuses=False,
        )
    ]


def test_a_check_that_blocks_cites_the_law() -> None:
    check = Check.model_construct(id="c", condition="true", effect=Effect.BLOCK, basis=[], sentence=text())
    standard: Standard = a_standard().model_copy(update={"checks": [check]})

    assert law_defects(standard, a_registry()) == [
        Defect(
            DefectCode.BLOCK_WITHOUT_BASIS,
            "checks[c]",
            "The check c blocks without a legal basis; cite the article, or choose another effect.",
        )
    ]
