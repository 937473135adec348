"""``manage.py due`` as a person or a script calls it."""

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override


def due(*args: str) -> tuple[str, str, int]:
    """Return what the command printed, what it complained of, and its exit code."""
    out, err = io.StringIO(), io.StringIO()
    try:
        with override("en"):
            call_command("due", *args, stdout=out, stderr=err, no_color=True)
    except CommandError as error:
        return out.getvalue(), err.getvalue() + str(error), error.returncode
    return out.getvalue(), err.getvalue(), 0


def test_a_file_is_answered_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_text("start,n\n2026-02-12,3\n2026-12-28,10\n", encoding="utf-8")
    assert due(str(file)) == ("2026-02-12,3,2026-02-24\n2026-12-28,10,2027-01-11,provisional\n", "", 0)


@pytest.mark.parametrize("args", [(), ("-",)])
def test_standard_input_is_read_when_no_file_is_named(args: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"2026-02-12,3\n")))
    out, _, code = due(*args, "--json")
    assert json.loads(out) == [{"start": "2026-02-12", "n": 3, "due": "2026-02-24", "provisional": False}]
    assert code == 0


def test_a_bad_line_is_exit_1_and_the_others_are_answered(tmp_path: Path) -> None:
    file = tmp_path / "lines.csv"
    file.write_bytes(b"2026-02-12,3\n\xff\xfe,3\n2026-02-12,5\n")
    out, err, code = due(str(file))
    assert (out, code) == ("2026-02-12,3,2026-02-24\n2026-02-12,5,2026-02-26\n", 1)
    assert err.startswith("Line 2: “��” is not a date;")
    assert err.endswith("1 of 3 lines have no due date; correct them and run the command again.")


@pytest.mark.parametrize("args", [("/nowhere/lines.csv",), ("/",), ("-", "--zone", "Mars/Olympus")])
def test_a_wrong_call_is_exit_2(args: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert due(*args)[2] == 2
