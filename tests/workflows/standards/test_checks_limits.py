from decimal import Decimal
from typing import Any

import pytest

from tests.workflows.standards.factory import a_registry, a_standard, a_step, an_act, steps
from workflows.clock.enums import Unit
from workflows.standards.checks_limits import limit_defects
from workflows.standards.defects import Defect, DefectCode
from workflows.standards.enums import SilenceBasis
from workflows.standards.schema import Basis, Handler, Limit, Limits, Silence

pytestmark = pytest.mark.usefixtures("english")

CITATION = Basis(law="行政许可法", article="32")


def working(days: str) -> Limit:
    return Limit(days=Decimal(days))


def natural(days: str) -> Limit:
    return Limit(days=Decimal(days), unit=Unit.NATURAL)


def found(statutory: Limit | None, promised: Limit, type_: str = "review", **review: Any) -> list[Defect]:
    step = a_step("review", type_, "ACCEPTED", an_act("pass", "reviewed", "decision"), **review)
    limits = Limits(statutory=statutory, promised=promised)
    return limit_defects(a_standard(limits=limits, steps=steps() | {"review": step}), a_registry())


@pytest.mark.parametrize(
    ("statutory", "promised", "said"),
    [
        (working("20"), working("21"), ("21 working days", "20 working days")),
        (working("3"), natural("4"), ("4 natural days", "3 working days")),
        (natural("30"), working("20"), ("20 working days", "30 natural days")),
    ],
)
def test_a_promise_that_is_not_surely_within_the_statutory_limit(
    statutory: Limit, promised: Limit, said: tuple[str, str]
) -> None:
    assert found(statutory, promised) == [
        Defect(
            DefectCode.PROMISE_OVER_STATUTORY,
            "limits.promised",
            f"The promised limit of {said[0]} is not within the statutory one of {said[1]};"
            " shorten it, and give both in one unit.",
        )
    ]


@pytest.mark.parametrize(
    ("statutory", "promised"),
    [
        (working("3"), working("0.5")),
        (working("3"), natural("3")),
        (natural("30"), natural("30")),
        (None, working("9")),
    ],
)
def test_a_promise_within_the_statutory_limit(statutory: Limit | None, promised: Limit) -> None:
    assert found(statutory, promised) == []


def test_a_step_that_takes_longer_than_the_law_allows_the_whole() -> None:
    assert found(working("20"), working("10"), limit=working("21")) == [
        Defect(
            DefectCode.STEP_LIMIT_OVER_STATUTORY,
            "steps[review].limit",
            "The limit of 21 working days at the step review is longer than the statutory one of 20 working days;"
            " shorten it.",
        )
    ]


def test_ninety_natural_days_are_longer_than_twenty_working_days_in_any_calendar() -> None:
    assert [defect.code for defect in found(working("20"), working("10"), limit=natural("90"))] == [
        DefectCode.STEP_LIMIT_OVER_STATUTORY
    ]
    assert found(working("20"), working("10"), limit=natural("30")) == []


def test_silence_that_speaks_after_the_statutory_limit() -> None:
    silence = Silence(after=working("21"), act="pass", basis=SilenceBasis.LAW, citation=CITATION)

    assert found(working("20"), working("10"), silence=silence) == [
        Defect(
            DefectCode.SILENCE_OVER_STATUTORY,
            "steps[review].silence.after",
            "Silence at the step review has its consequence after 21 working days, which is longer than the statutory"
            " limit of 20 working days; shorten it.",
        )
    ]


def test_the_time_of_the_applicant_and_of_a_stopped_clock_does_not_count() -> None:
    assert found(working("3"), working("1"), limit=working("15"), handler=Handler(party="applicant")) == []
    assert found(working("3"), working("1"), "hearing", limit=working("20")) == []


def test_a_length_of_time_no_clock_reckons() -> None:
    assert found(None, working("2.5"), limit=natural("0.5")) == [
        Defect(
            DefectCode.UNLAWFUL_LIMIT,
            "limits.promised",
            "The limit at limits.promised is 2.5 working days, which no clock reckons;"
            " give whole days, or half a working day for the same day.",
        ),
        Defect(
            DefectCode.UNLAWFUL_LIMIT,
            "steps[review].limit",
            "The limit at steps[review].limit is 0.5 natural days, which no clock reckons;"
            " give whole days, or half a working day for the same day.",
        ),
    ]
