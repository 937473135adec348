"""The core of ``manage.py due``: lines in, dates or faults out."""

from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from workflows.clock.calendar import shipped_calendar
from workflows.clock.due_lines import Answer, answer_lines


def answers(lines: Iterable[str]) -> list[Answer]:
    with override("en"):
        return list(answer_lines(lines, shipped_calendar(), ZoneInfo("Asia/Shanghai")))


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("2026-02-12,3", "2026-02-12,3,2026-02-24"),
        (" 2026-02-12 , 20 \r\n", "2026-02-12,20,2026-03-18"),
        ("2026-02-15,0", "2026-02-15,0,2026-02-24"),
        ("2026-02-14,0.5", "2026-02-14,0.5,2026-02-14"),
        ("2026-02-13T17:29:59+08:00,0", "2026-02-13T17:29:59+08:00,0,2026-02-13"),
        ("2026-02-13T17:30,0", "2026-02-13T17:30,0,2026-02-14"),
        ("2026-02-12T16:30:00Z,1", "2026-02-12T16:30:00Z,1,2026-02-14"),
        ("2026-12-28,10", "2026-12-28,10,2027-01-11,provisional"),
    ],
)
def test_a_line_is_answered_with_its_due_date(line: str, answer: str) -> None:
    assert [made.as_line() for made in answers([line])] == [answer]


def test_a_header_says_where_the_columns_stand() -> None:
    assert [made.as_line() for made in answers(["\ufeffkind,N,Start\n", "x,3,2026-02-12\n"])] == [
        "2026-02-12,3,2026-02-24"
    ]


def test_the_shared_vectors_can_be_read_as_they_are(shared_data: Path) -> None:
    lines = (shared_data / "working-days" / "vectors.csv").read_text(encoding="utf-8").splitlines()
    assert [str(made.due.date) for made in answers(lines) if made.due] == [line.split(",")[4] for line in lines[1:]]


def test_blank_lines_are_passed_over_and_counted() -> None:
    assert [made.line for made in answers(["start,n\n", "\n", "2026-02-12,3\n", "  \n", "2026-02-12,5"])] == [3, 5]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            "2026-02-30,3",
            "Line 1: “2026-02-30” is not a date; write it as 2026-02-12, or an instant as 2026-02-12T17:29:00+08:00.",
        ),
        ("2026-02-12,x", "Line 1: “x” is not a number of working days; write 0, 0.5 or a whole number."),
        ("2026-02-12,-1", "Line 1: “-1” is not a number of working days; write 0, 0.5 or a whole number."),
        (
            "2026-02-12,2.5",
            "Line 1: A limit of 2.5 days does not exist; give 0, half a working day or a whole number of days.",
        ),
        ("2026-02-12", "Line 1: 1 value(s) stand where two are needed; write the line as 2026-02-12,3."),
        ("2026-02-12,3,4", "Line 1: 3 value(s) stand where two are needed; write the line as 2026-02-12,3."),
        ("2026-02-12,99999999", "Line 1: 99999999 days after 2026-02-12 lie beyond the year 9999; give fewer days."),
    ],
)
def test_a_bad_line_names_its_number_its_fault_and_the_next_step(line: str, fault: str) -> None:
    made = answers([line, "2026-02-12,3"])
    assert (made[0].fault, made[1].as_line()) == (fault, "2026-02-12,3,2026-02-24")


def test_json_keeps_the_order_and_numbers_stay_numbers() -> None:
    made = answers(["2026-02-12,3", "2026-02-14,0.5", "x,1"])
    assert [answer.as_json() for answer in made] == [
        {"start": "2026-02-12", "n": 3, "due": "2026-02-24", "provisional": False},
        {"start": "2026-02-14", "n": 0.5, "due": "2026-02-14", "provisional": False},
        {"start": "x", "n": "1", "due": None, "provisional": None, "fault": made[2].fault},
    ]


@given(lines=st.lists(st.text()))
def test_no_line_whatever_stops_the_others(lines: list[str]) -> None:
    made = answers(["2026-02-12,3", *lines, "2026-02-12,3"])
    assert (made[0].as_line(), made[-1].as_line()) == ("2026-02-12,3,2026-02-24",) * 2
