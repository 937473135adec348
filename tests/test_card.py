"""The card against the project: files exist, commands can be run, deviations are explained."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CARD = (ROOT / "docs" / "card.md").read_text(encoding="utf-8")
WORDS = [
    *("viewflow", "django", "django-fsm", "weasyprint", "channels", "psycopg2"),
    *("config/", "workflows/", "enterprises/", "approvals/", "templates/", "docs/", "tests/"),
    *("web process", "worker process", "database process"),
    *("enterprise", "clerk", "administrator"),
]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in CARD.splitlines()
    if line.startswith("| ") and not line.startswith("| word ")
]
EXPLAINED = set(re.findall(r"^(\d+)\. ", CARD, re.MULTILINE))

every_row = pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])


def test_every_word_has_its_row() -> None:
    assert [row[0] for row in ROWS] == WORDS


@every_row
def test_every_file_exists(row: list[str]) -> None:
    files = re.findall(r"`([^`]+)`", row[1])

    assert files
    assert [file for file in files if not (ROOT / file).is_file()] == []


@every_row
def test_every_command_can_be_run(row: list[str]) -> None:
    (command,) = re.findall(r"`([^`]+)`", row[2])
    program, *arguments = shlex.split(command)

    assert shutil.which(program) or (ROOT / program).exists()
    assert [path for path in arguments if "/" in path and not (ROOT / path).exists()] == []
    if program == "make":
        assert re.search(rf"^{arguments[0]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@every_row
def test_every_row_has_a_state_and_explains_what_differs(row: list[str]) -> None:
    _word, _files, _command, state, deviation = row

    assert state in {"done", "not yet"}
    assert deviation == "—" or deviation in EXPLAINED
    assert state == "done" or deviation != "—", "what is not done says what is missing"


def test_every_explanation_belongs_to_a_row() -> None:
    assert {row[4] for row in ROWS} - {"—"} == EXPLAINED
