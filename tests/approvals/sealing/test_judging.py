"""Whatever is done to a sealed file is seen, and what is done to none is not."""

import random
from io import BytesIO

import pikepdf
import pytest

from approvals.sealing.judging import DATA_NAME
from tests.approvals.sealing.sealed import AT, ORGAN, USCC, plain, read, seal, sealed
from tests.law import law


@law("签名法 13", "716令 9")
def test_a_sealed_file_is_whole_and_says_who_sealed_it_when() -> None:
    found = read(sealed())
    assert found.holds
    assert (found.organ, found.uscc, found.sealed_at) == (ORGAN, USCC, AT.isoformat())
    assert found.said == {"持证主体": "温州睿视智能装备有限公司"}
    assert "样本" in found.authority


def test_a_file_never_sealed_has_no_seal() -> None:
    found = read(plain())
    assert (found.is_pdf, found.is_sealed, found.holds) == (True, False, False)


@law("签名法 13")
def test_any_byte_changed_breaks_the_seal() -> None:
    data, chance = sealed(), random.Random(7)  # noqa: S311 - places to try
    begins = data.index(b"/Contents <") + len(b"/Contents <")
    ends = data.index(b">", begins)
    for _try in range(60):
        place = chance.randrange(len(data))
        if data[place : place + 1] in b"0123456789abcdefABCDEF" and begins <= place < ends:
            # In the room of the signature a digit of padding, or of the signature itself.
            other = b"1" if data[place : place + 1] != b"1" else b"2"
        else:
            other = bytes([data[place] ^ 1])
        assert not read(data[:place] + other + data[place + 1 :]).holds, place


def test_what_is_added_after_the_seal_is_seen() -> None:
    assert not read(sealed() + b"\n%%EOF\n").holds
    assert not read(sealed() + b"1 0 obj\n<<>>\nendobj\n").holds


def test_a_file_saved_anew_by_another_program_is_seen() -> None:
    assert not read(_saved(sealed())).holds


def test_a_swapped_attachment_is_seen_and_read_as_it_is() -> None:
    with pikepdf.open(BytesIO(sealed())) as pdf:
        del pdf.attachments[DATA_NAME]
        pdf.attachments[DATA_NAME] = pikepdf.AttachedFileSpec(pdf, '{"持证主体": "别人"}'.encode(), filename=DATA_NAME)
        written = BytesIO()
        pdf.save(written)
    found = read(written.getvalue())
    assert not found.holds
    assert found.said == {"持证主体": "别人"}


def test_a_stripped_seal_is_seen_and_takes_its_picture_along() -> None:
    with pikepdf.open(BytesIO(sealed())) as pdf:
        del pdf.Root.AcroForm
        pdf.pages[0].Annots = pikepdf.Array()
        written = BytesIO()
        pdf.save(written)
    found = read(written.getvalue())
    assert (found.is_pdf, found.is_sealed) == (True, False)


def test_a_second_seal_is_none() -> None:
    cut = sealed()[: len(plain())]
    assert cut == plain()
    assert not read(cut).is_sealed


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"nothing", b"%PDF-1.7\n" + b"<<" * 5000])
def test_what_is_no_pdf_is_none(data: bytes) -> None:
    assert not read(data).is_pdf


def test_a_seal_nobody_vouches_for_is_not_trusted() -> None:
    from approvals.sealing.judging import judge  # noqa: PLC0415 - without the roots of the others

    found = judge(sealed(), [])
    assert (found.is_intact, found.is_trusted, found.holds) == (True, False, False)


def test_sealing_twice_makes_two_good_files() -> None:
    assert read(seal(plain())).holds


def _saved(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        written = BytesIO()
        pdf.save(written)
    return written.getvalue()
