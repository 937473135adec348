"""Whatever is done to the journal or the register behind the functions' back is found and named."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple
from datetime import datetime
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connections

from tests.cast import Corridor
from tests.workflows.journal.made_by_hand import Case, Connection, cases, raw, write
from workflows.journal import verify
from workflows.journal.chain import Entry, register_digest
from workflows.journal.enums import Fault, Verb
from workflows.journal.verify import verify_journal

Named = tuple[Fault, str | None, int | None, str | None]


@pytest.fixture
def three(committed: Corridor) -> list[Case]:
    """Three whole cases of three rows, each row recorded a minute after the one before."""
    made = cases(raw("worker"), committed, 3, 3, 3)
    with tampering("workflows_journalrow") as owner:
        owner.execute("UPDATE workflows_journalrow SET recorded_at = recorded_at + id * interval '1 minute'")
    return made


@contextmanager
def tampering(*tables: str) -> Iterator[Connection]:
    """The owner's hands, with the triggers of the tables out of the way."""
    owner = raw("owner")
    for table in tables:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield owner
    for table in tables:
        owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def found() -> list[Named]:
    return [astuple(fault)[:4] for fault in verify_journal().faults]


def recorded(case: Case, seq: int) -> datetime:
    instant: datetime = one(
        "SELECT recorded_at FROM workflows_journalrow WHERE case_id = %s AND seq = %s", case.key, seq
    )
    return instant


def one(statement: str, *named: Any) -> Any:
    with connections["audit"].cursor() as cursor:
        cursor.execute(statement, named)
        return cursor.fetchone()[0]


def change_row(case: Case, seq: int, assignment: str, *named: Any) -> None:
    with tampering("workflows_journalrow") as owner:
        owner.execute(
            f"UPDATE workflows_journalrow SET {assignment} WHERE case_id = %s AND seq = %s",  # noqa: S608 - a test's words
            [*named, case.key, seq],
        )


def delete_rows(case: Case, *places: int) -> None:
    with tampering("workflows_journalrow") as owner:
        owner.execute(
            "DELETE FROM workflows_journalrow WHERE case_id = %s AND seq = ANY (%s)", [case.key, list(places)]
        )


def delete_case(case: Case, *, register: bool) -> None:
    with tampering("workflows_journalrow", "workflows_caseregisterrow") as owner:
        if register:
            owner.execute("DELETE FROM workflows_caseregisterrow WHERE case_id = %s", [case.key])
        else:
            owner.execute("ALTER TABLE workflows_caseregisterrow DROP CONSTRAINT register_row_names_a_case")
        for table in ("journalrow", "casestep", "casefile"):
            owner.execute(f"DELETE FROM workflows_{table} WHERE case_id = %s", [case.key])  # noqa: S608 - as above
        owner.execute("DELETE FROM workflows_case WHERE id = %s", [case.key])


def test_a_whole_journal_is_vouched_for_to_its_last_row(three: list[Case]) -> None:
    report = verify_journal()
    assert (report.rows, report.cases, report.faults) == (9, 3, [])
    assert report.vouched_until == recorded(three[2], 3)


def test_an_empty_journal_is_whole(committed: Corridor) -> None:
    report = verify_journal()
    assert (report.rows, report.cases, report.vouched_until, report.faults) == (0, 0, None, [])


@pytest.mark.parametrize(
    ("assignment", "named"),
    [
        ("payload = jsonb_set(payload, '{base}', '7')", []),
        ("payload = '[]'", []),
        ("payload = %s::jsonb", ["[" * 900 + "]" * 900]),
        ("payload = %s::jsonb", [f'{{"base": {"9" * 5000}}}']),
        ("verb = 'RELEASE'", []),
        ("actor_id = NULL", []),
        ("legal_at = legal_at + interval '1 microsecond'", []),
        ("hash = set_byte(hash, 31, (get_byte(hash, 31) + 1) %% 256)", []),
        ("previous = set_byte(previous, 0, (get_byte(previous, 0) + 1) %% 256)", []),
        ("algorithm = 'md5'", []),
    ],
)
def test_a_changed_row_is_named_once_and_the_time_before_it_is_vouched_for(
    three: list[Case], assignment: str, named: list[Any]
) -> None:
    change_row(three[1], 2, assignment, *named)
    report = verify_journal()
    assert [astuple(fault)[:4] for fault in report.faults] == [(Fault.CHANGED, three[1].number, 2, None)]
    assert report.vouched_until == recorded(three[1], 1)


