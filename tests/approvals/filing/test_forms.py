"""What of a form is sent, and what nobody types."""

from datetime import date

import pytest

from approvals.filing.forms import authority_for, digest_of, settled, too_deep
from enterprises.registration.enums import EntityType
from enterprises.registration.models import Enterprise
from tests.approvals.filing.stage import Stage, answers
from tests.approvals.standards.shipped import standard

DAY = date(2026, 3, 2)


@pytest.mark.django_db
def test_only_what_the_standard_asks_for_is_sent_and_empty_optional_fields_are_not() -> None:
    form = answers("registration", unknown=1, email="", lease_until=None, phone="")
    form["address"] |= {"building": "", "other": 2}
    sent = settled(standard("registration"), form, None, DAY)
    assert "unknown" not in sent
    assert "email" not in sent
    assert "lease_until" not in sent
    assert sent["phone"] == ""
    assert sent["address"].keys() == {"area", "street", "road", "number", "room"}


@pytest.mark.django_db
def test_prior_items_follow_from_the_scope_whatever_was_typed() -> None:
    form = answers("registration", scope=["危险化学品经营", "软件开发"], prior_items=[])
    assert settled(standard("registration"), form, None, DAY)["prior_items"] == ["危险化学品经营"]


@pytest.mark.parametrize(
    ("area", "by_shares", "expected"),
    [
        ("LW", False, "LW"),
        ("ZN", False, "LW"),
        ("GJ", False, "OH"),
        ("RA", False, "RA"),
        ("ZN", True, "WZ"),
        ("XX", False, None),
    ],
)
def test_who_registers_at_an_address(stage: Stage, area: str, by_shares: bool, expected: str | None) -> None:  # noqa: FBT001
    assert authority_for(area, DAY, by_shares=by_shares) == expected


def test_an_enterprises_own_data_are_the_registers(stage: Stage, eyes: Enterprise) -> None:
    form = answers("relocation", name="别的名称", old_area="RA", old_authority="RA", new_authority="YQ")
    sent = settled(standard("relocation"), form, eyes, DAY)
    assert (sent["name"], sent["old_area"], sent["old_authority"], sent["new_authority"]) == (
        eyes.name,
        "OH",
        "OH",
        "LW",
    )


def test_a_company_limited_by_shares_stays_with_the_city(stage: Stage) -> None:
    shares = stage.registered("OH", "WZ", uscc="91330300MAE2JK301B", entity_type=EntityType.UNLISTED_NATURAL)
    sent = settled(standard("relocation"), answers("relocation"), shares, DAY)
    assert (sent["old_area"], sent["old_authority"], sent["new_authority"]) == ("OH", "WZ", "WZ")


def test_equal_forms_have_equal_digests_in_whatever_order() -> None:
    one, other = {"a": 1, "b": ["甲", {"c": None}]}, {"b": ["甲", {"c": None}], "a": 1}
    assert digest_of(one) == digest_of(other)
    assert digest_of(one) != digest_of(one | {"a": 2})


def test_depth_is_found_without_walking_on() -> None:
    deep: object = 1
    for _ in range(100_000):
        deep = [deep]
    assert too_deep(deep)
    assert not too_deep({"a": [{"b": 1}]})
