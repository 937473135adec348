"""The relay over real connections that commit: nothing lost, nothing twice, the journal untouched."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import psycopg
import pytest
from django.db import connections

from config import database
from config.database import Role, role_dsn
from tests.workflows.engine.stage import RECEIVED, ask
from tests.workflows.journal.after_commit import Handled, effects_standing, no_consumers, stage
from workflows.journal.effects import register_consumer, register_listener
from workflows.journal.models import JournalRow
from workflows.journal.relay import (
    ForeignJournalError,
    Relayed,
    _whole,
    relay_once,
    take_over_restored_journal,
)


@pytest.fixture(autouse=True)
def own_consumers() -> Iterator[None]:
    with no_consumers():
        yield


def jobs() -> list[tuple[object, ...]]:
    return ask("SELECT (args->>'effect')::int, status::text FROM procrastinate_jobs ORDER BY 1", using="worker")


@pytest.mark.committed
def test_every_wanted_row_becomes_one_effect_with_one_job(own_database: str) -> None:
    Handled()
    set_stage = stage()
    case = set_stage.file().case
    before = ask("SELECT id, hash, transaction::text, xmin::text FROM workflows_journalrow ORDER BY id")
    assert relay_once() == Relayed(effects=1)
    set_stage.act("anna", case, "desk", "on", now=RECEIVED)
    assert relay_once() == Relayed(effects=1)
    assert relay_once() == Relayed()
    assert effects_standing() == [(1, "noted", "PENDING", 0), (2, "noted", "PENDING", 0)]
    effects = ask("SELECT id FROM workflows_effect ORDER BY id")
    assert jobs() == [(effect, "todo") for (effect,) in effects]
    after = ask("SELECT id, hash, transaction::text, xmin::text FROM workflows_journalrow ORDER BY id")
    assert after[: len(before)] == before


@pytest.mark.committed
def test_a_consumer_gets_the_rows_it_wants_and_a_later_one_begins_at_the_start(own_database: str) -> None:
    register_consumer("acts", lambda row: row.verb == "ACT", lambda *_: None)
    set_stage = stage()
    case = set_stage.file().case
    set_stage.act("anna", case, "desk", "on", now=RECEIVED)
    assert relay_once().effects == 1
    register_consumer("all", lambda _row: True, lambda *_: None)
    assert relay_once().effects == 2
    assert effects_standing() == [
        (1, "all", "PENDING", 0),
        (2, "acts", "PENDING", 0),
        (2, "all", "PENDING", 0),
    ]


@pytest.mark.committed
def test_a_relay_with_nothing_to_read_asks_three_questions_and_writes_nothing(
    own_database: str, django_assert_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    Handled()
    stage().file()
    relay_once()
    before = ask("SELECT consumer, xmin::text, xmax::text FROM workflows_cursor")
    with django_assert_num_queries(3, connection=connections["worker"]):
        assert relay_once() == Relayed()
    assert ask("SELECT consumer, xmin::text, xmax::text FROM workflows_cursor") == before


@pytest.mark.committed
def test_a_batch_that_is_full_says_that_there_is_more(own_database: str) -> None:
    Handled()
    set_stage = stage()
    for _ in range(3):
        set_stage.file()
    assert [relay_once(limit=2) for _ in range(3)] == [Relayed(2, more=True), Relayed(1), Relayed()]


@pytest.mark.committed
def test_an_older_open_transaction_holds_younger_rows_back_and_none_is_lost(own_database: str) -> None:
    Handled()
    set_stage = stage()
    case = set_stage.file().case
    relay_once()
    with psycopg.connect(role_dsn(Role.OWNER, own_database)) as older:
        older.execute("SELECT pg_current_xact_id()")
        set_stage.act("anna", case, "desk", "on", now=RECEIVED)
        assert relay_once() == Relayed()
        # The older transaction commits a row whose place is before the one already there.
        older.execute(
            "INSERT INTO workflows_journalrow (case_id, seq, verb, legal_at, payload, previous, hash)"
            " SELECT case_id, 99, 'FACT', legal_at, '{}', previous, hash FROM workflows_journalrow WHERE seq = 1"
        )
        assert relay_once() == Relayed()
        older.commit()
    assert relay_once() == Relayed(effects=2)
    places = ask("SELECT j.seq FROM workflows_effect e JOIN workflows_journalrow j ON j.id = row_id ORDER BY e.id")
    assert places == [(1,), (99,), (2,)]


@pytest.mark.committed
def test_a_transaction_of_another_database_holds_nobody_up(own_database: str) -> None:
    Handled()
    with psycopg.connect(role_dsn(Role.OWNER, "postgres")) as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")
        stage().file()
        assert relay_once() == Relayed(effects=1)


@pytest.mark.committed
def test_two_relays_at_once_make_each_effect_once(own_database: str) -> None:
    Handled()
    Handled("second")
    set_stage = stage()
    for _ in range(40):
        set_stage.file()
    gate = threading.Barrier(2)
    made: list[int] = []

    def relay() -> None:
        gate.wait()
        try:
            while (relayed := relay_once(limit=7)).more:
                made.append(relayed.effects)
            made.append(relayed.effects)
        finally:
            connections["worker"].close()

    threads = [threading.Thread(target=relay) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(made) == 80
    assert ask("SELECT count(*), count(DISTINCT (row_id, kind)) FROM workflows_effect") == [(80, 80)]
    assert len(jobs()) == 80


@pytest.mark.committed
def test_a_failing_round_leaves_no_effect_no_job_and_the_cursor_where_it_was(own_database: str) -> None:
    def chokes(row: JournalRow) -> bool:
        raise ZeroDivisionError

    register_consumer("chokes", chokes, lambda *_: None)
    stage().file()
    with pytest.raises(ZeroDivisionError):
        relay_once()
    assert ask("SELECT count(*) FROM workflows_cursor") == [(0,)]
    register_consumer("chokes", lambda _row: True, lambda *_: None)
    assert relay_once() == Relayed(effects=1)


@pytest.mark.committed
def test_a_listener_hears_only_what_is_new_and_its_failure_stops_nobody(own_database: str) -> None:
    heard: list[tuple[int, ...]] = []
    register_listener("ear", lambda rows: heard.append(tuple(row.seq for row in rows)))
    set_stage = stage()
    case = set_stage.file().case
    assert relay_once() == Relayed()
    set_stage.act("anna", case, "desk", "on", now=RECEIVED)

    def deaf(rows: object) -> None:
        raise ConnectionError

    register_listener("deaf", deaf)
    assert relay_once() == Relayed()
    set_stage.act("anna", case, "back", "on", now=RECEIVED)
    assert relay_once() == Relayed()
    assert heard == [(2,), (3,)]
    assert ask("SELECT count(*) FROM workflows_effect") == [(0,)]


@pytest.mark.committed
def test_a_restored_journal_is_refused_until_it_is_taken_over_and_then_read_without_doubles(own_database: str) -> None:
    Handled()
    set_stage = stage()
    case = set_stage.file().case
    relay_once()
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE workflows_cursor SET transaction = '99999999999'")
    with pytest.raises(ForeignJournalError, match="another server"):
        relay_once()
    take_over_restored_journal()
    set_stage.act("anna", case, "desk", "on", now=RECEIVED)
    assert relay_once() == Relayed(effects=1)
    assert effects_standing() == [(1, "noted", "PENDING", 0), (2, "noted", "PENDING", 0)]


@pytest.mark.committed
def test_the_serving_role_makes_and_changes_no_effect_cursor_or_job(own_database: str) -> None:
    assert set(database.ALIASES) == {"default", "owner", "worker", "audit"}
    for table in ("workflows_effect", "workflows_cursor", "procrastinate_jobs"):
        for right in ("INSERT", "UPDATE", "DELETE"):
            assert ask("SELECT has_table_privilege('tongban_app', %s, %s)", table, right) == [(False,)]
    assert ask("SELECT has_function_privilege('tongban_worker', 'tongban_journal_restored()', 'EXECUTE')") == [(False,)]


@pytest.mark.parametrize(
    ("number", "bound", "expected"),
    [
        (5, 10, 5),
        (10, 10, 10),
        (12, 10, 10),
        (4_294_967_290, (1 << 32) + 4, 4_294_967_290),
        (2, (3 << 32) + 4, (3 << 32) + 2),
    ],
)
def test_a_transaction_is_known_by_its_whole_number(number: int, bound: int, expected: int) -> None:
    assert _whole(number, bound) == expected
