"""The pages of districts' terms: who writes them, what is said of them, and what a new version does to them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.workflows.studio.conftest import FROM, KEY, NOW, TODAY, Studio
from workflows.organisation.models import District, Person
from workflows.standards.canonical import canonical_value, parse
from workflows.standards.promulgation.models import PromulgationProcess
from workflows.standards.terms.documents import Terms, parse_terms
from workflows.standards.terms.models import DistrictTerms, TermsDraft
from workflows.standards.terms.publishing import publish_terms
from workflows.standards.verbs import publish

As = Callable[[Person], Client]
YQ = "YQ"
SHORTER = {"place": "limits.promised", "limit": {"days": "1"}}
TASKS = {"place": "steps[tasks].limit", "limit": {"days": "2"}}
WITHOUT = {"place": "materials[old_licence]", "without": True}


def address(name: str, *arguments: str) -> str:
    return reverse(f"studio:{name}", args=arguments or [KEY, YQ])


def district() -> District:
    return District.objects.get(code=YQ)


def own(studio: Studio, *differences: dict[str, Any], valid_from: date = TODAY) -> DistrictTerms:
    raw = {"standard": KEY, "base": studio.version.digest, "differences": list(differences)}
    return publish_terms(
        actor=studio.supervisors[YQ],
        second=studio.people.keeper_a,
        district=district(),
        terms=parse_terms(raw),
        valid_from=valid_from,
        now=NOW,
    )


def begun(client: Client) -> TermsDraft:
    client.post(address("terms_change"), {"act": "begin"})
    return TermsDraft.objects.get()


def said(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def test_a_district_writes_its_terms_in_place(studio: Studio, as_: As) -> None:
    client = as_(studio.supervisors[YQ])
    draft = begun(client)
    page = said(client.get(address("terms")))
    assert 'name="own:limits.promised"' in page
    assert 'name="own:materials[old_licence]"' in page
    assert 'name="own:steps[origin_check].limit"' not in page

    saved = client.post(
        address("terms"), {"revision": 1, "own:limits.promised": "1", "own:materials[old_licence]": "yes"}
    )

    assert (saved.status_code, saved["Location"]) == (302, address("terms"))
    draft.refresh_from_db()
    assert sorted(Terms.model_validate(draft.body).by_place) == ["limits.promised", "materials[old_licence]"]
    assert "The promised limit is 1 working day; the standard says 2 working days." in said(
        client.get(address("terms"))
    )


def test_what_adds_is_refused_at_its_place_and_nothing_is_saved(studio: Studio, as_: As) -> None:
    client = as_(studio.supervisors[YQ])
    draft = begun(client)

    refused = client.post(address("terms"), {"revision": 1, "own:limits.promised": "9"})

    assert refused.status_code == 422
    sentence = "The promised limit would be 9 working days, longer than the 2 working days of the standard"
    assert said(refused).count(sentence) == 2
    assert 'value="9"' in said(refused)
    draft.refresh_from_db()
    assert Terms.model_validate(draft.body).differences == []


def test_a_stale_revision_keeps_what_was_typed(studio: Studio, as_: As) -> None:
    client = as_(studio.supervisors[YQ])
    begun(client)
    client.post(address("terms"), {"revision": 1, "own:limits.promised": "1"})

    refused = client.post(address("terms"), {"revision": 1, "own:limits.promised": "0.5"})

    assert refused.status_code == 422
    assert "saved these terms after you opened them" in said(refused)
    assert 'value="0.5"' in said(refused)


@pytest.mark.parametrize("who", ["keeper", "neighbour"])
def test_others_read_and_do_not_write(studio: Studio, as_: As, who: str) -> None:
    begun(as_(studio.supervisors[YQ]))
    client = as_(studio.people.keeper_a if who == "keeper" else studio.supervisors["LW"])

    page = client.get(address("terms"))

    assert page.status_code == 200
    assert 'name="own:limits.promised"' not in said(page)
    assert client.post(address("terms"), {"revision": 1}).status_code == 404
    assert client.post(address("terms_change"), {"act": "discard"}).status_code == 404
    assert client.get(address("terms_submit")).status_code == 404


def test_terms_go_before_the_other_districts_and_a_keeper(studio: Studio, as_: As) -> None:
    client = as_(studio.supervisors[YQ])
    begun(client)
    client.post(address("terms"), {"revision": 1, "own:limits.promised": "1"})
    page = said(client.get(address("terms_submit")))
    assert f'id="district-{district().pk}"' not in page
    others = [str(each.pk) for each in studio.districts]

    sent = client.post(address("terms_submit"), {"valid_from": FROM.isoformat(), "districts": others[:3]})

    process = PromulgationProcess.objects.get()
    assert sent["Location"] == reverse("studio:flow", args=[process.pk])
    flow = said(client.get(sent["Location"]))
    assert "Terms of Yueqing for “Relocation of an enterprise to another district”" in flow
    assert "The promised limit is 1 working day; the standard says 2 working days." in flow
    assert "These terms have been submitted" in said(client.get(address("terms")))
    keeper = as_(studio.people.keeper_a)
    assert "Terms of Yueqing" in said(keeper.get(reverse("studio:standards")))


def test_the_inbox_names_the_terms(studio: Studio, as_: As) -> None:
    client = as_(studio.supervisors[YQ])
    begun(client)
    client.post(address("terms"), {"revision": 1, "own:limits.promised": "1"})
    lw = District.objects.get(code="LW")
    client.post(address("terms_submit"), {"valid_from": FROM.isoformat(), "districts": [str(lw.pk)]})

    assert "Terms of Yueqing" in said(as_(studio.supervisors["LW"]).get(reverse("studio:inbox")))


def test_the_corridor_sees_every_district_over_the_limits(studio: Studio, as_: As) -> None:
    own(studio, SHORTER, WITHOUT)

    page = said(as_(studio.people.keeper_a).get(reverse("studio:terms_corridor")))

    assert "2 differences" in page
    assert page.count("follows the standard") == 5
    assert "<strong>1 working day</strong>" in page
    assert "<strong>not asked for</strong>" in page


def test_an_unknown_standard_or_district_is_not_found(studio: Studio, as_: As) -> None:
    client = as_(studio.people.keeper_a)

    assert client.get(reverse("studio:terms_corridor"), {"standard": "moon"}).status_code == 404
    assert client.get(address("terms", KEY, "XX")).status_code == 404
    assert client.get(address("terms", "moon", YQ)).status_code == 404
    assert client.get(address("differences", "XX")).status_code == 404


def test_how_a_district_differs_is_a_page_of_sentences(studio: Studio, as_: As) -> None:
    own(studio, SHORTER)
    client = as_(studio.people.keeper_a)

    assert "The promised limit is 1 working day" in said(client.get(address("differences", YQ)))
    assert "No difference: the standard applies as it is." in said(client.get(address("differences", "LW")))


def test_what_a_new_version_leaves_no_room_for_is_listed_before_it_takes_effect(studio: Studio, as_: As) -> None:
    own(studio, SHORTER, TASKS, WITHOUT)
    second_version(studio)

    page = said(as_(studio.people.keeper_a).get(address("terms")))

    assert "To be settled before version 2 takes effect on 1 April 2026" in page
    assert "The document “Old licence on paper if there is one” is fixed by the standard" in page
    assert "Fallen away" not in page


def test_until_it_is_settled_the_standard_applies_and_the_page_says_so(studio: Studio, as_: As) -> None:
    own(studio, SHORTER, TASKS, WITHOUT)
    second_version(studio, TODAY + timedelta(days=1))

    client = as_(studio.people.keeper_a)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workflows.studio.views.entrance.present", lambda: NOW + timedelta(days=2))
        page = said(client.get(address("terms")))

    assert "until the district settles them with new terms, the standard applies at these places" in page
    assert "Fallen away, because the standard says the same by now" in page
    assert "The promised limit is 1 working day" in page


def test_a_draft_is_carried_over_to_the_latest_version(studio: Studio, as_: As) -> None:
    client = as_(studio.supervisors[YQ])
    draft = begun(client)
    client.post(address("terms"), {"revision": 1, "own:materials[old_licence]": "yes"})
    second_version(studio)
    assert "This draft rests on version 1; the latest is version 2." in said(client.get(address("terms")))

    client.post(address("terms_change"), {"act": "rebase"})

    draft.refresh_from_db()
    assert (draft.base.number, draft.body["differences"]) == (2, [])


def second_version(studio: Studio, valid_from: date = FROM) -> None:
    """The same standard, which by now says the shorter limit of the tasks itself and keeps the old licence."""
    raw = canonical_value(studio.standard)
    raw["layers"] = [mark for mark in raw["layers"] if mark["place"] != WITHOUT["place"]]
    next(step for step in raw["steps"] if step["key"] == "tasks")["limit"]["days"] = "2"
    publish(
        actor=studio.people.keeper_a,
        second=studio.people.keeper_b,
        standard=parse(raw),
        valid_from=valid_from,
        now=NOW,
        check=lambda _standard: [],
    )
