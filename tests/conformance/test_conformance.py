"""What real administrations configured, as far as the shared folder has it; ``python -m tests.conformance`` says more."""

import json
import subprocess
import sys
from pathlib import Path

from config.environment import CHECKOUT
from tests.conformance.judging import judge
from tests.conformance.translating import defects_said, standard_of
from workflows.standards.defects import Defect, DefectCode

STATES = [
    {"state": "", "terminal": False, "sla_ms": None, "actions": [{"action": "GO", "next": "DONE", "roles": ["A"]}]},
    {"state": "DONE", "terminal": True, "sla_ms": 1, "actions": [{"action": "AGAIN", "next": "", "roles": ["B"]}]},
    {"state": "DONE", "terminal": False, "sla_ms": None, "actions": []},
]


def test_every_real_configuration_is_judged_as_its_source_says(shared_data: Path) -> None:
    report = judge(shared_data / "digit-workflows")
    assert report.examples == []
    assert report.totals.wrong == 0
    assert len(report.results) == report.totals.configurations > 0
    assert report.totals.truth_rows > 0
    assert report.totals.walks > 0


def test_what_is_there_twice_stays_there_twice() -> None:
    standard = standard_of({"code": "X", "sla_ms": 86_400_001, "states": STATES})
    assert [step.key for step in standard.steps] == ["<start>", "DONE", "DONE"]
    assert [step.type for step in standard.steps] == ["review@1", "result@1", "end@1"]
    assert [act.desks for act in standard.step("DONE").acts] == [["B"]]
    assert standard.limits.promised.days == 2


def test_a_defect_the_source_has_no_word_for_is_named_as_it_is() -> None:
    found = [Defect(DefectCode.MISSING_TEXT, "title.en", "Add it."), Defect(DefectCode.NO_END, "steps", "Add one.")]
    assert defects_said(found) == {"missing_text:title.en", "no_terminal_state"}


def test_a_folder_of_another_layout_is_said(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.conformance", str(tmp_path)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert str(tmp_path) in done.stderr


def test_a_wrong_truth_is_found(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps({"code": "X", "sla_ms": 0, "states": STATES[:2]}))
    entry = {"hash": "x", "neutral": "x.json", "must_be_refused": True, "hard_issues": ["unreachable:DONE"]}
    (tmp_path / "manifest.json").write_text(json.dumps([entry]))
    totals = judge(tmp_path).totals
    assert (totals.verdicts_wrong, totals.defects_wrong) == (1, 1)
