from pathlib import Path

import pytest

from workflows.engine.machines import lawful_moves
from workflows.engine.step_docs import MACHINES_PATH, STEP_TYPES_PATH, machines_text, step_types_text

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("path", "text"),
    [(STEP_TYPES_PATH, step_types_text()), (MACHINES_PATH, machines_text())],
    ids=["steps", "machines"],
)
def test_the_documented_types_and_machines_are_those_of_the_code(path: str, text: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == text, "run python -m workflows.engine.step_docs"


def test_every_lawful_move_has_its_row_once() -> None:
    rows = [line.split(" | ")[:3] for line in machines_text().splitlines() if line.startswith("| `")]
    moves = [[f"| `{source}`", f"`{name}`", f"`{target}`"] for _regime, source, name, target in lawful_moves()]

    assert sorted(rows) == sorted(moves)


def test_settings_that_change_an_outcome_show_what_it_becomes() -> None:
    assert "| `pass` with `two_names` | As above. | `names`, `opinion` | all | — |" in step_types_text()
