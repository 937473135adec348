"""Over any number of moves the days used are never more than the days gone by, and no move changes them."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.law import law
from tests.workflows.engine.factory import at
from tests.workflows.engine.standards import BO, decided
from tests.workflows.moving.test_judging import between, changed
from workflows.clock.errors import ClockError
from workflows.clock.ledger import Ledger
from workflows.clock.reading import Reading
from workflows.engine.errors import ExtendedBefore
from workflows.engine.moving import moved
from workflows.engine.rules import Rules
from workflows.engine.state import CaseState
from workflows.moving.enums import DuePolicy
from workflows.moving.judging import judge

LIMIT = st.fixed_dictionaries({"days": st.integers(1, 60).map(str), "unit": st.sampled_from(["WORKING", "NATURAL"])})
LIMITS = st.tuples(LIMIT, LIMIT).filter(
    lambda pair: pair[0]["unit"] != pair[1]["unit"] or int(pair[0]["days"]) <= int(pair[1]["days"])
)
MOVE = st.tuples(LIMITS, st.sampled_from(list(DuePolicy)))
EVENT = st.tuples(st.integers(0, 72), st.one_of(MOVE, st.just("extend")))


def reading(state: CaseState, rules: Rules, now: datetime) -> Reading:
    return Ledger(state.ledger, rules.clock.calendars).at(now)


@law("许可法 42")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(EVENT, max_size=6))
def test_days_used_never_exceed_days_gone_by_and_no_move_changes_them(events: list[tuple[int, Any]]) -> None:
    walk, now = decided(), at("2026-03-05")
    for hours, event in events:
        now += timedelta(hours=hours)
        if event == "extend":
            # The law allows one, and only in time.
            with suppress(ClockError, ExtendedBefore):
                walk.do("decision", "extend", BO, now, {"opinion": "情况复杂。"})
        else:
            move_by(walk, event, now)
        then = reading(walk.state, walk.law, now + timedelta(days=10))
        assert then.promised.consumed <= (then.day - then.started_on).days
        if then.statutory:
            assert then.statutory.consumed <= (then.day - then.started_on).days
            assert then.promised.limit.unit is not then.statutory.limit.unit or (
                then.promised.limit.days <= then.statutory.limit.days
            )


def move_by(walk: Any, event: tuple[tuple[dict[str, str], dict[str, str]], DuePolicy], now: datetime) -> None:
    (promised, statutory), due = event
    new = changed(walk.law, lambda body: body["limits"].update(promised=promised, statutory=statutory))
    judgement = judge(between(walk.law, new, due=due), walk.state, {}, now)
    if judgement.move is None:
        assert [reason.code.value for reason in judgement.reasons] == ["OVER"]
        return
    before = reading(walk.state, walk.law, now)
    walk.state = moved(walk.state, judgement.move)
    walk.law = new
    after = reading(walk.state, new, now)
    assert after.elapsed == before.elapsed
    if after.promised.limit.unit is before.promised.limit.unit:
        assert after.promised.consumed == before.promised.consumed
    if before.statutory and after.statutory:
        assert after.statutory.ends_at <= before.statutory.ends_at
    if due is DuePolicy.EARLIER:
        assert after.promised.ends_at <= before.promised.ends_at
