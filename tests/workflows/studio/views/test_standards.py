from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from tests.workflows.studio.conftest import FROM, KEY, NOW, Studio
from workflows.organisation.models import Person
from workflows.standards.canonical import canonical, parse
from workflows.standards.models import StandardVersion
from workflows.standards.schema import Standard
from workflows.standards.verbs import publish

As = Callable[[Person], Client]


def quicker(standard: Standard) -> Standard:
    """The same standard, promised within one working day."""
    limits = standard.limits.model_copy(
        update={"promised": standard.limits.promised.model_copy(update={"days": Decimal(1)})}
    )
    return parse(standard.model_copy(update={"limits": limits, "tests": []}).model_dump(mode="json", by_alias=True))


def second_version(studio: Studio, valid_from: date = FROM) -> StandardVersion:
    return publish(
        actor=studio.people.keeper_a,
        second=studio.people.keeper_b,
        standard=quicker(studio.standard),
        valid_from=valid_from,
        now=NOW,
    )


@pytest.mark.parametrize("who", ["keeper_a", "supervisor", "leading_group"])
def test_keepers_and_watchers_read_the_list(studio: Studio, as_: As, who: str) -> None:
    page = as_(studio.people.people[who]).get(reverse("studio:standards"))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Relocation of an enterprise to another district" in text
    assert studio.version.digest[:12] in text
    assert [f"{district.name_en}</span>" in text for district in studio.districts] == [True] * 6
    assert ("Begin a draft" in text) == (who == "keeper_a")


@pytest.mark.parametrize("name", ["standards", "inbox"])
def test_others_do_not_find_the_studio(studio: Studio, as_: As, name: str) -> None:
    for who in (studio.people.lw.reviewer_a, studio.people.system_admin, studio.people.lw.approver):
        assert as_(who).get(reverse(f"studio:{name}")).status_code == 404


def test_a_version_is_read_step_by_step(studio: Studio, as_: As) -> None:
    client = as_(studio.people.supervisor)
    address = reverse("studio:standard", args=[KEY, 1])
    text = client.get(address, {"step": "origin_check"}).content.decode()
    assert "Another person than at" not in text
    assert "by agreement of the corridor" in text
    assert "The enterprise is not registered here." in text
    assert 'data-step="origin_check" data-selected="yes"' in text
    assert 'name="value:' not in text
    assert "Tests" in text
    assert client.get(address, {"step": "nowhere"}).status_code == 404
    assert client.get(address, {"part": "nothing"}).status_code == 404
    assert client.get(reverse("studio:standard", args=[KEY, 9])).status_code == 404


@pytest.mark.parametrize("part", ["standard", "form", "materials", "checks", "tests"])
def test_every_part_of_a_version_has_its_page(studio: Studio, as_: As, part: str) -> None:
    page = as_(studio.people.leading_group).get(reverse("studio:standard", args=[KEY, 1]), {"part": part})
    assert page.status_code == 200


def test_a_version_is_downloaded_as_it_is_addressed(studio: Studio, as_: As) -> None:
    client = as_(studio.people.keeper_a)
    written = client.get(reverse("studio:download", args=[KEY, 1, "json"]))
    assert written.content == canonical(studio.standard)
    assert written["Content-Disposition"] == 'attachment; filename="relocation-1.json"'
    assert b"<bpmn:definitions" in client.get(reverse("studio:download", args=[KEY, 1, "bpmn"])).content
    assert client.get(reverse("studio:download", args=[KEY, 1, "svg"])).content.startswith(b"<svg")
    assert client.get(reverse("studio:download", args=[KEY, 1, "exe"])).status_code == 404


def test_a_coming_version_stands_in_the_list_and_its_difference_in_words(studio: Studio, as_: As) -> None:
    second_version(studio)
    client = as_(studio.people.supervisor)
    assert "Version 2 comes into force on 1 April 2026" in client.get(reverse("studio:standards")).content.decode()
    text = client.get(reverse("studio:difference", args=[KEY])).content.decode()
    assert "limits › promised › days changes from 2 to 1." in text
    back = client.get(reverse("studio:difference", args=[KEY]), {"from": "2", "to": "1"}).content.decode()
    assert "limits › promised › days changes from 1 to 2." in back
    assert client.get(reverse("studio:difference", args=["nothing"])).status_code == 404
    assert client.get(reverse("studio:difference", args=[KEY]), {"from": "7"}).status_code == 404
