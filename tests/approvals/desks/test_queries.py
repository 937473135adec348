"""The queue: what it shows, in which order, in how many queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from approvals.desks.enums import View
from approvals.desks.queries import (
    MOST,
    PAGE,
    Mark,
    Wanted,
    arrived,
    counts,
    filters_of,
    matching,
    matching_number,
    newest,
    next_unclaimed,
    queue,
)
from tests.approvals.desks.office import NOW, received, reviewed
from tests.workflows.engine.stage import Stage
from workflows.clock.enums import Light
from workflows.engine.models import CaseStep
from workflows.engine.verbs import claim
from workflows.organisation.scoping import seen_by


def shown(stage: Stage, name: str, wanted: Wanted = Wanted(), now: Any = NOW) -> list[int]:  # noqa: B008 - frozen
    with seen_by(stage.people[name].pk, now.date()) as scope:
        return [row.step.case_id for row in queue(scope, wanted, now).rows]


def test_a_queue_shows_what_waits_at_the_persons_desks_in_order_of_due(stage: Stage) -> None:
    late = reviewed(stage, 1, now=NOW - timedelta(days=1))
    today = reviewed(stage, 2)
    received(stage, 1)
    assert shown(stage, "anna") == late + today
    assert shown(stage, "ouhai") == []


def test_what_waits_for_another_role_is_seen_under_everything_only(stage: Stage) -> None:
    (case,) = reviewed(stage)
    assert shown(stage, "approver") == []
    assert shown(stage, "approver", Wanted(View.ALL)) == [case]


def test_each_view_shows_its_own(stage: Stage) -> None:
    mine, others, free = reviewed(stage, 3)
    claim(actor=stage.actor("anna"), case=mine, step="review", now=NOW)
    claim(actor=stage.actor("bo"), case=others, step="review", now=NOW)
    assert shown(stage, "anna") == [mine, free]
    assert shown(stage, "anna", Wanted(View.MINE)) == [mine]
    assert shown(stage, "anna", Wanted(View.UNCLAIMED)) == [free]
    assert shown(stage, "anna", Wanted(View.ALL)) == [mine, others, free]
    assert shown(stage, "anna", Wanted(View.OVERDUE)) == []
    assert shown(stage, "anna", Wanted(View.OVERDUE), NOW + timedelta(days=2)) == [mine, others, free]
    tomorrow = NOW + timedelta(days=1)
    assert shown(stage, "anna", Wanted(View.TODAY), tomorrow) == [mine, others, free]


def test_counts_say_how_much_each_view_holds_in_one_query(stage: Stage, django_assert_num_queries: Any) -> None:
    mine, _free = reviewed(stage, 2)
    claim(actor=stage.actor("anna"), case=mine, step="review", now=NOW)
    with seen_by(stage.people["anna"].pk, NOW.date()) as scope:
        counts(scope, NOW)
        with django_assert_num_queries(2):
            found = counts(scope, NOW)
    expected = {View.TO_DO: 2, View.MINE: 1, View.UNCLAIMED: 1, View.TODAY: 0, View.OVERDUE: 0, View.ALL: 2}
    assert found == expected
    assert max(found.values()) < MOST


@pytest.mark.parametrize("number", [1, PAGE + 5])
def test_a_page_takes_the_same_queries_for_any_number_of_cases(
    stage: Stage, django_assert_num_queries: Any, number: int
) -> None:
    reviewed(stage, number)
    with seen_by(stage.people["anna"].pk, NOW.date()) as scope:
        queue(scope, Wanted(), NOW)
        with django_assert_num_queries(2):
            page = queue(scope, Wanted(), NOW)
            [(row.item, row.title, row.remaining, row.step.case.number) for row in page.rows]
    assert len(page.rows) == min(number, PAGE)


def test_the_next_page_goes_on_where_the_last_one_ended(stage: Stage) -> None:
    cases = reviewed(stage, PAGE + 2)
    with seen_by(stage.people["anna"].pk, NOW.date()) as scope:
        first = queue(scope, Wanted(), NOW)
        assert first.next is not None
        second = queue(scope, Wanted(after=Mark.read(str(first.next))), NOW)
    assert [row.step.case_id for row in (*first.rows, *second.rows)] == cases
    assert second.next is None


def test_an_address_that_carries_no_mark_begins_at_the_beginning() -> None:
    assert Mark.read("nonsense") is None
    assert Mark.read("|7") == Mark(None, 7)


def test_a_light_filters_by_the_clock_of_the_case(stage: Stage) -> None:
    cases = reviewed(stage, 2, now=NOW)
    later = NOW + timedelta(days=2)
    assert shown(stage, "anna", Wanted(light=Light.RED), later) == cases
    assert shown(stage, "anna", Wanted(light=Light.GREEN), later) == []


def test_an_item_filters_by_its_standard(stage: Stage) -> None:
    cases = reviewed(stage, 1)
    assert shown(stage, "anna", Wanted(item="test")) == cases
    assert shown(stage, "anna", Wanted(item="other")) == []


def test_what_arrives_after_the_page_was_read_is_counted(stage: Stage) -> None:
    reviewed(stage, 1)
    with seen_by(stage.people["anna"].pk, NOW.date()) as scope:
        since = newest(scope)
    reviewed(stage, 2)
    with seen_by(stage.people["anna"].pk, NOW.date()) as scope:
        assert arrived(scope, View.TO_DO, since, NOW) == 2
        assert arrived(scope, View.TO_DO, newest(scope), NOW) == 0


def test_the_next_unclaimed_step_is_the_one_due_first(stage: Stage) -> None:
    (late,) = reviewed(stage, 1, now=NOW - timedelta(days=1))
    (today,) = reviewed(stage, 1)
    with seen_by(stage.people["anna"].pk, NOW.date()) as scope:
        first = next_unclaimed(scope, NOW)
        assert first is not None
        assert first.case_id == late
        second = next_unclaimed(scope, NOW, passed_over=[first.pk])
        assert second is not None
        assert second.case_id == today
        assert next_unclaimed(scope, NOW, passed_over=[first.pk, second.pk]) is None


def test_the_queue_is_read_by_its_index(stage: Stage) -> None:
    reviewed(stage, 1)
    with seen_by(stage.people["anna"].pk, NOW.date()) as scope, connection.cursor() as cursor:
        # A handful of rows is read in one go whatever the index; the plan is asked for as if there were many.
        cursor.execute("SET LOCAL enable_seqscan = off")
        steps = CaseStep.objects.visible_to(scope).filter(closed_at=None, desk__in=sorted(scope.desks))
        plan = steps.order_by("due_at", "pk")[:PAGE].explain()
    assert "queue_of_a_desk" in plan


def test_all_that_match_a_filter_are_found_beyond_the_page(stage: Stage) -> None:
    late = reviewed(stage, 2, now=NOW - timedelta(days=7))
    today = reviewed(stage, PAGE + 1)
    with seen_by(stage.people["anna"].pk, NOW.date()) as scope:
        found = {
            light: [step.case_id for step in matching(scope, Wanted(light=light), NOW, 99)] for light in (None, *Light)
        }
        assert matching_number(scope, Wanted(step="test/review"), NOW, 99) == PAGE + 3
        assert matching_number(scope, Wanted(step="test/decision"), NOW, 99) == 0
        assert matching_number(scope, Wanted(light=Light.OVER), NOW, 99) is None
        assert filters_of(scope).steps[0][0] == "test/review"
    assert found[None] == late + today
    assert found[Light.OVER] == late
    assert sorted(case for light in Light for case in found[light]) == sorted(late + today)
