"""``manage.py check_code`` as a person or a script calls it."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from config.environment import CHECKOUT


def check_code(*args: str) -> tuple[str, str, int]:
    """Return what the command printed, what it complained of, and its exit code."""
    out, err = io.StringIO(), io.StringIO()
    try:
        with override("en"):
            call_command("check_code", *args, stdout=out, stderr=err, no_color=True)
    except CommandError as error:
        return out.getvalue(), err.getvalue() + str(error), error.returncode
    return out.getvalue(), err.getvalue(), 0


def test_right_codes_are_exit_0() -> None:
    assert check_code("uscc", "91330304MAE1YH662B") == ("ok\t91330304MAE1YH662B\n", "", 0)
    assert check_code("id", "11010519491231002x") == ("ok\t11010519491231002X\n", "", 0)


def test_what_needs_a_look_is_exit_1_and_the_others_are_answered() -> None:
    out, err, code = check_code("id", "330303198501029011", "330303198501029012")
    assert out.splitlines() == [
        "ok\t330303198501029011",
        "refuse\t330303198501029012\tThe check character of the identity number is wrong (it should be 1).",
    ]
    assert (err, code) == ("1 of 2 codes need a look.", 1)


@pytest.mark.parametrize(
    ("kind", "typed", "normalised", "verdict"),
    [
        ("uscc", " 91330304mae1yh662b", "91330304MAE1YH662B", "ok"),
        ("uscc", "91350211M0000XUF46", "91350211M0000XUF46", "warn"),
        ("uscc", "", "", "refuse"),
        ("id", "１１０１０５１９４９１２３１００２ｘ", "11010519491231002X", "ok"),
        ("id", "330303209912319011", "330303209912319011", "refuse"),
        (
            "licence",
            "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
            "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
            "warn",
        ),
    ],
)
def test_json_says_all_of_each_code(kind: str, typed: str, normalised: str, verdict: str) -> None:
    out, _, code = check_code(kind, typed, "--json")
    (found,) = json.loads(out)
    assert list(found) == ["kind", "code", "normalised", "verdict", "sentence"]
    assert [found[key] for key in ("kind", "code", "normalised", "verdict")] == [kind, typed, normalised, verdict]
    assert (found["sentence"] == "", code) == (verdict == "ok", int(verdict != "ok"))


def test_every_real_credit_code_comes_out_as_the_standard_says(shared_data: Path) -> None:
    rows = json.loads((shared_data / "codes" / "uscc.json").read_text())
    out, _, code = check_code("uscc", "--json", *(row["code"] for row in rows))
    wanted = ["ok" if row["gb32100"] == "ok" else "warn" for row in rows]
    assert [found["verdict"] for found in json.loads(out)] == wanted
    assert code == 1


@pytest.mark.parametrize("kind", ["uscc", "id", "licence"])
def test_naughty_strings_get_a_sentence(kind: str, shared_data: Path) -> None:
    naughty = json.loads((shared_data / "bad-inputs" / "blns.json").read_text())
    out, _, code = check_code(kind, "--json", "--", *naughty)
    found = json.loads(out)
    assert (len(found), code) == (len(naughty), 1)
    assert {each["verdict"] for each in found} == {"refuse"}
    assert all(each["sentence"] for each in found)


def run(*args: str | bytes) -> "subprocess.CompletedProcess[str]":
    """Run the command as a process, with no database anywhere."""
    nowhere = os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}
    return subprocess.run(
        [sys.executable, "manage.py", "check_code", *args],
        cwd=CHECKOUT,
        env=nowhere,
        check=False,
        capture_output=True,
        text=True,
    )


def test_no_database_is_needed_and_bytes_that_are_no_text_are_shown() -> None:
    ran = run("id", "--json", "11010519491231002X", b"\xff\xfe")
    assert [(each["code"], each["verdict"]) for each in json.loads(ran.stdout)] == [
        ("11010519491231002X", "ok"),
        ("������", "refuse"),
    ]
    assert (ran.returncode, "Traceback" in ran.stderr) == (1, False)


@pytest.mark.parametrize("args", [(), ("uscc",), ("passport", "E1")])
def test_a_wrong_call_is_exit_2(args: tuple[str, ...]) -> None:
    assert run(*args).returncode == 2


@pytest.mark.parametrize(
    ("kind", "code", "words"),
    [
        ("id", "330303198501029012", "身份证号码校验位错误（应为1）"),
        (
            "licence",
            "1.2.156.3005.2.11330300MB1WN0058P001.11330304MB1QH00254.2026033000001.001.K",
            "电子证照标识校验位不符",
        ),
    ],
)
def test_the_words_the_rules_quote_are_said_letter_for_letter(kind: str, code: str, words: str) -> None:
    out = io.StringIO()
    with override("zh-hans"), pytest.raises(CommandError):
        call_command("check_code", kind, code, stdout=out)
    assert words in out.getvalue()
