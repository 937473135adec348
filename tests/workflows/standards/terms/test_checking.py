"""What would be in effect in a district is checked as a standard is: its desks, its limits, its own tests."""

from collections.abc import Sequence

import pytest

from tests.workflows.standards import factory
from tests.workflows.standards.promulgation.conftest import Cast
from tests.workflows.standards.terms.stage import LATER_DAY, in_force, published
from tests.workflows.standards.terms.toy import desk, shorter, terms, toy
from workflows.organisation.models import Desk as DeskRow
from workflows.standards.checks_people import Desk
from workflows.standards.publish_check import Failure
from workflows.standards.registry import registry
from workflows.standards.schema import Standard
from workflows.standards.terms.checking import in_district, terms_defects
from workflows.standards.verbs import check_here

pytestmark = pytest.mark.usefixtures("english")

DESKS = {
    "A": [Desk("window", frozenset()), Desk("office", frozenset())],
    "B": [Desk("office", frozenset())],
}


def defects(district: str, standard: Standard | None = None) -> list[str]:
    of = standard or toy()
    own = terms(desk("review", "window"), of=of)
    return [each.sentence for each in terms_defects(of, own, district, registry=registry, desks=DESKS)]


def test_only_the_desks_of_the_district_are_asked() -> None:
    assert defects("A") == []
    assert [sentence.partition(" (")[0] for sentence in defects("B")] == [
        "With the terms of B: No desk of the district B can take the step receipt",
        "With the terms of B: No desk of the district B can take the step review",
    ]


def test_a_party_that_is_another_district_outright_is_not_given_these_terms() -> None:
    parties = [
        {"role": "home", "title": factory.text(), "district": "form.home"},
        {"role": "origin", "title": factory.text(), "district": "'B'"},
    ]
    standard = toy(parties=parties)

    made = in_district(standard, terms(desk("review", "window"), of=standard), "A")

    assert made.step("review").handler.desk == "office"
    assert defects("A", standard) == []


def test_the_tests_of_the_standard_run_on_what_is_in_effect() -> None:
    ran: list[str] = []

    def run(standard: Standard) -> Sequence[Failure]:
        ran.append(str(standard.limits.promised.days))
        return [Failure("t", "late.", "A")]

    (defect,) = terms_defects(
        toy(), terms(shorter("limits.promised", "8")), "A", registry=registry, desks=DESKS, run_tests=run
    )

    assert ran == ["8"]
    assert defect.sentence == (
        "With the terms of A: The test t of the standard fails in A: late. Mend the steps or the test."
    )


def test_a_new_version_is_checked_with_the_terms_of_every_district(cast: Cast) -> None:
    published(cast)
    in_force(cast, desk("review", "window"))
    changed = toy(title=factory.text("Changed"))
    receipt = changed.steps[0].model_copy(update={"handler": changed.steps[2].handler})
    changed = changed.model_copy(update={"steps": [receipt, *changed.steps[1:]]})
    assert check_here(changed, LATER_DAY) == []

    DeskRow.objects.filter(district=cast.longwan, kind="window").update(valid_to=LATER_DAY)

    (defect,) = check_here(changed, LATER_DAY)
    assert defect.sentence.startswith(f"With the terms of {cast.longwan.code}: No desk of the district")
    assert defect.element == "steps[review].handler"