def test_a_row_rewritten_with_a_fitting_hash_breaks_the_link_after_it(three: list[Case]) -> None:
    case = three[0]
    previous = one("SELECT previous FROM workflows_journalrow WHERE case_id = %s AND seq = 2", case.key)
    at = one("SELECT legal_at FROM workflows_journalrow WHERE case_id = %s AND seq = 2", case.key)
    forged = Entry(case.key, 2, Verb.CLAIM, None, None, None, at, {"base": 1}).digest(bytes(previous))
    change_row(case, 2, "actor_id = NULL, hash = %s", forged)
    assert found() == [(Fault.BROKEN, case.number, 3, None)]


def test_a_last_row_rewritten_with_a_fitting_hash_contradicts_the_case(three: list[Case]) -> None:
    case = three[0]
    previous = one("SELECT previous FROM workflows_journalrow WHERE case_id = %s AND seq = 3", case.key)
    at = one("SELECT legal_at FROM workflows_journalrow WHERE case_id = %s AND seq = 3", case.key)
    forged = Entry(case.key, 3, Verb.CLAIM, None, None, None, at, {"base": 2}).digest(bytes(previous))
    change_row(case, 3, "actor_id = NULL, hash = %s", forged)
    assert found() == [(Fault.TRUNCATED, case.number, 4, None)]


@pytest.mark.parametrize(("gone", "named"), [([2], 2), ([1], 1), ([1, 2], 1)])
def test_missing_rows_are_named_as_a_gap(three: list[Case], gone: list[int], named: int) -> None:
    delete_rows(three[2], *gone)
    assert found() == [(Fault.GAP, three[2].number, named, None)]


def test_rows_moved_up_into_a_gap_do_not_give_their_hash(three: list[Case]) -> None:
    delete_rows(three[2], 2)
    change_row(three[2], 3, "seq = 2")
    assert found() == [(Fault.CHANGED, three[2].number, 2, None)]


def test_rows_missing_at_the_end_are_named(three: list[Case]) -> None:
    delete_rows(three[0], 3)
    report = verify_journal()
    assert [astuple(fault)[:4] for fault in report.faults] == [(Fault.TRUNCATED, three[0].number, 3, None)]
    # The missing row may have been recorded in the same instant as the last that is left.
    assert report.vouched_until == recorded(three[0], 1)


def test_a_repaired_head_still_contradicts_the_version(three: list[Case]) -> None:
    delete_rows(three[0], 3)
    raw("owner").execute(
        "UPDATE workflows_case SET head = (SELECT hash FROM workflows_journalrow WHERE case_id = %s AND seq = 2)"
        " WHERE id = %s",
        [three[0].key, three[0].key],
    )
    assert found() == [(Fault.TRUNCATED, three[0].number, 3, None)]


def test_a_case_without_any_row_is_truncated(three: list[Case]) -> None:
    delete_rows(three[0], 1, 2, 3)
    raw("owner").execute(
        "UPDATE workflows_case SET head = decode(repeat('00', 32), 'hex') WHERE id = %s", [three[0].key]
    )
    assert found() == [(Fault.TRUNCATED, three[0].number, 1, None)]


def test_a_deleted_case_is_missing_in_the_register(three: list[Case]) -> None:
    delete_case(three[1], register=False)
    assert found() == [(Fault.CASE_MISSING, three[1].number, 2, "LW")]


def test_a_case_deleted_with_its_register_row_leaves_a_gap(three: list[Case]) -> None:
    delete_case(three[1], register=True)
    assert found() == [(Fault.REGISTER_GAP, None, 2, "LW")]


def test_the_last_case_deleted_contradicts_the_register_head(three: list[Case]) -> None:
    delete_case(three[2], register=True)
    assert found() == [(Fault.REGISTER_GAP, None, 3, "LW")]


