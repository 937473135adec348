"""What the supervisor of a district is asked about an application that came again, on the page of its case."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from approvals.deciding.queries import permission_of
from tests.approvals.deciding.comes_again import APPOINTMENTS, WORDS, again, returned, supervisor
from tests.approvals.filing.stage import NOW, Stage, draft_of, send
from workflows.engine import rulebook
from workflows.organisation.enums import PostRole
from workflows.organisation.models import Person
from workflows.organisation.scoping import seen_by

QUESTION = "What the correction brought about"


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    with time_machine.travel(NOW, tick=False):
        yield Stage()
    rulebook.forget()


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(client: Client, case: int) -> str:
    return client.get(reverse("desks:case", args=[case])).content.decode()


def test_the_supervisor_gives_leave_on_the_page_of_the_case(stage: Stage) -> None:
    case, watcher = again(stage, "articles"), supervisor(stage)
    client = client_of(watcher)
    assert QUESTION in page(client, case)

    answer = client.post(reverse("desks:allow_return", args=[case]), {"words": WORDS})

    assert answer.headers["Location"] == reverse("desks:case", args=[case])
    shown = page(client, case)
    assert "The desk may return 330303" in shown
    assert f"{watcher.name} gave leave on 2026-03-02" in shown
    assert WORDS in shown
    assert QUESTION not in shown
    returned(stage, case, APPOINTMENTS)


def test_leave_without_words_is_refused_in_a_sentence(stage: Stage) -> None:
    case, watcher = again(stage, "articles"), supervisor(stage)
    client = client_of(watcher)

    client.post(reverse("desks:allow_return", args=[case]), {"words": " "})

    assert "Write down what the correction brought about" in page(client, case)
    with seen_by(watcher.pk, NOW.date()) as scope:
        assert permission_of(scope, case) is None


def test_others_are_not_asked_and_cannot_give_it(stage: Stage) -> None:
    case, reviewer = again(stage, "articles"), stage.clerks["LW", PostRole.REVIEWER]
    client = client_of(reviewer)
    assert QUESTION not in page(client, case)

    client.post(reverse("desks:allow_return", args=[case]), {"words": WORDS})

    assert "Only a supervisor of the district in charge" in page(client, case)
    other = client_of(supervisor(stage, "RA"))
    assert other.post(reverse("desks:allow_return", args=[case]), {"words": WORDS}).status_code == 404


def test_a_first_application_asks_for_no_leave(stage: Stage) -> None:
    case = send(stage.founder, draft_of("registration", stage.founder)).case

    assert QUESTION not in page(client_of(supervisor(stage)), case)
