"""The cast other tests lean on."""

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from tests import cast
from tests.cast import Corridor
from workflows.organisation.codes import Verdict, check_uscc
from workflows.organisation.models import Desk, Organ, Post


@pytest.mark.django_db
def test_the_whole_cast_is_made_in_few_statements(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(5):
        corridor = cast.corridor()
    assert {code: area.district.gb2260 for code, area in corridor.areas.items()} == {
        "LW": "330303",
        "OH": "330304",
        "RA": "330381",
        "YQ": "330382",
    }
    assert (Desk.objects.count(), Post.objects.count()) == (24, 43)
    assert (corridor.lw.reviewer_a.name, corridor.keeper_b.name) == ("龙湾区审查员甲", "标准管理员乙")


def test_every_organ_of_the_cast_has_a_right_code(corridor: Corridor) -> None:
    cast.city()
    cast.functional_area(corridor.lw.organ)
    assert {check_uscc(organ.uscc).verdict for organ in Organ.objects.all()} == {Verdict.OK}


def test_names_that_are_not_in_the_cast_are_no_attributes(corridor: Corridor) -> None:
    with pytest.raises(AttributeError):
        corridor.lw.nobody  # noqa: B018 - reading it is the test
    with pytest.raises(AttributeError):
        corridor.nobody  # noqa: B018 - as above


def test_the_cast_obeys_the_guards(corridor: Corridor) -> None:
    with pytest.raises(IntegrityError, match="exclude one another"), transaction.atomic():
        Post.objects.filter(person=corridor.keeper_a).update(person=corridor.audit_admin)
