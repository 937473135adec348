"""What the inspector says of the settings of custody and of children."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from tests.workflows.engine.children_stage import CHILDREN, joint
from tests.workflows.engine.custody_stage import movable
from tests.workflows.engine.factory import OUHAI
from workflows.studio.setting_facts import setting_facts


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.mark.parametrize(
    ("settings", "whom"),
    [({}, "any district that is open"), ({"districts": [OUHAI]}, OUHAI), ({"receiver": "origin"}, "name")],
)
def test_an_offer_says_to_whom_and_what_goes_along(settings: dict[str, object], whom: str) -> None:
    standard = movable(settings).standard
    assert list(setting_facts(standard, standard.step("custody"))) == [
        ("May be offered to", whom),
        ("Goes along", "name"),
    ]


def test_children_are_named_with_the_rule() -> None:
    standard = joint("any", [CHILDREN[0], {**CHILDREN[1], "when": "form.wet"}], early=True).standard
    assert list(setting_facts(standard, standard.step("together"))) == [
        ("Child case", "fire, by the standard fire, in: name"),
        ("Child case", f"water, by the standard water, in: {OUHAI}, if form.wet"),
        ("Goes on when granted", "any one of them"),
        ("Decided", "as soon as it is certain"),
    ]
    assert list(setting_facts(standard, standard.step("window"))) == []
