"""Keys lie outside the database, for their owner's eyes alone, and what is there is never written over."""

import stat
from pathlib import Path
from typing import Any

import pytest

from approvals.sealing import keys
from approvals.sealing.authority import make_test_ca
from approvals.sealing.errors import CertificateMissingError, KeyReadableError
from approvals.sealing.files import FileSigner


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.ORGAN_KEYS = tmp_path
    return keys.folder()


def test_keys_are_their_owners_alone_and_stay_as_they_are(folder: Path) -> None:
    assert make_test_ca([("A" * 18, "甲局")]) == ["A" * 18]
    before = {path.name: path.read_bytes() for path in folder.glob("*.key")}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.glob("*.key")} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert make_test_ca([("A" * 18, "甲局"), ("B" * 18, "乙局")]) == ["B" * 18]
    assert before.items() <= {path.name: path.read_bytes() for path in folder.glob("*.key")}.items()


def test_a_key_others_can_read_seals_nothing(folder: Path) -> None:
    make_test_ca([("A" * 18, "甲局")])
    (folder / f"{'A' * 18}.key").chmod(0o640)
    with pytest.raises(KeyReadableError, match="chmod 600"):
        FileSigner().sign("A" * 18, b"")


def test_without_a_certificate_one_is_told_what_to_do(folder: Path) -> None:
    with pytest.raises(CertificateMissingError, match="make_test_ca"):
        FileSigner().certificates("C" * 18)
