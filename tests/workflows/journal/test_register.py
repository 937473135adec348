"""The register of a district, when many people file at once."""

import re
from concurrent.futures import ThreadPoolExecutor

import psycopg
from django.db import connections
from stdnum.iso7064 import mod_37_36

from config import database
from tests.cast import Corridor
from tests.workflows.journal.made_by_hand import Case, open_case, version, write
from workflows.journal.models import CaseRegisterRow
from workflows.journal.verify import verify_journal

TOGETHER = 5
EACH = 4


def test_cases_opened_at_once_are_numbered_without_gaps(own_database: str, committed: Corridor) -> None:
    standard, actor = version(), committed.lw.receiver.pk

    def open_some(_connection: int) -> list[Case]:
        with psycopg.connect(database.role_dsn(database.Role.APP, own_database), autocommit=True) as run:
            made = [open_case(run, Case(standard, actor, "LW")) for _ in range(EACH)]
            for case in made:
                write(run, case)
        return made

    with ThreadPoolExecutor(TOGETHER) as pool:
        opened = [case for some in pool.map(open_some, range(TOGETHER)) for case in some]

    rows = list(CaseRegisterRow.objects.using("audit").order_by("seq").values_list("seq", "number", "case_id"))
    assert [seq for seq, _number, _case in rows] == list(range(1, TOGETHER * EACH + 1))
    assert {(number, case) for _seq, number, case in rows} == {(case.number, case.key) for case in opened}
    assert all(mod_37_36.is_valid(number) for _seq, number, _case in rows)
    serials = [int(re.fullmatch("33030320260302" + "01" + "([0-9]{5})[0-9A-Z]", number)[1]) for _s, number, _c in rows]  # type: ignore[index]
    assert serials == list(range(1, TOGETHER * EACH + 1))
    report = verify_journal()
    assert (report.rows, report.cases, report.faults) == (2 * TOGETHER * EACH, TOGETHER * EACH, [])


def test_a_case_that_is_not_opened_after_all_leaves_no_gap(committed: Corridor, own_database: str) -> None:
    standard, actor = version(), committed.lw.receiver.pk
    with psycopg.connect(database.role_dsn(database.Role.APP, own_database), autocommit=True) as run:
        open_case(run, Case(standard, actor, "LW"))
        with run.transaction(force_rollback=True):
            lost = open_case(run, Case(standard, actor, "LW"))
        kept = open_case(run, Case(standard, actor, "LW"))
    connections["audit"].close()
    assert lost.number == kept.number
    assert verify_journal().faults == []
