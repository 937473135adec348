"""The public page: what anybody reads about a licence, and what nobody does."""

import json
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from approvals import store
from approvals.licences.document import public_address
from approvals.licences.enums import Ground, LicenceVerb
from approvals.licences.models import Licence
from approvals.licences.verbs import issue_licence
from tests.approvals.licences.held import done
from tests.approvals.licences.test_verbs import NOW, issued
from tests.approvals.stage import Stage, set_up
from tests.law import law

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
        assert private not in said, said[said.index(private) - 200 : said.index(private) + 50]


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
    done(stage, licence, LicenceVerb.SUSPEND, NOW, ground=Ground.PENALTY, rests_on="1号")
    assert "This licence is suspended" in page(client, licence.identifier)


@law("签名法 13", "716令 9")
def test_a_document_is_verified_and_kept_nowhere(
    licence: Licence, client: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, original = ask_files(), store.fetch(licence.digest)
    place = original.index(b"/Contents <") - 2000
    files = {
        "original": (original, "to the last byte", "Sealed by 龙湾区市场监督管理局", 0, []),
        "changed": (
            original[:place] + bytes([original[place] ^ 1]) + original[place + 1 :],
            "was changed",
            "",
            1,
            None,
        ),
        "appended": (_added_to(original), "Something was added", "", 1, ["something added after the seal"]),
        "stripped": (_stripped(original), "bears no seal any more", "", 1, ["seal stripped"]),
        "foreign": (b"%PDF-1.7 another", "no licence that could be read", "", 1, []),
    }
    for name, (data, sentence, more, code, findings) in files.items():
        for address in (f"/verify/{licence.identifier}/", "/verify/"):
            file = SimpleUploadedFile("a.pdf", data, "application/pdf")
            said = client.post(address, {"document": file}).content.decode()
            assert sentence in said or name == "changed", name
            assert more in said
            assert ("to the last byte" in said) == (name == "original")
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(data)
        assert _exit(path) == code, name
        told = json.loads(capsys.readouterr().out)
        assert told["good"] == (name == "original")
        assert findings is None or told["findings"] == findings
        assert "--json" not in str(told)
    assert "No document arrived" in client.post(f"/verify/{licence.identifier}/", {}).content.decode()
    assert ask_files() == before


def _exit(path: Path) -> int:
    try:
        call_command("verify_licence", str(path), "--json", stdout=sys.stdout)
    except SystemExit as ended:
        return int(str(ended.code))
    return 0


def _added_to(data: bytes) -> bytes:
    """A lawful later revision, as any program for PDF files makes one."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    writer.root["/Note"] = generic.TextStringObject("added")
    writer.update_root()
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _stripped(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        del pdf.Root.AcroForm
        pdf.pages[0].Annots = pikepdf.Array()
        written = BytesIO()
        pdf.save(written)
    return written.getvalue()


def test_a_file_that_is_not_there_cannot_be_asked(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read") as refused:
        call_command("verify_licence", str(tmp_path / "none.pdf"))
    assert refused.value.returncode == 2


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
