"""The catalogue, and how a draft stands."""

from datetime import date, timedelta
from decimal import Decimal

from pytest_django import DjangoAssertNumQueries

from approvals.filing.models import FilingDraft
from approvals.filing.queries import catalogue, drafts_of, filing_of, filings_of, looked_at, standard_for
from approvals.filing.verbs import begin_draft
from tests import cast
from tests.approvals.filing.stage import DAY, NOW, Stage, draft_of, seen, send
from tests.approvals.standards.shipped import standard
from workflows.organisation.enums import PostRole
from workflows.standards.canonical import digest
from workflows.standards.enums import Regime


def test_the_catalogue_is_what_is_in_force_on_a_day_in_one_query(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        items = catalogue(DAY)
    assert [(item.key, item.version) for item in items] == list(stage.versions.items())
    assert items[0].title.zh == "企业设立登记（有限责任公司）"
    assert (items[1].limits.promised.days, items[1].regime) == (Decimal(2), Regime.RELOCATION)
    assert items[0].basis == standard("registration").basis
    assert catalogue(date(2026, 1, 4)) == []


def test_a_draft_goes_by_the_version_in_force(stage: Stage) -> None:
    draft = FilingDraft(standard_key="registration")
    found = standard_for(draft, DAY)
    assert found
    assert digest(found) == stage.versions["registration"].digest
    assert standard_for(draft, date(2026, 1, 4)) is None


def test_how_a_draft_stands_is_told_in_so_many_queries(
    stage: Stage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    draft = draft_of("registration", stage.founder, capital="499")
    with seen(stage.founder) as scope, django_assert_num_queries(5):
        outlook = looked_at(scope, draft, standard("registration"), NOW)
    assert [error.path for error in outlook.errors] == ["capital"]
    assert outlook.findings == []


def test_drafts_are_listed_the_last_changed_first(stage: Stage) -> None:
    first, second = (
        begin_draft(actor=stage.founder, standard="registration", enterprise=None, now=now)
        for now in (NOW, NOW + timedelta(minutes=1))
    )
    with seen(stage.founder) as scope:
        assert list(drafts_of(scope)) == [second, first]


def test_who_sees_the_case_sees_the_application(stage: Stage) -> None:
    sent = send(stage.founder, draft_of("registration", stage.founder))
    clerk, elsewhere = stage.clerks["LW", PostRole.RECEIVER], stage.clerks["RA", PostRole.RECEIVER]
    watcher = cast.person()
    cast.post(watcher, PostRole.SUPERVISOR)
    for person, number in ((stage.founder, 1), (clerk, 1), (watcher, 1), (elsewhere, 0), (cast.person(), 0)):
        with seen(person) as scope:
            assert filings_of(scope).count() == number
            assert bool(filing_of(scope, sent.case)) is bool(number)
