import pytest
from django.http import Http404
from django.test import RequestFactory

from tests.workflows.studio.conftest import shipped
from workflows.standards.defects import Defect, DefectCode
from workflows.studio.enums import Part
from workflows.studio.verdicts import Verdict
from workflows.studio.views.workbench import Selected, Typed, chart, selected_in, workbench

STANDARD = shipped()
CLEAN = Verdict([], len(STANDARD.tests))


def test_the_address_selects_a_step_or_a_part() -> None:
    found = [
        selected_in(RequestFactory().get("/", query), STANDARD) for query in ({}, {"step": "review"}, {"part": "form"})
    ]
    assert [(each.step, each.part) for each in found] == [
        (None, Part.STANDARD),
        ("review", Part.STANDARD),
        (None, Part.FORM),
    ]
    assert [each.query for each in found] == ["part=standard", "step=review", "part=form"]
    with pytest.raises(Http404):
        selected_in(RequestFactory().get("/", {"step": "nowhere"}), STANDARD)


def test_steps_stand_in_their_blocks_and_keep_their_numbers() -> None:
    blocks = workbench(STANDARD, Selected("review", Part.STANDARD), CLEAN, editable=True)["blocks"]
    assert [title for title, _lines in blocks][-1] == "Other steps"
    assert sum(len(lines) for _title, lines in blocks) == len(STANDARD.steps)
    (selected,) = [line for _title, lines in blocks for line in lines if line.selected]
    assert (selected.title, selected.handled) == ("Formal review", "Destination, 1 working day")
    assert STANDARD.steps[selected.number - 1].key == "review"


def test_a_defect_is_counted_at_its_step_and_linked_to_its_field() -> None:
    defect = Defect(DefectCode.MISSING_TEXT, "steps[tasks].title.en", "steps[tasks].title.en is empty.")
    shown = workbench(STANDARD, Selected(None, Part.STANDARD), Verdict([defect], 0), editable=True)
    (problem,) = shown["stopping"]
    assert problem.address == "?step=tasks#f-steps-tasks-title-en"
    assert [line.key for _title, lines in shown["blocks"] for line in lines if line.problems] == ["tasks"]


def test_what_was_typed_stands_beside_what_is_saved() -> None:
    typed = Typed({"limits.promised": "9"}, {"limits.promised": "Too long."})
    groups = workbench(STANDARD, Selected(None, Part.STANDARD), CLEAN, editable=True, typed=typed)["groups"]
    rows = {row.field.path: row for _group, rows, _failure in groups for row in rows}
    row = rows["limits.promised"]
    assert (row.value, row.error, row.saved) == ("9", "Too long.", "2 working days")


def test_the_selected_step_is_marked_in_the_chart() -> None:
    assert chart(STANDARD, "review").count("data-selected") == 1
    assert "data-selected" not in chart(STANDARD)
