"""``export_case`` and ``verify_files``: what they write, what they say, how they end."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from approvals.filing.models import Material
from approvals.licences.models import Licence
from approvals.papers.models import Paper
from approvals.store import place
from tests.told import Told
from workflows.engine.models import Case

pytestmark = pytest.mark.xdist_group("told")


def run(*arguments: str) -> str:
    said = StringIO()
    call_command(*arguments, stdout=said)
    return said.getvalue().strip()


@pytest.fixture
def paper(told: Told) -> Paper:
    return Paper.objects.using("audit").exclude(digest="").order_by("pk")[0]


@pytest.fixture
def changed(told: Told, paper: Paper) -> Iterator[str]:
    """A paper with a byte too many in the store, mended afterwards; gives its digest."""
    with changed_file(told, paper.digest):
        yield paper.digest


class changed_file:  # noqa: N801 - used like a function
    """A file of the store with a byte too many, as long as this lasts."""

    def __init__(self, told: Told, digest: str) -> None:
        self.path = told.state / "files" / place(digest)
        self.data = self.path.read_bytes()

    def __enter__(self) -> None:
        self.path.write_bytes(self.data + b"!")

    def __exit__(self, *_: object) -> None:
        self.path.write_bytes(self.data)


def test_a_case_is_exported_by_its_number(told: Told, tmp_path: Path) -> None:
    number, out = Case.objects.using("audit").order_by("pk")[0].number, tmp_path / "case.zip"

    assert run("export_case", number, "--out", str(out)) == f"Case {number} is in {out}."
    assert json.loads(run("export_case", number, "--out", str(out), "--json")) == {
        "number": number,
        "file": str(out),
        "bytes": out.stat().st_size,
    }


def test_an_unknown_number_or_folder_is_a_wrong_call(told: Told, tmp_path: Path) -> None:
    number = Case.objects.using("audit").order_by("pk")[0].number

    with pytest.raises(CommandError, match="There is no case 1;") as unknown:
        run("export_case", "1", "--out", str(tmp_path / "x.zip"))
    with pytest.raises(CommandError, match=r"x.zip cannot be written: No such file or directory\.") as unwritable:
        run("export_case", number, "--out", str(tmp_path / "none" / "x.zip"))

    assert (unknown.value.returncode, unwritable.value.returncode) == (2, 2)


def test_a_case_with_a_lost_paper_is_not_exported(told: Told, paper: Paper, changed: str, tmp_path: Path) -> None:
    number = Case.objects.using("audit").get(pk=paper.case_id).number

    with pytest.raises(CommandError, match=f"The file {changed} is missing or was changed") as lost:
        run("export_case", number, "--out", str(tmp_path / "x.zip"))

    assert lost.value.returncode == 1
    assert not (tmp_path / "x.zip").exists()


def test_whole_files_are_counted(told: Told) -> None:
    named = set(Material.objects.using("audit").values_list("digest", flat=True))
    for made in (Paper, Licence):
        named |= set(made.objects.using("audit").exclude(digest="").values_list("digest", flat=True))

    assert run("verify_files") == f"Looked at {len(named)} files."
    assert json.loads(run("verify_files", "--json")) == {"files": len(named), "lost": []}


def test_a_changed_file_is_named(told: Told, changed: str) -> None:
    said = StringIO()

    with pytest.raises(CommandError, match="Files lost or changed: 1") as found:
        call_command("verify_files", stdout=said)

    assert found.value.returncode == 1
    assert f"The file {changed} is missing or was changed. Restore it from the backup." in said.getvalue()


def test_a_changed_licence_is_found_as_well(told: Told) -> None:
    licence = Licence.objects.using("audit").exclude(digest="").order_by("pk")[0]

    with changed_file(told, licence.digest), pytest.raises(CommandError, match="Files lost or changed: 1"):
        run("verify_files")
