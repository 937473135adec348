import pytest

from tests.workflows.standards import factory
from tests.workflows.standards.terms.toy import MARKS, toy
from workflows.standards.canonical import canonical_value, digest, parse
from workflows.standards.enums import Layer
from workflows.standards.layers import leeways, place_words, reads_material
from workflows.standards.schema import Handler, Limit

pytestmark = pytest.mark.usefixtures("english")


def test_what_a_standard_does_not_mark_has_the_layer_of_its_kind() -> None:
    found = {place: leeway.layer for place, leeway in leeways(toy(layers=[])).items()}

    assert found["limits.promised"] is found["steps[review].limit"] is Layer.BOUNDED
    assert found["materials[old_licence]"] is found["steps[review].handler.desk"] is Layer.FIXED
    assert found["steps[review].title"] is found["notices[told].text"] is Layer.FIXED
    assert found["desks[window].title"] is found["desks[window].hours"] is Layer.OPEN


def test_a_mark_changes_the_layer_of_its_place_alone() -> None:
    before, after = leeways(toy(layers=[])), leeways(toy())

    changed = {place for place in after if after[place].layer is not before[place].layer}
    assert changed == {mark["place"] for mark in MARKS} - {"steps[decision].limit"}
    assert after["steps[decision].limit"].at_least == Limit(days="1")


def test_steps_conditions_and_checks_have_no_place() -> None:
    heads = {place.partition("[")[0] for place in leeways(toy())}

    assert heads == {"limits.promised", "steps", "materials", "desks", "notices"}


def test_the_applicants_own_limit_is_fixed_whatever_the_mark() -> None:
    steps = factory.steps()
    steps["review"] = steps["review"].model_copy(
        update={"limit": Limit(days="5"), "handler": Handler(party="applicant")}
    )
    standard = toy(steps=steps, layers=[{"place": "steps[review].limit", "layer": "bounded"}])

    found = leeways(standard)["steps[review].limit"]
    assert (found.layer, found.own_time) == (Layer.FIXED, True)


def test_places_are_said_in_words() -> None:
    known = leeways(toy())

    assert place_words(known["limits.promised"]) == "the promised limit"
    assert place_words(known["steps[review].limit"]) == "the limit of the step “review”"
    assert place_words(known["materials[old_licence]"]) == "the document “Old licence”"
    assert place_words(known["desks[window].hours"]) == "the hours of the desk “Window”"


@pytest.mark.parametrize(
    ("condition", "reads"),
    [
        ("has(materials.old_licence)", True),
        ("length(materials['old_licence']) > 0", True),
        ("length(materials[form.name]) > 0", True),
        ("has(materials.old_licence_copy)", False),
        ("form.old_licence", False),
    ],
)
def test_a_condition_that_looks_at_a_document_is_seen(condition: str, *, reads: bool) -> None:
    checks = [{"id": "c", "condition": condition, "effect": "WARN", "sentence": factory.text()}]

    assert reads_material(toy(checks=checks), "old_licence") is reads


def test_a_standard_that_marks_nothing_is_written_as_before() -> None:
    written = canonical_value(toy(layers=[]))

    assert "layers" not in written
    assert all("hours" not in desk for desk in written["desks"])
    assert parse(written) == toy(layers=[])


def test_the_digest_of_a_text_of_the_time_before_layers_stands() -> None:
    assert digest(factory.a_standard()) == "cd234b669bbcebf627fec70b5d41b79aa87b20f93a785af73486623dabbb82ae"
