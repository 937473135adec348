from dataclasses import replace
from typing import Any

import pytest

from tests.law import law
from tests.workflows.standards.factory import LONGWAN, OUHAI, a_registry, a_standard, a_step, an_act, desks, steps, text
from workflows.standards.checks_people import Desk, people_defects
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.schema import Handler, Party

pytestmark = pytest.mark.usefixtures("english")


def found(handler: Handler, type_: str = "review", **changes: Any) -> list[Defect]:
    districts = changes.pop("districts", desks())
    step = a_step("review", type_, "ACCEPTED", an_act("pass", "reviewed", "decision"), handler=handler)
    return people_defects(a_standard(steps=steps() | {"review": step}, **changes), a_registry(), districts)


def no_desk(district: str, desk: str, role: str) -> Defect:
    return Defect(
        DefectCode.NO_DESK,
        "steps[review].handler",
        f"No desk of the district {district} can take the step review (desk: {desk}, role: {role});"
        " set one up there or change the handler.",
    )


def test_a_step_waits_for_a_desk_every_district_has() -> None:
    assert found(Handler(party="home", desk="office", role="reviewer")) == []


def test_a_kind_of_desk_one_district_lacks() -> None:
    districts = desks() | {OUHAI: [Desk("window", frozenset({"clerk", "reviewer"}))]}

    assert found(Handler(party="home", desk="office"), districts=districts) == [no_desk(OUHAI, "office", "any")]


def test_a_role_has_to_be_at_the_desk_itself() -> None:
    assert found(Handler(party="home", desk="window", role="reviewer")) == [
        no_desk(LONGWAN, "window", "reviewer"),
        no_desk(OUHAI, "window", "reviewer"),
    ]


def test_a_district_without_any_desk_can_take_no_step() -> None:
    districts = {LONGWAN: desks()[LONGWAN], OUHAI: list[Desk]()}

    assert [defect.element for defect in found(Handler(party="home"), districts=districts)] == [
        *("steps[receipt].handler", "steps[review].handler"),
        *("steps[decision].handler", "steps[issue].handler"),
    ]


def test_a_party_that_names_its_district_needs_the_desk_only_there() -> None:
    districts = desks() | {OUHAI: [*desks()[OUHAI], Desk("archive", frozenset())]}
    parties = [Party(role=role, title=text(), district=district) for role, district in (("home", "case.district"),)]
    parties.append(Party(role="keeper", title=text(), district=f"'{OUHAI}'"))

    assert found(Handler(party="keeper", desk="archive"), districts=districts, parties=parties) == []
    assert found(Handler(party="home", desk="archive"), districts=districts, parties=parties) == [
        no_desk(LONGWAN, "archive", "any")
    ]


def test_nobody_is_needed_where_the_applicant_or_the_engine_acts() -> None:
    assert found(Handler(party="applicant", desk="none")) == []
    assert found(Handler(party="system")) == []
    assert found(Handler(party="home", desk="none"), "end") == []


def test_a_party_the_standard_does_not_have() -> None:
    assert found(Handler(party="destination")) == [
        Defect(
            DefectCode.UNKNOWN_PARTY,
            "steps[review].handler.party",
            "The step review waits for the party destination, which the standard does not have;"
            " add the party, or name applicant or system.",
        )
    ]


@law("许可法 24")
def test_a_district_without_power_and_without_entrustment_decides_nothing() -> None:
    powerless = [replace(desk, decides=False) for desk in desks()[OUHAI]]

    defects = people_defects(a_standard(), a_registry(), desks() | {OUHAI: powerless})

    assert [(defect.code, defect.element) for defect in defects] == [
        (DefectCode.NO_POWER, f"steps[{key}].handler") for key in ("decision",)
    ]
    assert "In the district 330304 nobody may decide the step decision" in defects[0].sentence
