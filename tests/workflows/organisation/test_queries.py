"""Who holds what, and what follows from it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from tests import cast
from tests.cast import SINCE, Corridor
from tests.law import law
from workflows.organisation.enums import PostRole
from workflows.organisation.errors import SeveralIssuersError, UnknownDistrictError
from workflows.organisation.models import District, Entrustment
from workflows.organisation.queries import (
    desks_of,
    district_on,
    organ_issuing_for,
    posts_in_force,
    scope_of,
)

TODAY = date(2026, 3, 2)
TOMORROW = TODAY + timedelta(days=1)


def entered(person: int, day: date) -> set[int]:
    """The districts the SQL function says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tongban_enter(%s, %s, '{}')", [person, day])
        cursor.execute("SELECT current_setting('tongban.districts')")
        return {int(key) for key in cursor.fetchone()[0].split(",") if key}


def test_a_scope_is_what_the_posts_of_the_day_come_to(
    corridor: Corridor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = corridor.lw.reviewer_a
    cast.post(person, PostRole.APPROVER, corridor.oh.desks["registration"], valid_from=TODAY, valid_to=TOMORROW)
    cast.post(person, PostRole.ARCHIVIST, corridor.ra.desks["archive"], valid_from=TOMORROW)
    with django_assert_num_queries(1):
        scope = scope_of(person.pk, TODAY, frozenset({7}))
    assert scope.person == person.pk
    assert scope.districts == {corridor.lw.district.pk, corridor.oh.district.pk}
    assert scope.desks == {corridor.lw.desks["registration"].pk, corridor.oh.desks["registration"].pk}
    assert scope.roles == {PostRole.REVIEWER, PostRole.APPROVER}
    assert scope.applicants == {7}
    assert not scope.watches_all
    assert scope_of(person.pk, TOMORROW).districts == {corridor.lw.district.pk, corridor.ra.district.pk}
    assert scope_of(person.pk, SINCE - timedelta(days=1)).held == ()


def test_a_role_is_held_at_its_desk_and_nowhere_else(corridor: Corridor) -> None:
    scope = scope_of(corridor.lw.reviewer_a.pk, TODAY)
    assert scope.holds(PostRole.REVIEWER)
    assert scope.holds(PostRole.REVIEWER, desk=corridor.lw.desks["registration"].pk)
    assert scope.holds(PostRole.REVIEWER, district=corridor.lw.district.pk)
    assert not scope.holds(PostRole.REVIEWER, desk=corridor.oh.desks["registration"].pk)
    assert not scope.holds(PostRole.REVIEWER, district=corridor.oh.district.pk)
    assert not scope.holds(PostRole.APPROVER)


def test_a_scope_cannot_be_widened(corridor: Corridor) -> None:
    scope = scope_of(corridor.lw.reviewer_a.pk, TODAY)
    with pytest.raises(AttributeError):
        scope.person = 1  # type: ignore[misc]
    assert replace(scope, held=()).districts == frozenset()


def test_only_corridor_posts_without_a_desk_watch_all(corridor: Corridor) -> None:
    at_a_desk = cast.person()
    cast.post(at_a_desk, PostRole.SUPERVISOR, corridor.lw.desks["front"])
    watching = {name for name, who in corridor.people.items() if scope_of(who.pk, TODAY).watches_all}
    assert watching == {"supervisor", "leading_group"}
    assert not scope_of(at_a_desk.pk, TODAY).watches_all


def test_a_closed_account_has_no_posts(corridor: Corridor) -> None:
    person = corridor.lw.reviewer_a
    person.is_active = False
    person.save(update_fields=["is_active"])
    assert scope_of(person.pk, TODAY).held == ()
    assert not posts_in_force(person.pk, TODAY).exists()


def test_scope_and_row_security_are_one_rule(corridor: Corridor) -> None:
    every = set(District.objects.values_list("pk", flat=True))
    somebody = [*corridor.people.values(), *corridor.lw.people.values(), cast.person()]
    for person in somebody:
        scope = scope_of(person.pk, TODAY)
        assert entered(person.pk, TODAY) == (every if scope.watches_all else scope.districts), person.username


def test_posts_in_force_come_with_their_desks(
    corridor: Corridor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        (post,) = posts_in_force(corridor.lw.archivist.pk, TODAY)
        assert post.desk
        named = (post.role, post.desk.organ.short_name, post.desk.district.code)
    assert named == ("ARCHIVIST", "龙湾市监", "LW")


def test_desks_of_a_district_are_those_of_the_day(corridor: Corridor) -> None:
    desk = corridor.lw.desks["tax"]
    desk.valid_to = TODAY
    desk.save(update_fields=["valid_to"])
    assert [each.kind for each in desks_of(corridor.lw.district.pk, TODAY - timedelta(days=1))] == sorted(
        corridor.lw.desks
    )
    assert "tax" not in [each.kind for each in desks_of(corridor.lw.district.pk, TODAY)]


def succeed(district: District, successor: District | None, day: date) -> None:
    district.valid_to, district.successor = day, successor
    district.save(update_fields=["valid_to", "successor"])


def test_a_code_means_the_successor_after_its_end(corridor: Corridor) -> None:
    succeed(corridor.lw.district, corridor.oh.district, TODAY)
    succeed(corridor.oh.district, corridor.ra.district, TOMORROW)
    assert district_on("LW", TODAY - timedelta(days=1)).code == "LW"
    assert district_on("LW", TODAY).code == "OH"
    assert district_on("LW", TOMORROW).code == "RA"


def test_a_code_without_a_district_on_that_day_is_refused(corridor: Corridor) -> None:
    succeed(corridor.lw.district, None, TODAY)
    succeed(corridor.ra.district, corridor.yq.district, TODAY)
    succeed(corridor.yq.district, corridor.ra.district, TODAY)
    for code, day in (("LW", TODAY), ("XX", TODAY), ("OH", SINCE - timedelta(days=1)), ("RA", TODAY)):
        with pytest.raises(UnknownDistrictError):
            district_on(code, day)


@law("许可法 24")
def test_an_entrusted_desk_acts_in_the_name_of_the_entrusting_organ(corridor: Corridor) -> None:
    desk = cast.functional_area(corridor.lw.organ)
    assert organ_issuing_for(desk, TODAY) == corridor.lw.organ
    Entrustment.objects.update(valid_to=TODAY)
    assert organ_issuing_for(desk, TODAY) == desk.organ
    assert organ_issuing_for(corridor.lw.desks["registration"], TODAY) == corridor.lw.organ


def test_of_several_issuers_the_one_of_the_division_acts(corridor: Corridor) -> None:
    desk = cast.functional_area(corridor.lw.organ)
    also = Entrustment(issuer=corridor.oh.organ, handler=desk.organ, document="2", valid_from=SINCE)
    also.save()
    assert organ_issuing_for(desk, TODAY) == corridor.lw.organ
    Entrustment.objects.filter(issuer=corridor.lw.organ).update(issuer=corridor.ra.organ)
    with pytest.raises(SeveralIssuersError, match="瓯海区市场监督管理局"):
        organ_issuing_for(desk, TODAY)
