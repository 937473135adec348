"""Files of anybody are read by another process, which gives the same answer and cannot be kept busy."""

from approvals.sealing.asking import MOST, judged
from tests.approvals.sealing.sealed import read, sealed


def test_the_other_process_says_the_same() -> None:
    assert judged(sealed()) == read(sealed())


def test_what_is_too_large_or_no_pdf_is_not_looked_into() -> None:
    assert not judged(b"%PDF-" + bytes(MOST)).is_pdf
    assert not judged(b"hello").is_pdf
