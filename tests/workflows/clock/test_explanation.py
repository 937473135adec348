"""The clock's one sentence."""

from datetime import datetime
from typing import Any

import pytest
from django.utils.translation import override

from workflows.clock.arithmetic import Limit
from workflows.clock.calendar import shipped_calendar
from workflows.clock.entries import Entry, Extend, Resume, Start, Stop
from workflows.clock.enums import Ground, Light
from workflows.clock.labels import GROUNDS, LIGHTS
from workflows.clock.ledger import Ledger


def on(day: str, hour: int = 10) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00+08:00")


def start(day: str, promised: Limit, **changes: Any) -> Start:
    usual = {"at": on(day), "recorded_at": on(day), "regime": "LICENCE", "calendar": "CN", "zone": "Asia/Shanghai"}
    return Start(promised=promised, statutory=None, **usual | changes)


def stop(day: str, awaited: str = "") -> Stop:
    return Stop(at=on(day), ground=Ground.EXPERT_REVIEW, announced_days=5, awaited=awaited)


RUNNING = start("2026-04-20", Limit.working(15))


@pytest.mark.parametrize(
    ("entries", "day", "sentence"),
    [
        ([RUNNING], "2026-05-07", "9 of 15 working days used; due May 13."),
        (
            [RUNNING, stop("2026-05-06", "material-4"), Resume(at=on("2026-05-09"))],
            "2026-05-11",
            "9 of 15 working days used; stopped May 6 to May 9, waiting for item 4; due May 18.",
        ),
        (
            [RUNNING, stop("2026-05-06"), Resume(at=on("2026-05-09"))],
            "2026-05-11",
            "9 of 15 working days used; stopped May 6 to May 9 for expert review; due May 18.",
        ),
        (
            [RUNNING, stop("2026-05-06")],
            "2026-05-07",
            "9 of 15 working days used; stopped since May 6 for expert review, expected to end May 12; due May 20.",
        ),
        (
            [RUNNING, stop("2026-05-06", "paper-7")],
            "2026-05-07",
            "9 of 15 working days used; stopped since May 6, waiting for paper-7 until May 12; due May 20.",
        ),
        (
            [RUNNING, Extend(at=on("2026-05-06"), days=10, approver="post-1")],
            "2026-05-06",
            "8 of 25 working days used; extended by 10 days; due May 27.",
        ),
        (
            [start("2026-02-12", Limit.working(20), recorded_at=on("2026-02-27"))],
            "2026-02-27",
            "5 of 20 working days used; counted back from February 12 by law; due March 18.",
        ),
        (
            [start("2026-12-28", Limit.working(10))],
            "2026-12-29",
            "0 of 10 working days used; due Jan. 11, 2027, provisionally until the holidays of that year are announced.",
        ),
        ([start("2026-03-02", Limit.working("0.5"))], "2026-03-02", "to be done on the day itself; due March 2."),
        ([start("2026-03-02", Limit.natural(1))], "2026-03-02", "0 of 1 day used; due March 3."),
    ],
)
def test_the_clock_explains_itself_in_one_sentence(entries: list[Entry], day: str, sentence: str) -> None:
    made = Ledger(tuple(entries), {"CN": shipped_calendar()})
    with override("en"):
        assert str(made.explain(on(day, 12), {"material-4": "item 4"})) == sentence


def test_every_ground_and_every_light_has_its_word() -> None:
    assert (set(GROUNDS), set(LIGHTS)) == (set(Ground), set(Light))
