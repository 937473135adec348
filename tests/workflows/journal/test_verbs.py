"""What was given up is shown to the system administrator alone, who can have it tried again."""

from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from tests.cast import person, post
from tests.workflows.engine.factory import at
from tests.workflows.journal.after_commit import Handled, effects_standing, no_consumers, stage
from workflows.journal.performing import Performed, perform_effect
from workflows.journal.relay import relay_once
from workflows.journal.verbs import NotGivenUpError, try_again
from workflows.organisation.enums import PostRole
from workflows.organisation.errors import NotEntitledError
from workflows.organisation.models import Person

NOW = at("2026-03-04")


@pytest.fixture(autouse=True)
def own_consumers() -> Iterator[None]:
    with no_consumers():
        yield


def given_up() -> int:
    """A case whose effect failed as often as it was allowed to."""
    Handled(failures=1)
    stage().file()
    relay_once()
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE workflows_effect SET attempts = 4 RETURNING id")
        (effect,) = cursor.fetchone()
    assert perform_effect(effect, NOW) is Performed.DEAD
    return int(effect)


def page_of(who: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(who)
    return client


@pytest.mark.committed
def test_the_system_administrator_reads_why_and_has_it_tried_again(own_database: str) -> None:
    effect = given_up()
    system, security = person("系统"), person("安全")
    post(system, PostRole.SYSTEM_ADMIN)
    post(security, PostRole.SECURITY_ADMIN)
    client, address = page_of(system), reverse("offices:follow_ups")
    shown = client.get(address).content.decode()
    assert "ValueError: the printer is out of paper" in shown
    assert reverse("offices:follow_up_again", args=[effect]) in shown
    assert page_of(security).get(address).status_code == 404
    with pytest.raises(NotEntitledError):
        try_again(actor=security, effect=effect, now=NOW)
    assert client.post(reverse("offices:follow_up_again", args=[effect])).headers["Location"] == address
    assert effects_standing() == [(1, "noted", "PENDING", 0)]
    assert "Nothing was given up." in client.get(address).content.decode()
    with pytest.raises(NotGivenUpError):
        try_again(actor=system, effect=effect, now=NOW)
    assert perform_effect(effect, NOW) is Performed.DONE
