"""Which field a refusal is about, and whose fault it is."""

from approvals.desks.errors import FieldError, errors_of, is_taken
from workflows.engine.errors import MissingGround, MissingItems, NotAllowed, PayloadInvalid, StepClaimed


def test_somebody_faster_is_nobodys_mistake() -> None:
    assert is_taken(StepClaimed(step="s", who="w"))
    assert not is_taken(NotAllowed(step="s"))


def test_a_refusal_is_said_at_its_field() -> None:
    assert errors_of(MissingGround(act="a"), "S.") == [FieldError("ground", "S.")]
    assert errors_of(NotAllowed(step="s"), "S.") == [FieldError("", "S.")]


def test_every_defect_of_a_form_is_said_at_its_own_field() -> None:
    refusal = PayloadInvalid(act="a", sentence="", defects=[("items.1.remedy", "missing"), ("days", "less_than_equal")])
    assert errors_of(refusal, "S.") == [
        FieldError("items.1.remedy", "Row 2 of the list: fill in what to do."),
        FieldError("days", "Give the working days as a whole number from 1 to 180."),
    ]


def test_a_list_with_bad_rows_names_the_rows() -> None:
    refusal = MissingItems(act="a", defects=[("items.0", "item_place"), ("items", "too_short")])
    found = [FieldError("items.0.place", "Row 1 of the list: choose a field of the application or a material.")]
    assert errors_of(refusal, "S.") == found
    assert errors_of(MissingItems(act="a", defects=[("items", "missing")]), "S.") == [FieldError("items.0.place", "S.")]
