"""``manage.py verify_journal`` as an auditor or a script calls it."""

import io
import json
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils.translation import override

from config.environment import CHECKOUT
from tests.cast import Corridor
from tests.workflows.journal.made_by_hand import Case, cases, raw
from workflows.journal.enums import Fault
from workflows.journal.sentences import SENTENCES
from workflows.journal.verify import verify_journal


def run(*args: str) -> tuple[str, str, int]:
    """What the command printed, what it complained of, and its exit code."""
    out = io.StringIO()
    try:
        with override("en"):
            call_command("verify_journal", *args, stdout=out, no_color=True)
    except CommandError as error:
        return out.getvalue(), str(error), error.returncode
    return out.getvalue(), "", 0


def tamper(case: Case) -> None:
    owner = raw("owner")
    owner.execute("ALTER TABLE workflows_journalrow DISABLE TRIGGER USER")
    owner.execute("UPDATE workflows_journalrow SET actor_id = NULL WHERE case_id = %s AND seq = 2", [case.key])
    owner.execute("DELETE FROM workflows_journalrow WHERE case_id = %s AND seq = 4", [case.key])


def test_a_whole_journal_is_exit_0_and_says_until_when(committed: Corridor) -> None:
    cases(raw("worker"), committed, 2, 1)
    until = verify_journal().vouched_until
    assert until
    assert run() == (
        f"Looked at 3 rows of 2 cases.\nEverything recorded up to {until.isoformat()} is whole.\n",
        "",
        0,
    )
    out, err, code = run("--json")
    unsealed = {"seals": 0, "countersigned": 0, "sealed_day": None, "sealed_until": None}
    assert json.loads(out) == {"rows": 3, "cases": 2, "vouched_until": until.isoformat(), "faults": [], **unsealed}
    assert (err, code) == ("", 0)


def test_an_empty_journal_is_exit_0(committed: Corridor) -> None:
    assert run() == ("Looked at 0 rows of 0 cases.\nThe journal is empty.\n", "", 0)


def test_every_fault_is_named_and_the_exit_code_is_1(committed: Corridor) -> None:
    (case,) = cases(raw("worker"), committed, 4)
    tamper(case)
    until = verify_journal().vouched_until
    assert until
    sentences = (
        f"Case {case.number}, row 2: the row was changed after it was written.\n"
        f"Case {case.number}: rows are missing at the end, from row 4 on.\n"
        f"Looked at 3 rows of 1 cases.\nEverything recorded up to {until.isoformat()} is whole.\n"
    )
    assert run() == (
        sentences,
        "Faults found: 2. Keep the database as it is and call the audit administrator.",
        1,
    )
    out, _err, code = run("--json")
    assert code == 1
    assert json.loads(out)["faults"] == [
        {"case": case.number, "seq": 2, "kind": "changed", "district": None},
        {"case": case.number, "seq": 4, "kind": "truncated", "district": None},
    ]


def test_a_database_that_cannot_be_read_is_exit_2(committed: Corridor) -> None:
    raw("owner").execute("REVOKE SELECT ON workflows_journalrow FROM tongban_audit")
    out, err, code = run()
    assert (out, code) == ("", 2)
    assert err.startswith("The journal cannot be read (permission denied for table workflows_journalrow")


def test_a_wrong_call_is_exit_2_from_the_shell(own_database: str) -> None:
    called = subprocess.run(
        [sys.executable, "manage.py", "verify_journal", "--wrong"],
        cwd=CHECKOUT,
        env=os.environ | {"TONGBAN_DATABASE": own_database},
        capture_output=True,
        check=False,
    )
    assert called.returncode == 2


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_its_sentence(fault: Fault) -> None:
    with override("en"):
        sentence = str(SENTENCES[fault]) % {"case": "C", "seq": 7, "district": "LW", "day": "D"}
    assert ("C" in sentence) or "7" in sentence


def test_the_command_reads_as_the_auditor(committed: Corridor) -> None:
    assert connections["audit"].settings_dict["USER"] == "tongban_audit"
