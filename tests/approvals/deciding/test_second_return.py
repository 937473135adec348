"""A10: an application that came again is not returned for what could be seen the first time."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, transaction

from approvals.deciding.enums import ReturnReason
from approvals.deciding.errors import (
    AlreadyAllowedError,
    AskedTooLateError,
    NotASupervisorError,
    NothingToAllowError,
    WordsMissingError,
)
from approvals.deciding.models import ReturnPermission
from approvals.deciding.verbs import allow_second_return
from tests.approvals.deciding.comes_again import APPOINTMENTS, ARTICLES, EMAIL, WORDS, again, returned, supervisor
from tests.approvals.filing.stage import NOW, Stage, draft_of, seen, send
from tests.law import law
from workflows.engine import rulebook
from workflows.engine.errors import CaseNotFound
from workflows.engine.models import Case
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Person
from workflows.organisation.scoping import seen_by


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    yield Stage()
    rulebook.forget()


def phase(stage: Stage, case: int) -> str:
    with seen(stage.founder) as scope:
        return str(Case.objects.visible_to(scope).get(pk=case).phase)


def allow(actor: Person, case: int, words: str = WORDS) -> ReturnPermission:
    return allow_second_return(
        actor=actor, case=case, reason=ReturnReason.NEW_DEFECT_BY_CORRECTION, words=words, now=NOW
    )


@law("许可法 32(四)", "许可法 72(四)", "case A10")
def test_what_lay_there_the_first_time_is_not_asked_for_the_second_time(stage: Stage) -> None:
    case = again(stage, "articles")

    with pytest.raises(AskedTooLateError) as refused, transaction.atomic():
        returned(stage, case, ARTICLES, APPOINTMENTS, EMAIL)

    first = str(refused.value.named["number"])
    assert first.startswith("330303")
    assert str(refused.value) == (
        "The application may not be returned for this: Appointments and identity of the officers; E-mail. It is as it was in "
        f"the application {first}, and the list told then did not name it; everything is told at once (Administrative "
        "Licensing Law, articles 32(4) and 72(4)). Take it off the list, or ask your district's supervisor for leave if "
        "the correction brought it about."
    )
    assert phase(stage, case) == "SUBMITTED"


@law("case A10")
def test_what_was_told_before_may_be_told_again(stage: Stage) -> None:
    case = again(stage)

    returned(stage, case, ARTICLES)

    assert phase(stage, case) == "RETURNED"


@law("case A10")
def test_what_was_changed_since_may_be_asked_for(stage: Stage) -> None:
    case = again(stage, "appointments", email="new@example.com")

    returned(stage, case, APPOINTMENTS, EMAIL)

    assert phase(stage, case) == "RETURNED"


def test_a_first_application_is_returned_for_whatever_is_wrong(stage: Stage) -> None:
    case = send(stage.founder, draft_of("registration", stage.founder)).case

    returned(stage, case, APPOINTMENTS, EMAIL)

    assert phase(stage, case) == "RETURNED"


@law("许可法 32(四)", "case A10")
def test_the_supervisor_gives_leave_for_what_the_correction_brought_about(stage: Stage) -> None:
    case = again(stage, "articles")

    given = allow(supervisor(stage), case)
    returned(stage, case, APPOINTMENTS)

    assert (given.reason, given.words, given.given_at) == ("NEW_DEFECT_BY_CORRECTION", WORDS, NOW)
    assert phase(stage, case) == "RETURNED"


def test_leave_is_a_supervisors_of_the_district_explained_and_given_once(stage: Stage) -> None:
    case, watcher = again(stage, "articles"), supervisor(stage)

    with pytest.raises(CaseNotFound):
        allow(supervisor(stage, "RA"), case)
    with pytest.raises(NotASupervisorError, match="Only a supervisor of the district in charge"):
        allow(stage.clerks["LW", PostRole.REVIEWER], case)
    with pytest.raises(WordsMissingError, match="Write down what the correction brought about"):
        allow(watcher, case, "  ")
    allow(watcher, case)
    with pytest.raises(AlreadyAllowedError, match="was given already"):
        allow(watcher, case)


def test_there_is_leave_only_for_what_came_again(stage: Stage) -> None:
    first = send(stage.founder, draft_of("registration", stage.founder)).case

    with pytest.raises(NothingToAllowError, match="did not come again"):
        allow(supervisor(stage), first)


def test_leave_never_changes(stage: Stage) -> None:
    watcher = supervisor(stage)
    allow(watcher, again(stage, "articles"))

    with (
        seen_by(watcher.pk, NOW.date()),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        ReturnPermission.objects.update(words="x")
