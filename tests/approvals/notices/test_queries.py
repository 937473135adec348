from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection

from approvals.notices.models import Notice
from approvals.notices.queries import inbox, notices_of, unread
from tests.approvals.notices.conftest import FILED
from tests.workflows.engine.stage import APPLICANT, Stage
from workflows.organisation.errors import UnscopedQueryError
from workflows.organisation.scoping import seen_by

DAY = FILED.date()
SEES = {"applicant": ["received"], "anna": [], "ou": ["asked"]}


def keys_in_the_database() -> list[str]:
    """What row-level security alone leaves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM approvals_notice ORDER BY id")
        return [key for (key,) in cursor.fetchall()]


@pytest.mark.committed
@pytest.mark.parametrize("name", SEES)
def test_everybody_reads_what_is_for_them_and_the_database_shows_no_more(told: tuple[Stage, int], name: str) -> None:
    stage, case = told
    applicants = {APPLICANT} if name == "applicant" else set()
    with seen_by(stage.people[name].pk, DAY, applicants) as scope:
        assert [notice.key for notice in notices_of(scope, case)] == SEES[name]
        assert [notice.case.pk for notice in inbox(scope)] == [case] * len(SEES[name])
        assert unread(scope) == len(SEES[name])
        assert keys_in_the_database() == SEES[name]


@pytest.mark.committed
def test_a_page_asks_once_for_the_messages_and_once_for_their_number(
    told: tuple[Stage, int], django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    stage, case = told
    with seen_by(stage.people["ou"].pk, DAY) as scope, django_assert_num_queries(3):
        assert (len(notices_of(scope, case)), len(inbox(scope)), unread(scope)) == (1, 1, 1)


@pytest.mark.committed
def test_supervision_reads_what_is_for_it_and_for_every_district(told: tuple[Stage, int]) -> None:
    stage, case = told
    with stage.watching() as scope:
        assert [notice.key for notice in notices_of(scope, case)] == ["asked", "seen"]
        assert keys_in_the_database() == ["asked", "seen"]


@pytest.mark.committed
def test_reading_for_nobody_is_refused(told: tuple[Stage, int]) -> None:
    with pytest.raises(UnscopedQueryError):
        Notice.objects.count()
    assert keys_in_the_database() == []
