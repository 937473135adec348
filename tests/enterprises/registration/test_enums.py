"""The types of enterprise."""

from enterprises.registration.enums import EntityType
from tests.law import law


@law("细则 4")
def test_companies_limited_by_shares_are_told_by_their_code() -> None:
    assert {kind.value for kind in EntityType if kind.is_by_shares} == {
        "1211", "1212", "1213", "1221", "1222", "1223", "1229",
    }  # fmt: skip


def test_companies_are_told_by_their_code() -> None:
    assert EntityType.NATURAL_PERSONS_LLC.is_company
    assert not any(kind.is_company for kind in EntityType if not kind.value.startswith("1"))
