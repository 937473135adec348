from datetime import timedelta
from decimal import Decimal

from pytest_django import DjangoAssertNumQueries

from tests.workflows.standards import factory
from tests.workflows.standards.promulgation.conftest import FROM, NOW, Cast
from tests.workflows.standards.terms.stage import LATER_DAY, in_force, published
from tests.workflows.standards.terms.toy import shorter, toy, without
from workflows.standards.schema import Limit
from workflows.standards.terms.queries import districts_drafted_by, effective, terms_in_force


def test_the_terms_in_force_are_the_last_that_have_begun_in_each_district(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    published(cast)
    first = in_force(cast, shorter("limits.promised", "8"))
    second = in_force(cast, shorter("limits.promised", "6"), valid_from=LATER_DAY + timedelta(days=5))
    other = in_force(cast, without("old_licence"), district=cast.ouhai)

    assert terms_in_force("toy", FROM) == {}
    with django_assert_num_queries(1):
        assert terms_in_force("toy", LATER_DAY) == {cast.longwan.code: first, cast.ouhai.code: other}
    assert terms_in_force("toy", LATER_DAY + timedelta(days=5), [cast.longwan.code]) == {cast.longwan.code: second}


def test_a_case_goes_by_the_terms_in_force_on_its_day_in_the_districts_it_names(cast: Cast) -> None:
    published(cast)
    in_force(cast, shorter("limits.promised", "8"))

    def promised(day_offset: int, home: str) -> Decimal:
        found = effective("toy", {"home": home, "origin": home}, LATER_DAY + timedelta(days=day_offset))
        assert found
        return found.standard.limits.promised.days

    assert promised(0, cast.longwan.code) == Decimal(8)
    assert promised(0, cast.ouhai.code) == Decimal(10)
    assert promised(-1, cast.longwan.code) == Decimal(10)
    assert effective("toy", {}, FROM - timedelta(days=1)) is None


def test_until_conflicts_are_settled_the_new_standard_applies_at_their_places(cast: Cast) -> None:
    published(cast)
    in_force(cast, shorter("limits.promised", "8"), shorter("steps[review].limit", "1"))
    again = LATER_DAY + timedelta(days=10)
    published(
        cast, toy(title=factory.text("Two"), limits={"statutory": {"days": "20"}, "promised": {"days": "5"}}), again
    )

    found = effective("toy", dict.fromkeys(("home", "origin"), cast.longwan.code), again)

    assert found
    assert found.base.number == 2
    assert found.standard.limits.promised.days == Decimal(5)
    assert found.standard.step("review").limit == Limit(days=Decimal(1))


def test_a_district_is_drafted_for_by_whoever_supervises_or_keeps_standards_there(cast: Cast) -> None:
    day = NOW.date()

    assert list(districts_drafted_by(cast.wu, day)) == [cast.longwan]
    assert list(districts_drafted_by(cast.lin, day)) == []
    assert list(districts_drafted_by(cast.gao, day)) == []
