"""What a page asks of the database, and to whom it exists."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.workflows.studio.conftest import FROM, KEY, NOW, Studio, without_days
from workflows.organisation.models import Person
from workflows.standards.models import StandardDraft
from workflows.standards.promulgation.models import PromulgationProcess
from workflows.standards.promulgation.verbs import submit_draft
from workflows.studio.verbs import begin_draft, change_draft

As = Callable[[Person], Client]

# Six of each are the frame's and the entrance's: session, person, and twice the present and the posts.
PAGES = {
    "standards": 10,
    "standard": 9,
    "difference": 7,
    "download": 7,
    "draft": 9,
    "draft_difference": 7,
    "submit": 10,
    "inbox": 7,
    "flow": 11,
}


@pytest.fixture
def addresses(studio: Studio) -> dict[str, str]:
    keeper = studio.people.keeper_a
    draft: StandardDraft = begin_draft(actor=keeper, standard=KEY, now=NOW)
    values = {"limits.promised": "1", **without_days(studio.standard)}
    draft = change_draft(actor=keeper, draft=draft.pk, revision=1, values=values, now=NOW)
    process: PromulgationProcess = submit_draft(
        actor=keeper, draft=draft, districts=studio.districts, valid_from=FROM, now=NOW
    )
    named: dict[str, list[object]] = {
        "standards": [],
        "standard": [KEY, 1],
        "difference": [KEY],
        "download": [KEY, 1, "json"],
        "draft": [draft.pk],
        "draft_difference": [draft.pk],
        "submit": [draft.pk],
        "inbox": [],
        "flow": [process.pk],
    }
    return {name: reverse(f"studio:{name}", args=words) for name, words in named.items()}


def test_a_page_asks_as_much_as_it_needs(
    studio: Studio,
    as_: As,
    addresses: dict[str, str],
    subtests: pytest.Subtests,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = as_(studio.people.keeper_b)
    for name, queries in PAGES.items():
        with subtests.test(name):
            client.get(addresses[name])
            with django_assert_num_queries(queries):
                assert client.get(addresses[name]).status_code == 200


def test_a_page_does_not_exist_for_others(
    studio: Studio, as_: As, addresses: dict[str, str], subtests: pytest.Subtests
) -> None:
    for who in (studio.people.lw.reviewer_a, studio.people.system_admin, studio.people.audit_admin):
        client = as_(who)
        for name in PAGES:
            with subtests.test(name, who=who):
                assert client.get(addresses[name]).status_code == 404


def test_who_is_not_signed_in_is_led_to_signing_in(
    client: Client, addresses: dict[str, str], subtests: pytest.Subtests
) -> None:
    for name in PAGES:
        with subtests.test(name):
            assert client.get(addresses[name])["Location"].startswith(reverse("account_login"))
