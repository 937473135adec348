"""What is kept by its digest."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from approvals.store import ALIAS, FileLostError, fetch, keep, place

DATA = "章程".encode()
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    storages[ALIAS].delete(place(DIGEST))


def test_what_is_kept_comes_back_by_its_digest() -> None:
    assert (keep(DATA), fetch(DIGEST)) == (DIGEST, DATA)


def test_the_same_bytes_are_kept_once() -> None:
    keep(DATA)
    keep(DATA)

    assert storages[ALIAS].listdir(DIGEST[:2])[1].count(DIGEST) == 1


def test_bytes_that_are_gone_are_named() -> None:
    with pytest.raises(FileLostError) as lost:
        fetch(DIGEST)

    assert str(lost.value) == f"The file {DIGEST} is missing or was changed. Restore it from the backup."


def test_bytes_that_were_changed_are_not_given_out() -> None:
    storages[ALIAS].save(place(DIGEST), ContentFile(DATA + b"!"))

    with pytest.raises(FileLostError):
        fetch(DIGEST)
