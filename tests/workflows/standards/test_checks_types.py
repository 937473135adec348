from typing import Any

import pytest
from pydantic import BaseModel

from tests.workflows.standards.factory import (
    NoSettings,
    ToyOutcome,
    ToyType,
    a_registry,
    a_standard,
    a_step,
    an_act,
    steps,
    text,
)
from workflows.standards.checks_graph import graph_defects
from workflows.standards.checks_law import law_defects
from workflows.standards.checks_types import type_defects
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.enums import Effect, Handling, Regime
from workflows.standards.schema import Act, Check, Handler, Standard, Step

pytestmark = pytest.mark.usefixtures("english")


class Named(NoSettings):
    checks: tuple[str, ...] = ()
    differs_from: tuple[str, ...] = ()


def toy(outcomes: str = "reviewed", settings: type[BaseModel] = Named, **changes: Any) -> ToyType:
    return ToyType("toy", frozenset(outcomes.split()), settings_model=settings, **changes)


def review(*acts: Act, **changes: Any) -> Step:
    return a_step("review", "toy", "ACCEPTED", *(acts or (an_act("pass", "reviewed", "decision"),)), **changes)


def found(kind: ToyType, step: Step, **changes: Any) -> list[Defect]:
    registry = a_registry()
    registry.add_step_type(kind)
    return type_defects(a_standard(steps=steps() | {"review": step}, **changes), registry)


def silent(act: str) -> dict[str, Any]:
    return {"after": {"days": 1}, "act": act, "basis": "law", "citation": {"law": "条例", "article": "27"}}


def test_a_step_its_type_can_do() -> None:
    assert found(toy(), review()) == []


def test_a_party_the_type_is_not_handled_by() -> None:
    kind = toy(handled_by=frozenset({Handling.DESK, Handling.SYSTEM}))

    assert found(kind, review(handler=Handler(party="applicant"))) == [
        Defect(
            DefectCode.HANDLER_NOT_ALLOWED,
            "steps[review].handler.party",
            "The step review waits for applicant, but a step of the type toy@1 is handled by desk, system;"
            " name another party or another type.",
        )
    ]
    automatic = toy(handled_by=frozenset({Handling.SYSTEM}), automatic=True)
    assert [defect.code for defect in found(automatic, review())] == [DefectCode.HANDLER_NOT_ALLOWED]


@pytest.mark.parametrize("handler", [Handler(party="system", desk="window"), Handler(party="applicant", role="clerk")])
def test_a_desk_where_the_engine_or_the_applicant_acts(handler: Handler) -> None:
    assert found(toy(), review(handler=handler)) == [
        Defect(
            DefectCode.HANDLER_WITH_DESK,
            "steps[review].handler",
            f"The step review waits for {handler.party} and names a desk or a role, where nobody would act;"
            " take both out.",
        )
    ]


def test_an_outcome_the_law_of_the_regime_does_not_know() -> None:
    kind = toy(meanings={"reviewed": ToyOutcome(regimes=frozenset({Regime.LICENCE}))})

    assert found(kind, review()) == [
        Defect(
            DefectCode.OUTCOME_OUTSIDE_REGIME,
            "steps[review].acts[pass].outcome",
            "The act pass at the step review has the outcome reviewed, which the law of the regime SERVICE does not"
            " know; choose another outcome.",
        )
    ]


def test_a_check_and_a_step_that_settings_name_and_nobody_wrote() -> None:
    step = review(settings={"checks": ["known", "unknown"], "differs_from": ["receipt", "nowhere"]})
    known = Check(id="known", condition="true", effect=Effect.WARN, sentence=text())

    assert found(toy(), step, checks=[known]) == [
        Defect(
            DefectCode.UNKNOWN_CHECK,
            "steps[review].settings[unknown]",
            "The step review asks the check unknown, which does not exist; add the check or mend its name.",
        ),
        Defect(
            DefectCode.UNKNOWN_STEP,
            "steps[review].settings[nowhere]",
            "steps[review].settings[nowhere] names the step nowhere, which does not exist; name one of the steps.",
        ),
    ]


def test_what_settings_mean_is_not_asked_when_they_are_not_readable() -> None:
    assert found(toy(), review(settings={"checks": 1})) == []


def test_silence_fills_in_nothing() -> None:
    kind = toy(meanings={"reviewed": ToyOutcome(needs=frozenset({"opinion", "ground"}))})

    assert found(kind, review(silence=silent("pass"))) == [
        Defect(
            DefectCode.SILENCE_CANNOT_ACT,
            "steps[review].silence.act",
            "Silence at the step review performs the act pass, which needs ground, opinion, and silence fills in"
            " nothing; choose an act that needs nothing.",
        )
    ]


def test_silence_does_not_perform_what_is_allowed_once() -> None:
    kind = toy(meanings={"reviewed": ToyOutcome(once=True)})

    assert found(kind, review(silence=silent("pass"))) == [
        Defect(
            DefectCode.SILENCE_CANNOT_ACT,
            "steps[review].silence.act",
            "Silence at the step review performs the act pass, which is allowed once in a case, and the case would"
            " stand still the second time; choose another act.",
        )
    ]


def test_an_act_that_only_silence_could_perform_and_does_not() -> None:
    kind = toy(meanings={"reviewed": ToyOutcome(by_silence=True)})

    assert found(kind, review(silence=silent("pass"))) == []
    assert found(kind, review()) == [
        Defect(
            DefectCode.ACT_OF_NOBODY,
            "steps[review].acts[pass]",
            "The act pass at the step review comes of silence only, and the step's silence does not perform it;"
            " name it there or remove it.",
        )
    ]


def moving(*phases: str) -> Standard:
    step = review(an_act("pass", "reviewed", "issue", move="decide"), phases=list(phases), silence=silent("pass"))
    return a_standard(steps=steps() | {"review": step})


def test_silence_is_lawful_from_every_phase_of_its_step() -> None:
    registry = a_registry()
    registry.add_step_type(toy())

    assert law_defects(moving("ACCEPTED"), registry) == []
    assert [defect.code for defect in law_defects(moving("ACCEPTED", "SUBMITTED"), registry)] == [
        DefectCode.UNLAWFUL_MOVE
    ]


def test_no_case_rests_on_offers_alone() -> None:
    registry = a_registry()
    registry.add_step_type(toy(offers=True))
    offer = a_step(
        "offer", "toy", "ACCEPTED", an_act("withdraw", "reviewed", "end"), handler=Handler(party="applicant")
    )
    alone = a_step("review", "review", "ACCEPTED", an_act("pass", "reviewed", "offer"))
    ends_beside = a_step("review", "review", "ACCEPTED", an_act("pass", "reviewed"))
    both = a_step("receipt", "front_desk", "SUBMITTED", an_act("accept", "accepted", "review", "offer", move="accept"))

    def codes(*changed: Step) -> list[tuple[str, str]]:
        standard = a_standard(steps=steps() | {step.key: step for step in (offer, *changed)})
        return [
            (defect.element, defect.sentence)
            for defect in graph_defects(standard, registry)
            if defect.code is DefectCode.ROUTE_TO_NOWHERE
        ]

    assert codes(alone) == [
        (
            "steps[review].acts[pass].routes[1]",
            "The act pass at the step review opens only offers, on which no case rests; name the step that follows.",
        )
    ]
    assert codes(both) == []
    assert [element for element, _sentence in codes(both, ends_beside)] == ["steps[review].acts[pass].routes[1]"]
