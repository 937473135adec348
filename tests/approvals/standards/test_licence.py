import pytest

from tests.approvals.standards.shipped import APPLICANT, Case, at, clerk
from tests.law import law
from workflows.clock.entries import Resume, Start, Stop
from workflows.engine import errors

WINDOW = clerk(2, "RECEIVER", "WINDOW")
NOTICE = {"items": [{"material": "layout", "defect": "看不清", "remedy": "重新扫描", "basis": "办事指南"}], "days": 15}


def licence(day: str = "2026-03-02", time: str = "10:00") -> Case:
    return Case("licence", at(day, time))


@law("许可法 32(四)", "trap 2", "clock C1")
def test_five_working_days_of_silence_accept_from_the_day_of_receipt() -> None:
    case = licence("2026-02-12", "10:05")
    assert case.wait(at("2026-02-26", "23:59")) == []
    (silence,) = case.wait(at("2026-03-02"))
    assert [(turn.act, turn.actor, turn.at) for turn in silence.turns] == [
        ("deem", None, at("2026-02-27", "00:00")),
        ("begin", None, at("2026-02-27", "00:00")),
    ]
    start = case.state.ledger[0]
    assert isinstance(start, Start)
    assert (start.at, start.recorded_at) == (at("2026-02-12", "10:05"), at("2026-02-27", "00:00"))
    assert silence.dues.promised == at("2026-03-05", "00:00")
    assert silence.dues.statutory == at("2026-03-19", "00:00")


@law("许可法 32(四)")
def test_nobody_deems_but_silence() -> None:
    with pytest.raises(errors.NotAllowed):
        licence().do("window", "deem", WINDOW, at("2026-03-03"))


@law("许可法 32(四)", "16号令 15(四)")
def test_the_five_days_do_not_run_while_the_applicant_corrects() -> None:
    case = licence()
    case.do("window", "correct", WINDOW, at("2026-03-03"), **NOTICE)
    assert (case.state.phase, case.open, case.state.ledger) == ("CORRECTION_ISSUED", ["correction"], ())
    assert case.wait(at("2026-03-20")) == []
    case.do("correction", "resubmit", APPLICANT, at("2026-03-20"))
    case.do("window_again", "accept", WINDOW, at("2026-03-23"))
    assert case.journal[-1].dues.promised == at("2026-04-08", "00:00")


@law("case A10", "许可法 32(四)", "许可法 72(四)", "trap 4")
def test_a_second_notice_on_what_was_missing_before_is_refused() -> None:
    case = licence()
    case.do("window", "correct", WINDOW, at("2026-03-03"), **NOTICE)
    case.do("correction", "resubmit", APPLICANT, at("2026-03-10"))
    with pytest.raises(errors.OnlyOnce):
        case.do("window_again", "correct", WINDOW, at("2026-03-11"), **NOTICE)


@law("浙规 11")
def test_the_clock_stops_while_gaps_are_filled_and_goes_on() -> None:
    case = licence()
    accepted = case.do("window", "accept_with_gaps", WINDOW, at("2026-03-02", "10:30"))
    assert accepted.dues.promised == at("2026-03-17", "00:00")
    case.do("gaps", "tell", WINDOW, at("2026-03-02", "11:00"), **NOTICE)
    assert isinstance(case.state.ledger[-1], Stop)
    case.do("supplement", "resubmit", APPLICANT, at("2026-03-05"))
    assert isinstance(case.state.ledger[-1], Resume)
    done = case.do("gaps_again", "complete", WINDOW, at("2026-03-05", "11:00"))
    assert done.dues.promised == at("2026-03-20", "00:00")
    assert (case.state.phase, case.open) == ("IN_REVIEW", ["review"])


@law("浙规 11")
def test_gaps_that_stay_open_end_the_acceptance() -> None:
    case = licence()
    case.do("window", "accept_with_gaps", WINDOW, at("2026-03-02", "10:30"))
    case.do("gaps", "tell", WINDOW, at("2026-03-02", "11:00"), **(NOTICE | {"days": 5}))
    case.wait(at("2026-03-20"))
    assert (case.state.phase, case.state.ended_at) == ("ACCEPTANCE_REVOKED", at("2026-03-10", "00:00"))


@law("许可法 34")
def test_a_verification_on_the_spot_bears_two_names_and_another_person_decides() -> None:
    case = licence()
    case.do("window", "accept", WINDOW, at("2026-03-02", "11:00"))
    reviewer = clerk(3, "REVIEWER", "REGISTRY")
    with pytest.raises(errors.TwoNamesNeeded):
        case.do("review", "pass", reviewer, at("2026-03-03"), opinion="相符。", names=[3, 3])
    case.do("review", "pass", reviewer, at("2026-03-03"), opinion="相符。", names=[3, 9])
    with pytest.raises(errors.SameHands):
        case.do("decision", "grant", clerk(3, "APPROVER", "REGISTRY"), at("2026-03-04"))
