from typing import Any

import pytest

from tests.workflows.standards.factory import a_registry, a_standard, a_step, an_act, steps, text
from workflows.standards.checks_ports import port_defects
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.enums import Effect
from workflows.standards.schema import Check, Material, Party, Route, Step

pytestmark = pytest.mark.usefixtures("english")


def found(*changed: Step, **changes: Any) -> list[Defect]:
    standard = a_standard(steps=steps() | {step.key: step for step in changed}, **changes)
    return port_defects(standard, a_registry())


def test_a_step_type_that_does_not_exist() -> None:
    assert found(a_step("review", "revue", "ACCEPTED", an_act("pass", "reviewed", "decision"))) == [
        Defect(
            DefectCode.UNKNOWN_STEP_TYPE,
            "steps[review].type",
            "The step review is of the type revue@1, which does not exist;"
            " choose one of decision@1, end@1, front_desk@1, hearing@1, issue@1, review@1.",
        )
    ]


def test_settings_the_type_does_not_allow() -> None:
    settings = {"reviewers": "many", "colour": "red"}

    assert found(a_step("review", "review", "ACCEPTED", an_act("pass", "reviewed", "decision"), settings=settings)) == [
        Defect(
            DefectCode.SETTINGS_INVALID,
            f"steps[review].settings.{name}",
            f"The setting {name} of the step review is not what the type review@1 allows; see its settings"
            " in docs/step-types.md.",
        )
        for name in ("reviewers", "colour")
    ]


def test_an_outcome_the_type_does_not_have_and_one_it_needs() -> None:
    acts = (an_act("accept", "agreed", "review", move="accept"),)

    assert found(a_step("receipt", "front_desk", "SUBMITTED", *acts)) == [
        Defect(
            DefectCode.UNKNOWN_OUTCOME,
            "steps[receipt].acts[accept].outcome",
            "The act accept at the step receipt has the outcome agreed, which the type front_desk@1 does not have;"
            " choose one of accepted, refused.",
        ),
        Defect(
            DefectCode.MISSING_OUTCOME,
            "steps[receipt].acts",
            "The step receipt has no act with the outcome accepted, which its type needs; add one.",
        ),
    ]


def test_a_probe_that_is_not_registered() -> None:
    checks = [
        Check(id=name, probe=name, effect=Effect.WARN, sentence=text()) for name in ("name_is_free", "name_is_nice")
    ]

    assert found(checks=checks) == [
        Defect(
            DefectCode.UNKNOWN_PROBE,
            "checks[name_is_nice].probe",
            "The check name_is_nice asks the probe name_is_nice, which is not registered; choose one of: name_is_free.",
        )
    ]


def test_a_check_that_asks_two_things() -> None:
    check = Check.model_construct(
        id="c", condition="true", probe="name_is_free", applies_when="true", effect=Effect.WARN, sentence=text()
    )

    assert port_defects(a_standard().model_copy(update={"checks": [check]}), a_registry()) == [
        Defect(
            DefectCode.CHECK_QUESTION,
            "checks[c]",
            "The check c asks nothing or two things; give it either a condition or a probe.",
        )
    ]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"parties": [Party(role="home", title=text(), district="name")]}, "parties[home].district"),
        ({"materials": [Material(key="m", title=text(), required_when="name")]}, "materials[m].required_when"),
        (
            {"checks": [Check(id="c", condition="name", effect=Effect.WARN, sentence=text())]},
            "checks[c].condition",
        ),
        (
            {"checks": [Check(id="c", condition="true", applies_when="name", effect=Effect.WARN, sentence=text())]},
            "checks[c].applies_when",
        ),
    ],
)
def test_an_expression_that_does_not_compile(changes: dict[str, Any], place: str) -> None:
    assert found(**changes) == [
        Defect(
            DefectCode.EXPRESSION_INVALID,
            place,
            "The condition names name, which is not known; names start with form, facts, case or materials,"
            f" and texts stand in quotes. It stands at {place}.",
        )
    ]


def test_the_condition_of_a_route_is_compiled_too() -> None:
    act = an_act("pass", "reviewed", routes=[Route(when="1 +", to=["decision"]), Route(to=["decision"])])

    assert found(a_step("review", "review", "ACCEPTED", act)) == [
        Defect(
            DefectCode.EXPRESSION_INVALID,
            "steps[review].acts[pass].routes[1].when",
            "The condition 1 + is not well formed; mend its operators and brackets."
            " It stands at steps[review].acts[pass].routes[1].when.",
        )
    ]
