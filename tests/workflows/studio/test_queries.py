from datetime import timedelta

from pytest_django import DjangoAssertNumQueries

from tests.workflows.studio.conftest import KEY, NOW, TODAY, Studio, without_days
from workflows.organisation.models import District
from workflows.organisation.queries import scope_of
from workflows.standards.promulgation.verbs import submit_draft
from workflows.studio.queries import (
    changes_under_way,
    districts_to_ask,
    drafts_in_work,
    keeps_standards,
    lines_on,
    reads_standards,
)
from workflows.studio.verbs import begin_draft, change_draft


def test_a_standard_before_its_first_day_has_only_what_comes(
    studio: Studio, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        (line,) = lines_on(TODAY)
    assert (line.key, line.current, line.coming, line.latest) == (KEY, studio.version, [], studio.version)
    (before,) = lines_on(TODAY - timedelta(days=1))
    assert (before.current, before.coming) == (None, [studio.version])


def test_who_reads_and_who_keeps(studio: Studio) -> None:
    people = studio.people
    everybody = [people.keeper_a, people.supervisor, people.leading_group, studio.supervisors["LW"], people.lw.approver]
    scopes = [scope_of(person.pk, TODAY) for person in everybody]
    assert [reads_standards(scope) for scope in scopes] == [True, True, True, True, False]
    assert [keeps_standards(scope) for scope in scopes] == [True, False, False, False, False]


def test_every_district_is_asked_with_who_speaks_for_it(
    studio: Studio, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        asked = districts_to_ask(TODAY)
    assert [(each.district.code, each.speakers) for each in asked] == [
        (code, [studio.supervisors[code]]) for code in sorted(studio.supervisors)
    ]


def test_a_district_that_takes_no_part_is_not_asked(studio: Studio) -> None:
    District.objects.filter(code="GJ").update(takes_part=False)
    assert "GJ" not in [each.district.code for each in districts_to_ask(TODAY)]


def test_what_is_under_way_is_counted(studio: Studio, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    keeper = studio.people.keeper_a
    draft = begin_draft(actor=keeper, standard=KEY, now=NOW)
    values = {"limits.promised": "1", **without_days(studio.standard)}
    draft = change_draft(actor=keeper, draft=draft.pk, revision=1, values=values, now=NOW)
    submit_draft(actor=keeper, draft=draft, districts=studio.districts, valid_from=TODAY, now=NOW)
    with django_assert_num_queries(1):
        (change,) = changes_under_way()
        assert (change.title["en"], change.asked, change.heard, change.drafted_by) == (
            "Relocation of an enterprise to another district",
            6,
            0,
            keeper,
        )
    assert list(drafts_in_work()) == [draft]