def test_the_last_case_deleted_and_the_head_repaired_contradicts_the_serials(three: list[Case]) -> None:
    delete_case(three[2], register=True)
    raw("owner").execute(
        "UPDATE workflows_registerhead SET seq = 2, hash = (SELECT hash FROM workflows_caseregisterrow WHERE seq = 2)"
    )
    assert found() == [(Fault.REGISTER_GAP, None, 3, "LW")]


def test_a_whole_register_deleted_is_a_gap_from_its_first_row(three: list[Case]) -> None:
    with tampering("workflows_caseregisterrow") as owner:
        owner.execute("DELETE FROM workflows_caseregisterrow")
    unregistered: list[Named] = [(Fault.UNREGISTERED, case.number, None, None) for case in three]
    assert found() == [(Fault.REGISTER_GAP, None, 1, "LW"), *unregistered]
    assert verify_journal().vouched_until is None


def test_a_case_that_is_not_registered_is_named(three: list[Case]) -> None:
    with tampering("workflows_caseregisterrow") as owner:
        owner.execute("DELETE FROM workflows_caseregisterrow WHERE case_id = %s", [three[1].key])
    assert found() == [(Fault.REGISTER_GAP, None, 2, "LW"), (Fault.UNREGISTERED, three[1].number, None, None)]


def test_a_case_whose_number_was_changed_is_not_the_registered_one(three: list[Case]) -> None:
    raw("owner").execute("UPDATE workflows_case SET number = 'X' WHERE id = %s", [three[1].key])
    assert found() == [(Fault.UNREGISTERED, "X", None, None)]


def test_rows_whose_case_is_gone_are_named_by_its_key(three: list[Case]) -> None:
    with tampering("workflows_journalrow", "workflows_caseregisterrow") as owner:
        owner.execute("ALTER TABLE workflows_journalrow DROP CONSTRAINT journal_row_belongs_to_a_case")
        owner.execute("ALTER TABLE workflows_caseregisterrow DROP CONSTRAINT register_row_names_a_case")
        owner.execute("DELETE FROM workflows_casefile WHERE case_id = %s", [three[1].key])
        owner.execute("DELETE FROM workflows_case WHERE id = %s", [three[1].key])
    assert found() == [
        (Fault.CASE_MISSING, three[1].number, 2, "LW"),
        (Fault.UNREGISTERED, str(three[1].key), None, None),
    ]


@pytest.mark.parametrize(
    "assignment", ["opened_at = opened_at + interval '1 day'", "hash = decode(repeat('11', 32), 'hex')"]
)
def test_a_changed_register_row_is_named(three: list[Case], assignment: str) -> None:
    with tampering("workflows_caseregisterrow") as owner:
        owner.execute(f"UPDATE workflows_caseregisterrow SET {assignment} WHERE seq = 2")  # noqa: S608 - as above
    assert (Fault.REGISTER_CHANGED, three[1].number, 2, "LW") in found()


def test_a_register_row_rewritten_with_a_fitting_hash_breaks_the_link_after_it(three: list[Case]) -> None:
    with tampering("workflows_caseregisterrow") as owner:
        row = owner.execute(
            "SELECT previous, district_id, opened_at FROM workflows_caseregisterrow WHERE seq = 2"
        ).fetchone()
        assert row
        forged = register_digest(row[0], row[1], 2, three[1].key, "X", row[2])
        owner.execute("UPDATE workflows_caseregisterrow SET number = 'X', hash = %s WHERE seq = 2", [forged])
        owner.execute("UPDATE workflows_case SET number = 'X' WHERE id = %s", [three[1].key])
    assert found() == [(Fault.REGISTER_CHANGED, three[2].number, 3, "LW")]


@pytest.mark.parametrize(
    "assignment",
    ["hash = decode(repeat('11', 32), 'hex')", "seq = 2", "seq = 0, hash = decode(repeat('00', 32), 'hex')"],
)
def test_a_changed_register_head_is_named(three: list[Case], assignment: str) -> None:
    raw("owner").execute(f"UPDATE workflows_registerhead SET {assignment}")  # noqa: S608 - as above
    assert found() == [(Fault.REGISTER_CHANGED, None, 3, "LW")]


