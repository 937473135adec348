from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connections, transaction

from approvals.notices.errors import NoticeNotFoundError
from approvals.notices.models import Notice
from approvals.notices.queries import unread
from approvals.notices.verbs import KIND, make_notices, mark_read, wants_notices
from enterprises.people.queries import applicants_of
from tests.approvals.notices.conftest import ASKED, FILED, RECEIVED, SEEN
from tests.workflows.engine.stage import APPLICANT, Stage, ask
from workflows.journal.models import JournalRow
from workflows.organisation.scoping import seen_by

DAY = FILED.date()


def row(seq: int) -> JournalRow:
    return JournalRow.objects.using("worker").get(seq=seq)


@pytest.mark.committed
def test_each_audience_is_told_in_the_standards_words(told: tuple[Stage, int]) -> None:
    districts = dict(ask("SELECT code, id FROM workflows_district"))
    found = Notice.objects.using("worker").order_by("pk")
    assert list(found.values_list("seq", "key", "audience", "applicant", "districts", "text", "told_at")) == [
        (2, "received", "APPLICANT", APPLICANT, [], RECEIVED, FILED),
        (2, "asked", "DESK", None, [districts["330304"]], ASKED, FILED),
        (2, "seen", "SUPERVISION", None, [], SEEN, FILED),
    ]


@pytest.mark.committed
def test_nobody_is_told_twice(told: tuple[Stage, int]) -> None:
    make_notices(1, row(2), FILED)
    assert ask("SELECT count(*) FROM approvals_notice") == [(3,)]


@pytest.mark.committed
def test_only_acts_that_tell_are_wanted(told: tuple[Stage, int]) -> None:
    assert [wants_notices(row(seq)) for seq in (1, 2)] == [False, True]
    assert ask("SELECT kind, state FROM workflows_effect") == [(KIND, "DONE")]


@pytest.mark.committed
def test_reading_is_noted_once_and_by_whom(told: tuple[Stage, int]) -> None:
    stage, _case = told
    applicant = stage.people["applicant"]
    ((notice,),) = ask("SELECT id FROM approvals_notice WHERE audience = 'APPLICANT'")
    later = FILED + timedelta(hours=1)
    assert mark_read(actor=applicant, notices=[notice], now=later) == 1
    assert mark_read(actor=applicant, notices=[notice], now=later + timedelta(hours=1)) == 0
    assert ask("SELECT read_at, read_by_id FROM approvals_notice WHERE read_at IS NOT NULL") == [(later, applicant.pk)]
    with seen_by(applicant.pk, DAY, applicants_of(applicant.pk, DAY)) as scope:
        assert unread(scope) == 0


@pytest.mark.committed
def test_another_persons_notice_is_not_found(told: tuple[Stage, int]) -> None:
    stage, _case = told
    every = [number for (number,) in ask("SELECT id FROM approvals_notice")]
    with pytest.raises(NoticeNotFoundError, match="no such message"):
        mark_read(actor=stage.people["ou"], notices=every, now=FILED)
    assert ask("SELECT count(*) FROM approvals_notice WHERE read_at IS NULL") == [(3,)]


@pytest.mark.committed
def test_the_database_keeps_what_was_told_and_that_it_was_read(told: tuple[Stage, int]) -> None:
    stage, _case = told
    ou = stage.people["ou"]
    ((notice,),) = ask("SELECT id FROM approvals_notice WHERE audience = 'DESK'")
    mark_read(actor=ou, notices=[notice], now=FILED)
    with pytest.raises(IntegrityError, match="stays read"), seen_by(ou.pk, DAY):
        Notice.objects.filter(pk=notice).update(read_at=FILED + timedelta(days=1))
    for alias in ("default", "worker"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(using=alias),
            connections[alias].cursor() as cursor,
        ):
            cursor.execute("UPDATE approvals_notice SET text = '{}'")
