import pytest

from tests.law import law
from tests.workflows.engine.factory import LONGWAN, OUHAI, Walk, act, at, clerk, days, end, rules, step
from workflows.clock.calendar import Calendar, shipped_calendar
from workflows.clock.entries import Carry, Entry, Start, Stop
from workflows.clock.enums import Ground
from workflows.engine.enums import Clocking
from workflows.engine.errors import NoExtension
from workflows.engine.rules import Rules
from workflows.engine.state import CaseState
from workflows.engine.timing import Clock, Place, Stroke, entries, is_running, is_stopped
from workflows.standards.enums import Regime
from workflows.standards.schema import Limit, Limits

CLOCK = Clock(
    {"CN": shipped_calendar(), "PLAIN": Calendar()},
    {LONGWAN: Place("CN", "Asia/Shanghai"), OUHAI: Place("PLAIN", "Asia/Shanghai")},
)
LIMITS = Limits(statutory=Limit(days=20), promised=Limit(days=10))


def stroke(regime: Regime, *ledger: Entry) -> Stroke:
    state = CaseState(regime, "X", LONGWAN, {}, None, at("2026-03-02"), ledger=ledger)
    return Stroke(state, LIMITS, CLOCK, at("2026-03-05"))


def started(regime: Regime) -> Start:
    (start,) = entries(Clocking.START, stroke(regime))
    assert isinstance(start, Start)
    return start


@law("许可法 45")
def test_a_licence_clock_that_runs_stops_for_a_correction_and_goes_on() -> None:
    start = started(Regime.LICENCE)
    (stop,) = entries(Clocking.STOP, stroke(Regime.LICENCE, start))
    assert isinstance(stop, Stop)
    assert stop.ground is Ground.CORRECTION
    assert is_stopped((start, stop))
    assert entries(Clocking.STOP, stroke(Regime.LICENCE, start, stop)) == ()
    (resume,) = entries(Clocking.RESUME, stroke(Regime.LICENCE, start, stop))
    assert not is_stopped((start, stop, resume))


@law("条例 19")
def test_no_other_clock_stops() -> None:
    for regime in set(Regime) - {Regime.LICENCE}:
        assert entries(Clocking.STOP, stroke(regime, started(regime))) == ()


def test_a_clock_starts_once_and_ends_once() -> None:
    start = started(Regime.SERVICE)
    assert entries(Clocking.START, stroke(Regime.SERVICE, start)) == ()
    assert entries(Clocking.START_AT_RECEIPT, stroke(Regime.SERVICE, start)) == ()
    (finish,) = entries(Clocking.FINISH, stroke(Regime.SERVICE, start))
    assert not is_running((start, finish))
    assert entries(Clocking.FINISH, stroke(Regime.SERVICE, start, finish)) == ()
    assert entries(Clocking.FINISH, stroke(Regime.SERVICE)) == ()
    assert entries(None, stroke(Regime.SERVICE)) == ()
    assert CLOCK.dues((start, finish), at("2026-03-09")).promised is None


def test_a_limit_without_extension_is_not_extended() -> None:
    with pytest.raises(NoExtension):
        entries(Clocking.EXTEND, stroke(Regime.LICENCE, started(Regime.LICENCE)))


def origin(moves_clock: bool) -> Rules:  # noqa: FBT001 - the setting under test
    law_ = rules(
        Regime.SERVICE,
        step(
            "here",
            "hand_over",
            "SUBMITTED",
            act("give", "there", outcome="cleared"),
            settings={"moves_clock": moves_clock},
        ),
        step("there", "review", "SUBMITTED", act("pass", "end", move="complete"), party="origin", limit=days(1)),
        end("COMPLETED"),
    )
    return Rules(law_.standard, law_.machine, law_.types, law_.evaluate, CLOCK)


def test_a_hand_over_carries_the_clock_where_the_settings_say_so() -> None:
    walk = Walk(origin(moves_clock=True), at("2026-02-11"))
    moves = walk.do("here", "give", clerk(2), at("2026-02-13"))
    (carry,) = moves.entries
    assert isinstance(carry, Carry)
    assert (carry.calendar, carry.at) == ("PLAIN", at("2026-02-13"))
    assert moves.dues.provisional
    assert walk.state.steps[0].due_at == at("2026-02-17", "00:00")


def test_otherwise_the_calendar_stays_and_the_step_is_due_by_its_own_districts() -> None:
    walk = Walk(origin(moves_clock=False), at("2026-02-11"))
    assert walk.do("here", "give", clerk(2), at("2026-02-13")).entries == ()
    assert walk.state.steps[0].due_at == at("2026-02-17", "00:00")
