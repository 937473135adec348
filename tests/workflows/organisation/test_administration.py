"""The administrative log: chained by the database, changed by nobody, and any tampering shows."""

from datetime import UTC, datetime
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections, transaction

from tests.cast import Corridor
from workflows.organisation.administration import AdministrationFault, faults, record
from workflows.organisation.enums import AdministrativeVerb
from workflows.organisation.models import AdministrativeRow

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def written(corridor: Corridor, count: int = 3) -> None:
    for number in range(count):
        record(
            AdministrativeVerb.DESK_OPENED,
            actor=corridor.system_admin,
            person=None,
            now=NOW,
            name=f"窗口 “{number}”",
            valid_to=None,
            number=number,
            excluded=["b", "a"],
        )


def test_rows_are_numbered_and_chained_whatever_is_written(corridor: Corridor) -> None:
    written(corridor)
    AdministrativeRow.objects.create(
        seq=99, verb="SIGNED_OUT", done_at=NOW, recorded_at=NOW, previous=b"x", hash=b"y", address="127.0.0.1"
    )
    rows = list(AdministrativeRow.objects.order_by("seq"))
    assert [row.seq for row in rows] == [1, 2, 3, 4]
    assert [bytes(row.previous) for row in rows[1:]] == [bytes(row.hash) for row in rows[:3]]
    assert rows[2].details == {"name": "窗口 “2”", "number": 2, "excluded": ["a", "b"]}
    assert list(faults("default")) == []


def test_nobody_changes_or_removes_a_row(corridor: Corridor) -> None:
    written(corridor)
    for statement in (
        "UPDATE workflows_administrativerow SET verb = 'SIGNED_OUT'",
        "DELETE FROM workflows_administrativerow",
        "TRUNCATE workflows_administrativerow",
    ):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(IntegrityError, match="administrative_verb_is_known"), transaction.atomic():
        AdministrativeRow.objects.create(verb="DANCED", done_at=NOW)


@pytest.mark.committed
def test_what_the_owner_changed_shows(committed: Corridor) -> None:
    written(committed, 4)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE workflows_administrativerow DISABLE TRIGGER USER")
        cursor.execute("UPDATE workflows_administrativerow SET verb = 'DESK_CLOSED' WHERE seq = 2")
    assert list(faults()) == [AdministrationFault(2, is_changed=True)]
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM workflows_administrativerow WHERE seq = 2")
    assert list(faults()) == [AdministrationFault(3, is_changed=False)]
    said = StringIO()
    with pytest.raises(CommandError, match="Faults found: 1"):
        call_command("verify_administration", stdout=said)
    assert said.getvalue() == "Row 3 does not follow the one before it; rows are missing.\n"


@pytest.mark.committed
def test_rows_written_at_one_instant_take_turns(committed: Corridor) -> None:
    gate = Barrier(4)

    def one() -> None:
        gate.wait()
        written(committed, 5)
        connections.close_all()

    threads = [Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), max(seq) FROM workflows_administrativerow")
        assert cursor.fetchone() == (20, 20)
    assert list(faults()) == []
