"""Everything that is due, done in one go; and a worker that was down for days."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from config import database
from tests.law import law
from tests.workflows.engine.factory import LONGWAN, OUHAI, act, at, days, end, rules, step
from tests.workflows.engine.stage import Stage, ask, set_up
from tests.workflows.journal.after_commit import Handled, effects_standing, no_consumers, notes
from workflows.engine import once
from workflows.engine.errors import EngineError
from workflows.engine.once import Summary, work_once
from workflows.engine.rules import Rules
from workflows.journal.relay import relay_once
from workflows.standards.enums import Regime

FILED = at("2026-04-29", "09:00")
THREE_DAYS_LATER = at("2026-05-06", "09:00")


def asks_the_origin() -> Rules:
    """The destination asks, the origin has one working day and is then taken to have cleared."""
    return rules(
        Regime.SERVICE,
        step("request", "review", "SUBMITTED", act("request", "origin_check", "forward", move="begin")),
        step(
            "origin_check",
            "review",
            "IN_PROGRESS",
            act("clear", "review", "forward"),
            act("refuse", "end", "refuse", move="decline"),
            party="origin",
            silence={"after": days(1), "act": "clear", "basis": "agreement", "citation": {"law": "约", "article": "1"}},
        ),
        step("review", "review", "IN_PROGRESS", act("pass", "end", "forward", move="complete")),
        end("COMPLETED DECLINED"),
    )


@pytest.fixture(autouse=True)
def own_consumers() -> Iterator[None]:
    with no_consumers():
        yield


@pytest.fixture
def set_stage(own_database: str) -> Stage:
    return set_up(asks_the_origin(), {"anna": (LONGWAN, "REVIEW", "REVIEWER"), "ou": (OUHAI, "REVIEW", "REVIEWER")})


def story_is_at(instant: Any) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE workflows_simulatedclock SET instant = %s", [instant])


@pytest.mark.committed
@law("case B7", "条例 27")
def test_worker_down_three_days_then_the_origins_late_refusal_cleared_refusal_not_accepted(set_stage: Stage) -> None:
    handled = Handled()
    case = set_stage.file(now=FILED).case
    set_stage.act("anna", case, "request", "request", now=FILED)
    story_is_at(THREE_DAYS_LATER)
    assert work_once() == Summary(silences=1, effects=3, done=3)
    assert ask("SELECT act, closed_at, closed_by_id FROM workflows_casestep WHERE key = 'origin_check'") == [
        ("clear", at("2026-05-01", "00:00"), None)
    ]
    with pytest.raises(EngineError):
        set_stage.act("ou", case, "origin_check", "refuse", now=THREE_DAYS_LATER, payload={"opinion": "不同意。"})
    assert ask("SELECT phase FROM workflows_case") == [("IN_PROGRESS",)]
    assert ask("SELECT key FROM workflows_casestep WHERE closed_at IS NULL") == [("review",)]
    assert [seq for _case, seq, _now in handled.seen] == [1, 2, 3]
    assert {now for _case, _seq, now in handled.seen} == {THREE_DAYS_LATER}


@pytest.mark.committed
def test_a_second_call_finds_nothing_to_do(set_stage: Stage) -> None:
    Handled()
    set_stage.file(now=FILED)
    story_is_at(FILED)
    assert work_once() == Summary(effects=1, done=1)
    assert work_once() == Summary()
    assert len(notes()) == 1
    assert ask("SELECT count(*) FROM procrastinate_jobs", using="worker") == [(0,)]


@pytest.mark.committed
def test_one_case_that_cannot_be_caught_up_holds_no_other_one_up(set_stage: Stage) -> None:
    cases = [set_stage.file(now=FILED).case for _ in range(3)]
    for case in cases:
        set_stage.act("anna", case, "request", "request", now=FILED)
    # A head that no row gives makes the write of this one case impossible.
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO workflows_journalrow (case_id, seq, verb, legal_at, payload, previous, hash)"
            " SELECT case_id, 2147483647, 'FACT', legal_at, '{}', previous, hash FROM workflows_journalrow"
            " WHERE seq = 1 AND case_id = %s",
            [cases[1]],
        )
    story_is_at(THREE_DAYS_LATER)
    assert work_once().silences == 2
    cleared = ask("SELECT case_id FROM workflows_casestep WHERE key = 'review' ORDER BY case_id")
    assert cleared == [(cases[0],), (cases[2],)]


@pytest.mark.committed
def test_the_command_prints_what_it_did(set_stage: Stage) -> None:
    Handled()
    set_stage.file(now=FILED)
    story_is_at(FILED)
    said = StringIO()
    call_command("worker", "--once", "--json", stdout=said)
    assert json.loads(said.getvalue()) == {"silences": 0, "effects": 1, "done": 1, "failed": 0, "dead": 0, "seals": 0}
    said = StringIO()
    call_command("worker", "--once", stdout=said)
    assert said.getvalue() == "Silences applied: 0. Effects made: 0, done: 0.\n"


@pytest.mark.committed
def test_the_command_exits_with_one_when_an_effect_failed(set_stage: Stage) -> None:
    Handled(failures=1)
    set_stage.file(now=FILED)
    with pytest.raises(CommandError, match="1 effects failed") as exit_:
        call_command("worker", "--once", stdout=StringIO())
    assert exit_.value.returncode == 1
    assert effects_standing() == [(1, "noted", "FAILED", 1)]


@pytest.mark.committed
def test_the_command_revives_what_was_given_up(set_stage: Stage) -> None:
    Handled()
    set_stage.file(now=FILED)
    story_is_at(FILED)
    relay_once(defer=False)
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE workflows_effect SET state = 'DEAD', attempts = 5")
    with pytest.raises(CommandError, match="1 were given up"):
        call_command("worker", "--once", stdout=StringIO())
    call_command("worker", "--once", "--revive", stdout=StringIO())
    assert effects_standing() == [(1, "noted", "DONE", 1)]


@pytest.mark.committed
def test_the_command_takes_a_restored_journal_over(set_stage: Stage) -> None:
    Handled()
    set_stage.file(now=FILED)
    story_is_at(FILED)
    call_command("worker", "--once", stdout=StringIO())
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE workflows_cursor SET transaction = '99999999999'")
    with pytest.raises(CommandError, match="another server") as exit_:
        call_command("worker", "--once", stdout=StringIO())
    assert exit_.value.returncode == 2
    call_command("worker", "--take-over", stdout=StringIO())
    call_command("worker", "--once", stdout=StringIO())
    assert effects_standing() == [(1, "noted", "DONE", 1)]


@pytest.mark.committed
def test_production_settings_refuse_to_work_on_a_simulation(own_database: str, settings: Any) -> None:
    settings.PRODUCTION = True
    for options in ([], ["--once"]):
        with pytest.raises(CommandError, match="simulation") as exit_:
            call_command("worker", *options, stdout=StringIO())
        assert exit_.value.returncode == 2


@contextmanager
def older_transaction(name: str) -> Iterator[psycopg.Connection[Any]]:
    """A transaction of somebody else's, of another database even, that was under way before what follows."""
    with psycopg.connect(database.role_dsn(database.Role.WORKER, name)) as connection:
        connection.execute("SELECT pg_current_xact_id()")
        yield connection


@pytest.mark.committed
def test_rows_that_an_older_transaction_holds_up_are_waited_for(set_stage: Stage, own_database: str) -> None:
    Handled()
    with older_transaction(own_database) as held:
        set_stage.file(now=FILED)
        story_is_at(FILED)
        ends = threading.Timer(0.5, held.commit)
        ends.start()

        assert work_once() == Summary(effects=1, done=1)

        ends.join()


@pytest.mark.committed
def test_a_transaction_that_does_not_end_is_not_waited_for_forever(
    set_stage: Stage, own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Handled()
    monkeypatch.setattr(once, "PATIENCE", 0.1)
    with older_transaction(own_database):
        set_stage.file(now=FILED)
        story_is_at(FILED)

        assert work_once() == Summary()

    monkeypatch.undo()
    assert work_once() == Summary(effects=1, done=1)
