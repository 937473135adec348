from tests.workflows.engine.test_offers import service
from workflows.standards.canonical import canonical_value
from workflows.standards.enums import Times
from workflows.standards.schema import Standard
from workflows.studio.enums import Part
from workflows.studio.fields import written
from workflows.studio.inspector import Inspector

STANDARD = service().standard


def test_an_offer_shows_beside_what_it_stands_and_lets_a_draft_say_how_often_and_when() -> None:
    inspector = Inspector(STANDARD)
    (group,) = [each for each in inspector.groups("note", Part.STANDARD) if each.title == "On offer"]
    assert group.facts == [("Beside", "name, name")]
    assert [(each.path, each.shown) for each in group.fields] == [
        ("steps[note].offer.times", "Any number of times"),
        ("steps[note].offer.when", ""),
    ]
    times, when = group.fields
    changed = written(written(canonical_value(STANDARD), times, "once"), when, "form.name == '甲'")
    offer = Standard.model_validate(changed).step("note").offer
    assert offer is not None
    assert (offer.times, offer.when) == (Times.ONCE, "form.name == '甲'")


def test_a_step_without_an_offer_has_no_such_group() -> None:
    assert "On offer" not in [each.title for each in Inspector(STANDARD).groups("review", Part.STANDARD)]
