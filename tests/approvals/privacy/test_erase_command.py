"""``manage.py erase`` as an operator calls it for two people."""

import io

import pytest
from django.core.management import CommandError, call_command

from approvals.filing.models import Filing
from approvals.privacy.models import Erasure
from approvals.privacy.tombstone import stone_of
from workflows.engine.models import Case

pytestmark = [pytest.mark.xdist_group("told"), pytest.mark.timeout(300)]

ASK = ("--of", "FORM", "--reason", "UNLAWFUL", "--law", "个保法 47(四)")


def run(*arguments: str) -> tuple[str, str, int]:
    """What the command printed, what it complained of, and its exit code."""
    out = io.StringIO()
    try:
        call_command("erase", *arguments, stdout=out, no_color=True)
    except CommandError as error:
        return out.getvalue(), str(error), error.returncode
    return out.getvalue(), "", 0


def test_one_asks_and_another_approves(case: Case) -> None:
    asked = run("ask", case.number, "--by", "lw.archivist", *ASK)
    erasure = Erasure.objects.using("audit").get()
    assert asked == (f"Request {erasure.pk} waits for a second person.\n", "", 0)
    assert run("approve", str(erasure.pk), "--by", "lw.archivist")[1:] == (
        "You asked for this erasure yourself; another person has to decide.",
        1,
    )
    assert run("approve", str(erasure.pk), "--by", "lw.supervisor")[2] == 0
    assert stone_of(Filing.objects.using("audit").get(case=case.pk).form)
    (line,) = run("list")[0].splitlines()
    assert line.split("\t") == [str(erasure.pk), case.number, "the application", "个保法 47(四)", "erased"]


def test_holding_lifting_refusing_and_setting_a_retention(case: Case) -> None:
    run("ask", case.number, "--by", "lw.archivist", *ASK)
    erasure = str(Erasure.objects.using("audit").get().pk)
    assert run("hold", case.number, "--reason", "诉讼", "--by", "lw.supervisor")[2] == 0
    assert run("approve", erasure, "--by", "lw.supervisor")[1:] == (
        f"Case {case.number} is held (诉讼); lift the hold first.",
        1,
    )
    assert run("lift", case.number, "--by", "lw.supervisor")[2] == 0
    assert run("refuse", erasure, "--by", "lw.supervisor")[0] == "Refused; nothing was erased.\n"
    kept = ("--of", "FORM", "--years", "10", "--from", "CLOSED", "--basis", "档案法 37")
    assert run("retention", *kept, "--by", "admin.security")[0] == "Kept for 10 years after the end of the case.\n"
    assert run("retention", *kept, "--by", "admin.audit")[2] == 1


def test_nobody_and_no_case_are_exit_2(case: Case) -> None:
    assert run("ask", case.number, "--by", "nobody", *ASK)[1:] == ("There is no account nobody.", 2)
    assert run("ask", "3303X", "--by", "lw.archivist", *ASK)[1:] == ("There is no case 3303X.", 2)
