"""The settings of the newer step types as a drafter edits them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override

from tests.workflows.engine.every_step import licence
from workflows.engine.step_types import STEP_TYPES
from workflows.standards.canonical import canonical_value
from workflows.studio.enums import FieldKind, Part
from workflows.studio.fields import Field, at, written
from workflows.studio.inspector import Inspector
from workflows.studio.settings import LABELS, TOLD_AS_FACTS, setting_fields

STANDARD = licence().standard
RAW = canonical_value(STANDARD)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


def fields(step: str) -> dict[str, Field]:
    place = next(number for number, each in enumerate(STANDARD.steps) if each.key == step)
    return {field.path: field for field in setting_fields(STANDARD, STANDARD.steps[place], place)}


def after(step: str, name: str, text: str) -> Any:
    field = fields(step)[f"steps[{step}].settings.{name}"]
    return at(written(RAW, field, text), field.location)


def test_the_rule_and_the_count_of_a_joint_review() -> None:
    shown = fields("joint")
    rule, needed = shown["steps[joint].settings.rule"], shown["steps[joint].settings.needed"]
    assert (rule.kind, rule.value, rule.shown) == (FieldKind.CHOICE, "count", "a number of them")
    assert (needed.kind, needed.value) == (FieldKind.NUMBER, "2")
    assert after("joint", "rule", "all") == "all"
    assert after("joint", "needed", "3") == 3
    assert after("joint", "needed", "") is None
    with pytest.raises(ValueError, match="write one such as 3"):
        after("joint", "needed", "many")
    with pytest.raises(ValueError, match="choose one of the list"):
        after("joint", "rule", "most")


def test_each_seat_has_its_desk_and_its_post_and_the_step_none_of_its_own() -> None:
    shown = fields("joint")
    desk = shown["steps[joint].settings.seats[2].desk"]
    assert (desk.value, desk.label) == ("FIRE", "Seat 2 (name): Desk")
    assert after("joint", "seats[2].role", "REVIEWER") == "REVIEWER"
    assert after("joint", "seats[1].role", "") is None
    every = {field.path for group in Inspector(STANDARD).groups("joint", Part.STANDARD) for field in group.fields}
    assert "steps[joint].settings.seats[3].role" in every
    assert "steps[joint].handler.desk" not in every


def test_the_procedures_of_a_step_are_ticked() -> None:
    field = fields("hearing")["steps[hearing].settings.procedures"]
    assert (field.kind, field.value, field.shown) == (FieldKind.SEVERAL, "HEARING TESTING", "hearing, testing")
    assert "CORRECTION" not in dict(field.choices)
    assert after("hearing", "procedures", "HEARING TENDER") == ["HEARING", "TENDER"]
    assert after("hearing", "procedures", "") == []
    with pytest.raises(ValueError, match="choose one of the list"):
        after("hearing", "procedures", "HEARING CORRECTION")


def test_a_consultation_may_be_waited_for_or_not() -> None:
    field = fields("opinion")["steps[opinion].settings.standing"]
    assert (field.kind, field.value, field.shown) == (FieldKind.YES_NO, "true", "yes")
    assert after("opinion", "standing", "false") is False


def test_what_a_wait_waits_for_is_an_expression() -> None:
    field = fields("opening")["steps[opening].settings.until"]
    assert (field.kind, field.value, field.optional) == (FieldKind.LINE, "form.opens_on", True)
    assert after("opening", "until", "") is None
    assert after("opening", "event", "has(facts.report)") == "has(facts.report)"


def test_every_setting_of_a_step_type_is_shown_or_names_other_parts_of_the_standard() -> None:
    edited = [step_type for step_type in STEP_TYPES if step_type.name not in TOLD_AS_FACTS]
    names = {name for step_type in edited for name in step_type.settings_model.model_fields}
    assert names - LABELS.keys() == {"differs_from", "checks", "seats"}
