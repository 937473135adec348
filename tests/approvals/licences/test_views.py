"""The public page: what anybody reads about a licence, and what nobody does."""

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from approvals import store
from approvals.licences.enums import LicenceMove
from approvals.licences.models import Licence
from approvals.licences.verbs import change_licence, issue_licence, public_address
from tests.approvals.licences.test_verbs import NOW, issued
from tests.approvals.stage import Stage, set_up

UNKNOWN = "1.2.156.3005.2.11330300MB1WN0058P001.11330304MB1QH00254.2026033000001.001.M"


@pytest.fixture
def stage(own_database: str) -> Stage:
    return set_up()


@pytest.fixture
def licence(stage: Stage) -> Licence:
    made = issue_licence(row=issued(stage), now=NOW)
    assert made
    return made


def page(client: Client, code: str, **headers: Any) -> str:
    response = client.get(f"/verify/{code}/", **headers)
    return f"{response.status_code} {response.content.decode()}"


def test_a_licence_in_force_is_shown_to_anybody_with_its_public_facts_alone(licence: Licence, client: Client) -> None:
    said = page(client, licence.identifier)
    assert said.startswith("200 ")
    for public in (
        "This licence is in force.",
        "温州市龙湾睿目智能科技有限公司",
        licence.said["uscc"],
        "龙湾区市场监督管理局",
        licence.identifier,
        licence.digest,
        "has no legal effect",
    ):
        assert public in said
    for private in ("13800000001", "伍佰万元", "永强大道"):
        assert private not in said


def test_the_credit_code_and_small_letters_find_it_too(licence: Licence, client: Client) -> None:
    assert licence.identifier in page(client, licence.said["uscc"])
    assert page(client, licence.identifier.lower()).startswith("200 ")


def test_a_wrong_check_character_is_told_with_the_right_one(client: Client, db: None) -> None:
    wrong = UNKNOWN[:-1] + "A"
    said = page(client, wrong)
    assert said.startswith("404 ")
    assert "The check character of the licence identifier does not match" in said
    assert "it should be M" in said


@pytest.mark.parametrize("code", [UNKNOWN, "91330304MAE1YH662B", "nothing", "a/b", "%00", "' OR 1=1"])
def test_what_is_unknown_gets_a_sentence(code: str, client: Client, db: None) -> None:
    said = page(client, code)
    assert said.startswith("404 ")
    assert 'role="status"' in said


def test_a_suspended_licence_says_so(licence: Licence, stage: Stage, client: Client) -> None:
    change_licence(
        actor=stage.clerk("LW", "approver"), licence=licence, move=LicenceMove.SUSPEND, document="1号", now=NOW
    )
    assert "This licence is suspended" in page(client, licence.identifier)


def test_a_document_is_compared_and_kept_nowhere(licence: Licence, client: Client, settings: Any) -> None:
    before = ask_files()
    right = SimpleUploadedFile("a.pdf", store.fetch(licence.digest), "application/pdf")
    wrong = SimpleUploadedFile("a.pdf", b"%PDF-1.7 another", "application/pdf")
    address = f"/verify/{licence.identifier}/"
    assert "to the last byte" in client.post(address, {"document": right}).content.decode()
    assert "is not the one that was issued" in client.post(address, {"document": wrong}).content.decode()
    assert "No document arrived" in client.post(address, {}).content.decode()
    assert ask_files() == before
    assert hashlib.sha256(store.fetch(licence.digest)).hexdigest() == licence.digest


def ask_files() -> int:
    with connections["audit"].cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM approvals_material) + (SELECT count(*) FROM approvals_licence)")
        return int(cursor.fetchone()[0])


def test_an_upload_without_the_pages_token_is_refused(licence: Licence) -> None:
    strict = Client(enforce_csrf_checks=True)
    file = SimpleUploadedFile("a.pdf", b"%PDF", "application/pdf")
    assert strict.post(f"/verify/{licence.identifier}/", {"document": file}).status_code == 403


def test_the_page_costs_two_questions_and_the_time(licence: Licence, client: Client) -> None:
    client.get(f"/verify/{licence.identifier}/")
    with CaptureQueriesContext(connections["default"]) as asked:
        client.get(f"/verify/{licence.identifier}/")
    assert len([query for query in asked.captured_queries if "licence_" in query["sql"]]) == 2
    assert len(asked.captured_queries) <= 4


def test_the_picture_on_the_licence_leads_to_the_page(licence: Licence, client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://tongban.example/"
    address = public_address(licence.identifier)
    assert address == f"https://tongban.example/verify/{licence.identifier}/"
    assert client.get(address.removeprefix("https://tongban.example")).status_code == 200
