"""What a file is, by its bytes; what is refused, and in which words."""

import io
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from approvals.filing import errors
from approvals.filing.media import DOCX, MEGABYTE, OFD, PDF, clean_name, look_at
from approvals.filing.models import FilingDraft
from approvals.filing.verbs import MOST_FILES, _media, attach, begin_draft
from tests.approvals.filing.stage import JPEG, NOW, Stage
from tests.approvals.filing.stage import PDF as SOME_PDF
from tests.approvals.standards.shipped import standard
from workflows.refusals import Refusal
from workflows.standards.schema import Material, Text

EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\x00" * 100
ANY = Material(
    key="any",
    title=Text.model_validate({"zh-Hans": "材料", "en": "Material"}),
    media=[PDF, "image/jpeg", "image/png", OFD, DOCX],
)


def archive(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members:
            packed.writestr(name, data)
    return buffer.getvalue()


WORD = (("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))


@pytest.mark.parametrize(
    ("data", "media"),
    [
        (SOME_PDF, PDF),
        (JPEG, "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 20, "image/png"),
        (archive(("OFD.xml", b"<OFD/>")), OFD),
        (archive(*WORD), DOCX),
        (archive(*WORD, ("word/vbaProject.bin", b"x")), None),
        (archive(("a.txt", b"x")), None),
        (EXE, None),
        (b"GIF89a" + b"\x00" * 20, None),
        (b"<html>", None),
        (b"\x00", None),
    ],
)
def test_a_file_is_what_its_bytes_are(data: bytes, media: str | None) -> None:
    assert look_at(data).media == media


@pytest.mark.parametrize(
    "member", ["../evil.xml", "/etc/passwd", "a/../../b", "..\\evil.xml", "C:evil.xml", "\\\\host\\share"]
)
def test_a_container_that_writes_outside_its_folder_is_not_sound(member: str) -> None:
    found = look_at(archive(("OFD.xml", b"<OFD/>"), (member, b"x")))
    assert (found.media, found.sound) == (OFD, False)


def test_a_container_that_unpacks_to_far_more_than_was_sent_is_refused() -> None:
    bomb = archive(("OFD.xml", b"<OFD/>"), ("big", b"\x00" * (201 * MEGABYTE)))
    assert len(bomb) < MEGABYTE
    with pytest.raises(errors.MaterialArchiveError) as refused:
        _media(ANY, "bomb.ofd", bomb)
    assert str(refused.value).startswith(
        "“bomb.ofd” cannot be opened safely: it is damaged, or unpacks to more than 200"
    )


def test_a_lie_about_the_size_is_found_out() -> None:
    data = bytearray(archive(("OFD.xml", b"<OFD/>"), ("big", b"\x00" * MEGABYTE)))
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")
    assert not look_at(bytes(data)).sound


@pytest.mark.parametrize("name", ["zip-slip.zip", "zip-slip-win.zip"])
def test_known_hostile_archives_are_refused(shared_data: Path, name: str) -> None:
    with pytest.raises(Refusal):
        _media(ANY, name, (shared_data / "bad-inputs" / name).read_bytes())


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("章程.pdf", "章程.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\users\\a\\章程.pdf", "章程.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("\x00\n", "pdf.pdf"),
        ("..", "pdf.pdf"),
        ("长" * 200 + ".pdf", "长" * 116 + ".pdf"),
        ("长" * 200, "长" * 120),
        ("a." + "b" * 200, ("a." + "b" * 200)[:120]),
    ],
)
def test_a_name_is_kept_without_folders_and_tricks(name: str, kept: str) -> None:
    assert clean_name(name, PDF) == kept


@pytest.fixture
def draft(stage: Stage) -> FilingDraft:
    return begin_draft(actor=stage.founder, standard="registration", enterprise=None, now=NOW)


def hand_in(stage: Stage, draft: FilingDraft, material: str, name: str, data: bytes) -> None:
    attach(actor=stage.founder, draft=draft.pk, material=material, name=name, data=data, now=NOW)


@pytest.mark.parametrize(
    ("material", "name", "data", "sentence"),
    [
        (
            "articles",
            "章程.pdf",
            EXE,
            "“章程.pdf” is a program by its content, and only PDF can be sent here; save it as one of these.",
        ),
        (
            "articles",
            "a.pdf",
            JPEG,
            "“a.pdf” is JPEG by its content, and only PDF can be sent here; save it as one of these.",
        ),
        (
            "articles",
            "a.pdf",
            b"GIF89a" + b"\x00" * 20,
            "“a.pdf” is GIF by its content, and only PDF can be sent here; save it as one of these.",
        ),
        ("articles", "a.pdf", b"", "“a.pdf” is empty (0 bytes); choose the file again."),
        (
            "articles",
            "a.pdf",
            b"%PDF-1.7" + b"\x00" * (20 * MEGABYTE),
            "“a.pdf” has 20.0 MB, and 20 MB is the most; send a smaller scan.",
        ),
        (
            "licence",
            "a.pdf",
            SOME_PDF,
            "“licence” is not asked for with this application; choose one of the materials on the list.",
        ),
    ],
)
def test_a_refusal_says_the_limit_and_what_was_sent(
    stage: Stage, draft: FilingDraft, material: str, name: str, data: bytes, sentence: str
) -> None:
    with pytest.raises(errors.FilingError) as refused:
        hand_in(stage, draft, material, name, data)
    assert str(refused.value) == sentence


def test_a_draft_has_so_many_files_at_most(stage: Stage, draft: FilingDraft) -> None:
    for number in range(MOST_FILES):
        hand_in(stage, draft, "articles", f"{number}.pdf", SOME_PDF)
    with pytest.raises(errors.MaterialsTooManyError) as refused:
        hand_in(stage, draft, "articles", "more.pdf", SOME_PDF)
    assert str(refused.value).startswith("40 files were sent already, and 40 is the most;")


def taken(name: str, data: bytes) -> str | None:
    """The media type of what is taken; None when it was refused with a sentence."""
    try:
        return _media(ANY, name, data)
    except Refusal as refusal:
        return None if str(refusal) else ""


BEGINNINGS = [b"", b"%PDF-", b"\xff\xd8\xff", b"PK\x03\x04", archive(*WORD)[:60], archive(*WORD), EXE[:8]]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=st.sampled_from(BEGINNINGS), data=st.binary(max_size=400), name=st.text(max_size=200))
def test_no_bytes_whatever_do_more_than_be_refused(head: bytes, data: bytes, name: str) -> None:
    media = taken(name, head + data)
    assert media is None or 0 < len(clean_name(name, media)) <= 120


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=st.sampled_from(BEGINNINGS), data=st.binary(max_size=200), name=st.text(max_size=200))
def test_handing_in_any_bytes_under_any_name_gives_a_file_or_a_refusal(
    stage: Stage, draft: FilingDraft, head: bytes, data: bytes, name: str
) -> None:
    with suppress(errors.FilingError):
        hand_in(stage, draft, "articles", name, head + data)


@settings(max_examples=300, deadline=None)
@given(place=st.integers(0, 10**6), byte=st.integers(0, 255))
def test_no_damaged_container_does_more_than_be_refused(place: int, byte: int) -> None:
    data = bytearray(archive(*WORD, ("OFD.xml", b"<OFD/>")))
    data[place % len(data)] = byte
    taken("a.docx", bytes(data))


def test_every_kind_a_standard_asks_for_can_be_told() -> None:
    for name in ("registration", "relocation"):
        for material in standard(name).materials:
            assert set(material.media) <= {PDF, "image/jpeg", "image/png", OFD, DOCX}