def test_several_faults_are_all_named_and_the_first_bounds_what_is_vouched_for(three: list[Case]) -> None:
    change_row(three[2], 3, "actor_id = NULL")
    change_row(three[0], 2, "actor_id = NULL")
    delete_rows(three[1], 2)
    report = verify_journal()
    assert {astuple(fault)[:3] for fault in report.faults} == {
        (Fault.CHANGED, three[0].number, 2),
        (Fault.GAP, three[1].number, 2),
        (Fault.CHANGED, three[2].number, 3),
    }
    assert report.vouched_until == recorded(three[0], 1)


def test_single_cases_can_be_verified(three: list[Case]) -> None:
    change_row(three[2], 3, "actor_id = NULL")
    clean = verify_journal(cases=[three[0].key])
    assert (clean.rows, clean.cases, clean.faults) == (3, 1, [])
    dirty = verify_journal(cases=[three[2].key, 10**9])
    assert {astuple(fault)[:3] for fault in dirty.faults} == {
        (Fault.CHANGED, three[2].number, 3),
        (Fault.CASE_MISSING, str(10**9), None),
    }


def test_batches_smaller_than_a_case_find_the_same(three: list[Case], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "BATCH", 1)
    change_row(three[1], 2, "actor_id = NULL")
    report = verify_journal()
    assert (report.rows, report.cases) == (9, 3)
    assert [astuple(fault)[:3] for fault in report.faults] == [(Fault.CHANGED, three[1].number, 2)]


def test_acts_that_happen_meanwhile_disturb_nothing(three: list[Case], monkeypatch: pytest.MonkeyPatch) -> None:
    walk = verify._walk_cases

    def walk_after_an_act(*asked: Any) -> Any:
        write(raw("worker"), three[0])
        return walk(*asked)

    monkeypatch.setattr(verify, "_walk_cases", walk_after_an_act)
    report = verify_journal()
    assert (report.rows, report.faults) == (9, [])
    monkeypatch.setattr(verify, "_walk_cases", walk)
    assert verify_journal().rows == 10


@pytest.mark.parametrize("alias", ["default", "worker", "audit"])
@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE workflows_journalrow SET payload = '{}' WHERE seq = 1",
        "DELETE FROM workflows_journalrow WHERE seq = 3",
        "DELETE FROM workflows_case",
        "UPDATE workflows_case SET head = ''",
        "DELETE FROM workflows_caseregisterrow WHERE seq = 3",
        "UPDATE workflows_registerhead SET seq = 2",
        "UPDATE workflows_casecounter SET serial = 2",
        "ALTER TABLE workflows_journalrow DISABLE TRIGGER USER",
        "INSERT INTO workflows_journalrow (case_id, seq) VALUES (1, 1)",
        "SET session_replication_role = replica",
    ],
)
def test_the_roles_that_serve_cannot_even_try(committed: Corridor, alias: str, attempt: str) -> None:
    with (
        connections[alias].cursor() as cursor,
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
    ):
        cursor.execute(attempt)


def test_the_owner_is_stopped_by_the_trigger_until_it_is_disabled(three: list[Case]) -> None:
    owner = raw("owner")
    for attempt in (
        "UPDATE workflows_journalrow SET payload = '{}'",
        "DELETE FROM workflows_journalrow",
        "TRUNCATE workflows_journalrow CASCADE",
        "DELETE FROM workflows_caseregisterrow",
    ):
        with pytest.raises(psycopg.errors.RestrictViolation, match="never changed or removed"):
            owner.execute(attempt)
    assert found() == []


@pytest.mark.parametrize("payload", [{"n": 1.5}, {"n": 10**30}, {"z": 1, "a": {"é": "龙湾\u2028"}}, {"e": 1e-7}])
def test_rows_of_any_recordable_payload_verify(committed: Corridor, payload: dict[str, Any]) -> None:
    (case,) = cases(raw("worker"), committed, 1)
    write(raw("worker"), case, payload)
    assert found() == []
