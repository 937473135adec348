from decimal import Decimal

import pytest

from tests.workflows.standards import factory
from tests.workflows.standards.terms.toy import MARKS, desk, own_text, shorter, terms, toy, without
from workflows.standards.canonical import digest
from workflows.standards.schema import Standard
from workflows.standards.terms.documents import Terms
from workflows.standards.terms.rebasing import rebase

pytestmark = pytest.mark.usefixtures("english")

OWN = terms(
    shorter("limits.promised", "8"),
    shorter("steps[review].limit", "2"),
    without("old_licence"),
    desk("review", "window"),
    own_text("desks[window].hours"),
)


def changed(**changes: object) -> Standard:
    return toy(title=factory.text("Toy, changed"), **changes)


def test_what_still_applies_is_carried_over_to_the_new_text() -> None:
    new = changed()

    found = rebase(OWN, new)

    assert (found.terms.base, found.terms.differences) == (digest(new), OWN.differences)
    assert (found.fallen, found.conflicts, found.is_settled) == ((), (), True)


def test_what_the_standard_says_itself_by_now_falls_away() -> None:
    found = rebase(OWN, changed(limits={"statutory": {"days": "20"}, "promised": {"days": "8"}}))

    assert [difference.place for difference in found.fallen] == ["limits.promised"]
    assert "limits.promised" not in found.terms.by_place
    assert found.is_settled


def test_a_limit_that_is_shorter_than_the_terms_a_document_and_a_step_that_are_gone_are_conflicts() -> None:
    new = toy()
    steps = [step for step in new.steps if step.key != "review"]
    new = new.model_copy(
        update={
            "limits": new.limits.model_copy(
                update={"promised": new.limits.promised.model_copy(update={"days": Decimal(5)})}
            ),
            "steps": steps,
            "materials": new.materials[:1],
        }
    )

    found = rebase(OWN, new)

    assert [(conflict.difference.place, conflict.sentence) for conflict in found.conflicts] == [
        (
            "limits.promised",
            (
                "The promised limit would be 8 working days, longer than the 5 working days of the standard;"
                " terms can only shorten."
            ),
        ),
        (
            "materials[old_licence]",
            "The standard asks for no document old_licence, and terms cannot add one; take materials[old_licence] out.",
        ),
        (
            "steps[review].handler.desk",
            "The standard has no step review, and terms cannot add one; take steps[review].handler.desk out.",
        ),
        (
            "steps[review].limit",
            "The standard has no step review, and terms cannot add one; take steps[review].limit out.",
        ),
    ]
    assert [difference.place for difference in found.terms.differences] == ["desks[window].hours"]


def test_what_the_standard_has_fixed_meanwhile_is_a_conflict() -> None:
    marks = [mark for mark in MARKS if mark["place"] != "materials[old_licence]"]

    (conflict,) = rebase(OWN, changed(layers=marks)).conflicts

    assert conflict.sentence == "The document “Old licence” is fixed by the standard: no district may do without it."


def test_terms_of_another_standard_are_not_carried_over() -> None:
    with pytest.raises(ValueError, match="Terms of other have no place in toy"):
        rebase(Terms(standard="other", base=OWN.base), toy())
