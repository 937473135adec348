"""The written form of a ledger's rows."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law import law
from workflows.clock.arithmetic import Limit
from workflows.clock.entries import Carry, Entry, Extend, Finish, Resume, Start, Stop, from_json, to_json
from workflows.clock.enums import GROUNDS_OF_REGIME, SPECIAL_PROCEDURES, Ground
from workflows.clock.errors import ClockError

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
START = {
    "version": 1,
    "kind": "START",
    "at": "2026-03-02T04:00:00Z",
    "recorded_at": "2026-03-02T04:00:00Z",
    "regime": "LICENCE",
    "calendar": "CN",
    "zone": "Asia/Shanghai",
    "promised": {"days": "0.5", "unit": "WORKING"},
    "statutory": {"days": "20", "unit": "WORKING"},
}

instants = st.datetimes(
    datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2040, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Amsterdam")]),
)
limits = st.integers(0, 15).map(Limit.working) | st.integers(0, 15).map(Limit.natural) | st.just(Limit.working("0.5"))
statutory = st.none() | st.integers(16, 60).map(Limit.working)
zones = st.sampled_from(["Asia/Shanghai", "Europe/Amsterdam"])
codes = st.text(min_size=1, max_size=64).filter(lambda text: text.isprintable())


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    at = draw(instants)
    promised, enacted = draw(limits), draw(statutory)
    place = {"calendar": draw(codes), "zone": draw(zones)}
    start = Start(
        at=at,
        recorded_at=max(at, draw(instants)),
        regime=draw(st.sampled_from(sorted(GROUNDS_OF_REGIME))),
        promised=promised,
        statutory=enacted,
        **place,
    )
    stop = Stop(
        at=at,
        ground=draw(st.sampled_from(Ground)),
        announced_days=draw(st.integers(1, 90)),
        awaited=draw(codes),
    )
    extend = Extend(at=at, days=draw(st.integers(1, 30)), approver=draw(codes))
    carry = Carry(at=at, limits=draw(st.none() | st.just((promised, enacted))), **place)
    kinds: list[Entry] = [start, stop, Resume(at=at), extend, carry, Finish(at=at)]
    return draw(st.sampled_from(kinds))


@given(entry=entries())
def test_json_gives_back_the_entry_and_the_entry_its_json(entry: Entry) -> None:
    written = to_json(entry)
    assert from_json(written) == entry
    assert to_json(from_json(written)) == written


def test_the_written_form_is_plain_and_in_utc() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    start = Start(
        at=noon,
        recorded_at=noon,
        regime="LICENCE",
        calendar="CN",
        zone="Asia/Shanghai",
        promised=Limit.working("0.5"),
        statutory=Limit.working(20),
    )
    assert to_json(start) == START


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"version": 2}, "entry.unreadable"),
        ({"kind": "PAUSE"}, "entry.unreadable"),
        ({"at": "2026-03-02T04:00:00"}, "entry.unreadable"),
        ({"note": "x"}, "entry.unreadable"),
        ({"promised": {"days": "1", "unit": "MOON"}}, "entry.unreadable"),
        ({"promised": {"days": "2.5"}}, "limit.unlawful"),
        ({"zone": "Mars/Olympus"}, "zone.unknown"),
        ({"regime": "FAVOUR"}, "regime.unknown"),
        ({"at": "2026-03-02T04:00:01Z"}, "start.future"),
    ],
)
def test_what_is_no_entry_is_refused(change: dict[str, object], code: str) -> None:
    with pytest.raises(ClockError) as refused:
        from_json(START | change)
    assert refused.value.code == code


@law("浙规 12")
def test_a_promise_longer_than_the_law_is_refused() -> None:
    with pytest.raises(ClockError) as refused:
        from_json(START | {"promised": {"days": "21", "unit": "WORKING"}})
    assert refused.value.code == "promise.too_long"
    with pytest.raises(ClockError) as refused:
        Carry(at=NOON, calendar="CN", zone="Asia/Shanghai", limits=(Limit.working(21), Limit.working(20)))
    assert refused.value.code == "promise.too_long"


@law("许可法 45")
def test_the_grounds_of_the_law_are_eight() -> None:
    assert sorted(SPECIAL_PROCEDURES) == [
        "APPRAISAL",
        "AUCTION",
        "EXPERT_REVIEW",
        "HEARING",
        "INSPECTION",
        "QUARANTINE",
        "TENDER",
        "TESTING",
    ]


def test_only_a_permit_knows_grounds_to_stop() -> None:
    assert [regime for regime, grounds in GROUNDS_OF_REGIME.items() if grounds] == ["LICENCE"]
