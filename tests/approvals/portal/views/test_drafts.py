from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals.filing.models import FilingDraft
from approvals.filing.queries import draft_for
from approvals.filing.verbs import begin_draft, save_draft
from enterprises.people.queries import applicants_of
from tests import cast
from tests.approvals.portal.conftest import TODAY, filled, signed_in
from tests.approvals.portal.shipped import answers
from workflows.engine.present import present
from workflows.organisation.models import Person
from workflows.organisation.scoping import seen_by

pytestmark = pytest.mark.django_db

PAGES = ("name", "address", "business", "shareholders", "officers", "board", "owners", "closing")


class Inputs(HTMLParser):
    """What a browser would send for the form of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self.select = self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "input" and name:
            ticks = found.get("type") in {"checkbox", "radio"}
            if not ticks or "checked" in found:
                self.sent.append((name, found.get("value", "")))
        if tag == "select":
            self.select = name
        if tag == "option" and self.select and "selected" in found:
            self.sent.append((self.select, found["value"]))
        if tag == "textarea":
            self.text = name

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.text:
            self.sent.append((self.text, data.removeprefix("\n")))
            self.text = ""


def stored(person: Person, pk: int) -> FilingDraft:
    with seen_by(person.pk, TODAY, applicants_of(person.pk, TODAY)) as scope:
        return draft_for(scope, pk)


def begun(person: Person) -> FilingDraft:
    return begin_draft(actor=person, standard="registration", enterprise=None, now=present())


def address(draft: FilingDraft, page: str, then: str = "") -> str:
    return f"/portal/drafts/{draft.pk}/pages/{page}/{then}"


def test_every_page_sent_as_it_is_shown_changes_nothing(client_of_founder: Client, founder: Person) -> None:
    draft = filled(founder)
    for page in PAGES:
        sent = QueryDict(mutable=True)
        for name, value in Inputs(client_of_founder.get(address(draft, page)).text).sent:
            if name not in {"next", "size", "theme", "language"}:
                sent.appendlist(name, value)
        sent["go"] = "next"
        answered = client_of_founder.post(
            address(draft, page), sent.urlencode(), content_type="application/x-www-form-urlencoded"
        )
        assert answered.status_code == 302
    assert stored(founder, draft.pk).form == answers("registration")


def test_a_page_with_faults_comes_back_with_their_sentences(client_of_founder: Client, founder: Person) -> None:
    draft = begun(founder)
    sent = client_of_founder.post(address(draft, "name"), {"version": 1, "go": "next", "name": "睿目"})
    assert sent["Location"] == address(draft, "name") + "?check=1"
    page = client_of_founder.get(sent["Location"]).text
    assert 'id="f-name"' in page
    assert 'aria-describedby="f-name-e"' in page
    assert "places need correction" in page
    assert 'value="睿目"' in page


def test_a_fault_may_be_mended_later(client_of_founder: Client, founder: Person) -> None:
    draft = begun(founder)
    sent = client_of_founder.post(address(draft, "name"), {"version": 1, "go": "on", "name": "睿目"})
    assert sent["Location"] == address(draft, "address")
    assert client_of_founder.post(address(draft, "address"), {"version": 2, "go": "back"})["Location"] == address(
        draft, "name"
    )


def test_items_are_added_and_removed_by_the_server(client_of_founder: Client, founder: Person) -> None:
    draft = begun(founder)
    client_of_founder.post(address(draft, "shareholders"), {"version": 1, "capital": "5", "add": "shareholders"})
    two = {"shareholders.0.name": "甲", "version": 2, "add": "shareholders"}
    sent = client_of_founder.post(address(draft, "shareholders"), two)
    assert sent["Location"] == address(draft, "shareholders") + "#f-shareholders"
    assert stored(founder, draft.pk).form["shareholders"] == [{"name": "甲"}, {}]
    kept = {"shareholders.0.name": "甲", "shareholders.1.name": "乙", "version": 3, "remove": "shareholders.0"}
    client_of_founder.post(address(draft, "shareholders"), kept)
    assert stored(founder, draft.pk).form["shareholders"] == [{"name": "乙"}]


def test_the_sum_is_reckoned_by_the_server_too(client_of_founder: Client, founder: Person) -> None:
    draft = filled(founder)
    form = answers("registration") | {"capital": "600"}
    save_draft(actor=founder, draft=draft.pk, version=draft.version, form=form, now=present())
    page = client_of_founder.get(address(draft, "shareholders") + "?check=1").text
    assert '<span data-sum-is="total">500</span>' in page
    assert '<span data-sum-is="difference">100</span>' in page
    assert "The contributions add up to 500 (10,000 yuan), the registered capital is 600; make them equal." in page


def test_what_is_typed_saves_itself(client_of_founder: Client, founder: Person) -> None:
    draft = begun(founder)
    saved = client_of_founder.post(address(draft, "name", "save/"), {"version": 1, "name": "温州睿目有限公司"})
    assert saved.status_code == 200
    assert "Saved 10:05" in saved.text
    assert 'value="2"' in saved.text
    assert stored(founder, draft.pk).form["name"] == "温州睿目有限公司"


def test_another_window_overwrites_nothing_and_keeps_what_was_typed(client_of_founder: Client, founder: Person) -> None:
    draft = begun(founder)
    save_draft(actor=founder, draft=draft.pk, version=1, form={"name": "先存"}, now=present())
    typed = {"version": 1, "name": "后写", "go": "next"}
    for then in ("", "save/"):
        refused = client_of_founder.post(address(draft, "name", then), typed)
        assert refused.status_code == 409
        assert "This draft was saved elsewhere at 2026-02-12 10:05" in refused.text
    assert 'value="后写"' in client_of_founder.post(address(draft, "name"), typed).text
    assert stored(founder, draft.pk).form["name"] == "先存"


def test_a_page_that_saved_itself_a_moment_ago_is_no_conflict(client_of_founder: Client, founder: Person) -> None:
    draft = begun(founder)
    typed: dict[str, Any] = {"version": 1, "name": "温州睿目有限公司"}
    client_of_founder.post(address(draft, "name", "save/"), typed)
    assert client_of_founder.post(address(draft, "name"), typed | {"go": "next"}).status_code == 302
    assert stored(founder, draft.pk).version == 2


@pytest.mark.parametrize("version", ["", "x", "9" * 40, "-1"])
def test_a_version_nobody_gave_out_is_an_old_one(client_of_founder: Client, founder: Person, version: str) -> None:
    draft = begun(founder)
    refused = client_of_founder.post(address(draft, "name"), {"version": version, "name": "新"})
    assert refused.status_code == 409


def test_what_the_register_says_is_shown_and_not_asked(eyes: Person) -> None:
    client = signed_in(eyes)
    enterprise = eyes.memberships.get().enterprise
    draft = begin_draft(actor=eyes, standard="relocation", enterprise=enterprise, now=present())
    page = client.get(address(draft, "enterprise")).text
    assert "91330304MAE1YH662B" in page
    assert 'name="uscc"' not in page
    client.post(address(draft, "enterprise"), {"version": 1, "uscc": "forged", "keep_name": "true"})
    assert stored(eyes, draft.pk).form["uscc"] == "91330304MAE1YH662B"


def test_somebody_elses_draft_is_not_found(founder: Person) -> None:
    draft = begun(founder)
    stranger = signed_in(cast.person())
    for path in ("", "pages/name/", "materials/", "review/"):
        assert stranger.get(f"/portal/drafts/{draft.pk}/{path}").status_code == 404
    for path in ("pages/name/", "pages/name/save/", "discard/", "send/", "materials/add/", "materials/1/remove/"):
        sent = stranger.post(f"/portal/drafts/{draft.pk}/{path}", {"version": 1, "file": ""})
        assert sent.status_code == 404
    assert stored(founder, draft.pk).version == 1


def test_a_page_that_does_not_exist_is_not_found(client_of_founder: Client, founder: Person) -> None:
    assert client_of_founder.get(address(begun(founder), "colours")).status_code == 404


def test_a_draft_can_be_thrown_away(client_of_founder: Client, founder: Person) -> None:
    draft = filled(founder)
    assert client_of_founder.get(f"/portal/drafts/{draft.pk}/discard/").status_code == 405
    assert client_of_founder.post(f"/portal/drafts/{draft.pk}/discard/").status_code == 302
    assert client_of_founder.get(f"/portal/drafts/{draft.pk}/").status_code == 404


def test_a_page_costs_the_same_for_two_shareholders_and_for_many(client_of_founder: Client, founder: Person) -> None:
    draft = filled(founder)
    path = address(draft, "shareholders")
    client_of_founder.get(path)
    assert queries(client_of_founder, path) == PAGE_QUERIES
    form = answers("registration")
    many = form | {"shareholders": form["shareholders"] * 10}
    save_draft(actor=founder, draft=draft.pk, version=draft.version, form=many, now=present())
    assert queries(client_of_founder, path) == PAGE_QUERIES


PAGE_QUERIES = 20


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)
