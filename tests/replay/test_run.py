"""A few cases of each log through the engine; the whole logs run under ``make replay``."""

import gzip
import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.replay import ZONE
from tests.replay.leaks import look
from tests.replay.logs import Log, NotALogError
from tests.replay.mixing import NUMBERS, PEOPLE, mixed
from tests.replay.run import Replay
from workflows.engine.models import Case

RECEIPT, PERMITS = "event-logs/receipt", "event-logs/bpic15_M1_M2"


class KilledError(Exception):
    """Stops a replay where it is."""


@pytest.fixture
def there(own_database: str, settings: Any) -> str:
    """A simulated database in the zone of the logs."""
    settings.TIME_ZONE = ZONE
    return own_database


def read(shared_data: Path, name: str, cases: int) -> Log:
    folder = shared_data / name
    if not folder.is_dir():
        pytest.skip(f"no event log at {folder}")
    return Log.read(folder, ZoneInfo(ZONE), cases)


def raw(shared_data: Path, name: str, log: Log) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The lines of the log about the same cases, read without the harness."""
    folder = shared_data / name
    cases = [json.loads(line) for line in (folder / "cases.jsonl").read_text().splitlines()]
    with gzip.open(folder / "events.jsonl.gz", "rt") as lines:
        events = [json.loads(line) for line in lines]
    return [c for c in cases if c["case_id"] in log.cases], [e for e in events if e["case_id"] in log.cases]


def test_thirty_applications_are_replayed_to_the_figures_of_the_log(there: str, shared_data: Path) -> None:
    log = read(shared_data, RECEIPT, 30)
    cases, events = raw(shared_data, RECEIPT, log)
    outcome = Replay(log, moments=2).run()
    ends = [(c["attrs"].get("enddate"), c["attrs"]["deadline"]) for c in cases]
    at = datetime.fromisoformat
    wanted = {
        "cases": 30,
        "acts": len(events),
        "refused": 0,
        "in_time": sum(bool(end) and at(end) <= at(due) for end, due in ends),
        "late": sum(bool(end) and at(end) > at(due) for end, due in ends),
        "open": sum(not end for end, _due in ends),
        "overdue_steps": None,
        "leaks": 0,
    }
    assert {name: outcome.figures[name] for name in wanted} == wanted
    days = Counter(at(event["ts"]).astimezone(ZoneInfo(ZONE)).date().isoformat() for event in events)
    assert {row["date"]: row["events"] for row in outcome.figures["daily"] if row["events"]} == days
    assert outcome.figures["districts"]["-"]["acts"] == len(events)


def test_exactly_the_tampered_acts_are_refused(there: str, shared_data: Path) -> None:
    log = read(shared_data, RECEIPT, 30)
    outcome = Replay(log, tamper=30, moments=1).run()
    assert (len(outcome.refused), outcome.is_as_expected) == (30, True)
    assert outcome.figures["acts"] == len(log.acts)
    assert Counter(outcome.refused.values()).keys() >= {"actor.not_allowed", "step.unknown"}


def test_a_replay_that_was_killed_goes_on_and_does_nothing_twice(there: str, shared_data: Path) -> None:
    log = read(shared_data, RECEIPT, 12)

    def die(done: int, total: int) -> None:
        if done > total // 2:
            raise KilledError

    with pytest.raises(KilledError):
        Replay(log, tamper=6, moments=1).run(die)
    again = Replay(log, tamper=6, moments=1)
    outcome = again.run()
    assert (outcome.figures["cases"], outcome.figures["acts"]) == (12, len(log.acts))
    assert (outcome.figures["refused"], outcome.is_as_expected) == (6, True)


def test_permits_of_two_districts_that_share_people_and_numbers_leak_nothing(there: str, shared_data: Path) -> None:
    log = read(shared_data, PERMITS, 24)
    assert log.districts == ("M1", "M2")
    replay = Replay(log, moments=5)
    _same, posts = mixed(log)
    assert len({person for person, _district, _desk in posts}) == min(PEOPLE, len(log.people))
    outcome = replay.run()
    assert (outcome.figures["refused"], outcome.figures["leaks"]) == (0, 0)
    assert outcome.figures["acts"] == len(log.acts)
    subjects = Counter(Case.objects.using("audit").values_list("subject", flat=True))
    assert sum(number > 1 for number in subjects.values()) == min(NUMBERS, *Counter(_districts(log)).values())


def test_a_person_who_sees_what_no_post_shows_is_counted_as_a_leak(there: str, shared_data: Path) -> None:
    log = read(shared_data, PERMITS, 12)
    replay = Replay(log, moments=1)
    replay.run()
    day = log.day(log.acts[-1].at)
    seeing = {person for person, district in replay.town.posts if replay.town.holds(person, district, day)}
    assert seeing
    replay.town.posts.clear()
    assert sum(look(replay.town, day).leaks.values()) >= len(seeing)


def test_a_folder_without_a_log_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(NotALogError, match=r"cases\.jsonl"):
        Log.read(tmp_path, ZoneInfo(ZONE))


def _districts(log: Log) -> list[str]:
    return [case.district for case in log.cases.values()]
