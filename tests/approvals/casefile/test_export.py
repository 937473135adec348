"""A case file verifies itself, with Python 3 alone, and names what was changed."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from approvals.casefile import verify_case
from approvals.casefile.export import NoSuchCaseError, export_case
from tests.told import Told
from tests.workflows.journal.seals.test_suites import VECTORS
from workflows.engine.models import Case
from workflows.journal.seals.suites import Sha256Ed25519

pytestmark = pytest.mark.xdist_group("told")


@pytest.fixture
def number(told: Told) -> str:
    """The relocation of the story: materials, opinions, papers and a licence."""
    return Case.objects.using("audit").get(regime="RELOCATION", subject="温州睿视智能装备有限公司").number


@pytest.fixture
def folder(number: str, tmp_path: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(export_case(number))) as archive:
        archive.extractall(tmp_path)
    return tmp_path


def verified(folder: Path, *arguments: str) -> tuple[int, list[str]]:
    """The exit code of the file's own script, run as a stranger would, and what it says."""
    script = [sys.executable, "-I", str(folder / "verify.py"), *arguments]
    done = subprocess.run(script, capture_output=True, text=True, check=False, cwd="/")
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def rewritten(folder: Path, name: str, value: Any, *, fits: bool = False) -> None:
    """Write a file of the case file anew; ``fits`` makes the manifest agree, as a careful forger would."""
    (folder / name).write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    if fits:
        manifest = read(folder / "manifest.json")
        manifest["sha256"][name] = sha256((folder / name).read_bytes()).hexdigest()
        (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def test_an_untouched_case_file_is_whole(folder: Path, number: str) -> None:
    rows = len(read(folder / "journal.json"))
    statement, second = read(folder / "seal.json")["statement"], read(folder / "seal.json")["countersignature"]
    sealed = (
        f"Sealed for {statement['day']} up to row {rows}; "
        f"signed by {statement['key'][0]}, countersigned by {second['key'][0]}"
    )

    assert verified(folder) == (0, [sealed, f"Case {number}: {rows} journal rows, whole"])


def test_everything_about_the_case_is_in_it(folder: Path) -> None:
    filing, papers = read(folder / "filing.json"), read(folder / "papers.json")

    assert {path.name for path in (folder / "materials").iterdir()} == {m["sha256"] for m in filing["materials"]}
    assert {path.stem for path in (folder / "papers").iterdir()} == {paper["sha256"] for paper in papers}
    assert [licence["state"] for licence in read(folder / "licences.json")] == ["CURRENT"]
    assert {path.stem for path in (folder / "licences").iterdir()} == {
        licence["sha256"] for licence in read(folder / "licences.json")
    }
    assert "迁出" in (folder / "contents" / next(iter(written(folder)))).read_text("utf-8")
    assert read(folder / "register.json")[0]["number"] == read(folder / "manifest.json")["number"]


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "contents").iterdir() if "迁出" in path.read_text("utf-8"))


def test_the_same_case_gives_the_same_bytes(number: str) -> None:
    assert export_case(number) == export_case(number)


def changed_paper(folder: Path) -> str:
    path = next((folder / "papers").iterdir())
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    return f"papers/{path.name} was changed"


def missing_material(folder: Path) -> str:
    path = next((folder / "materials").iterdir())
    path.unlink()
    return f"materials/{path.name} is missing"


def changed_row(folder: Path) -> str:
    rows = read(folder / "journal.json")
    rows[2]["actor"] = 1
    rewritten(folder, "journal.json", rows, fits=True)
    return "journal row 3 was changed"


def deleted_row(folder: Path) -> str:
    rows = read(folder / "journal.json")
    del rows[2]
    rewritten(folder, "journal.json", rows, fits=True)
    return "journal row 4 does not follow the one before it"


def cut_off(folder: Path) -> str:
    rewritten(folder, "journal.json", read(folder / "journal.json")[:-1], fits=True)
    return "the journal does not end where the case says it ends"


def changed_words(folder: Path) -> str:
    name = written(folder)[0]
    words = read(folder / "contents" / name)
    rewritten(folder, f"contents/{name}", words | {"opinion": "不同意迁出。"}, fits=True)
    return f"what was written at row {name.removesuffix('.json')} was changed"


def erased_words(folder: Path) -> str:
    name = written(folder)[0]
    (folder / "contents" / name).unlink()
    manifest = read(folder / "manifest.json")
    del manifest["sha256"][f"contents/{name}"]
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return f"what was written at row {name.removesuffix('.json')} is not in this file"


def marked_as_erased(folder: Path) -> str:
    """A mark that keeps the digest, but of an erasure the journal does not tell of."""
    name = written(folder)[0]
    row = read(folder / "journal.json")[int(name.removesuffix(".json")) - 1]
    rewritten(folder, f"contents/{name}", {"erased": {"digest": row["payload"]["content"], "erasure": 1}}, fits=True)
    return f"what was written at row {name.removesuffix('.json')} was changed"


def changed_form(folder: Path) -> str:
    filing = read(folder / "filing.json")
    rewritten(folder, "filing.json", filing | {"form": filing["form"] | {"name": "别的公司"}}, fits=True)
    return "the application is not what was sent"


def changed_form_with_its_digest(folder: Path) -> str:
    filing = read(folder / "filing.json")
    form = filing["form"] | {"name": "别的公司"}
    digest = sha256(verify_case.canonical(form)).hexdigest()
    rewritten(folder, "filing.json", filing | {"form": form, "form_digest": digest}, fits=True)
    return "the application is not the one the journal begins with"


def rehashed_chain(folder: Path) -> str:
    """Another actor from the third row on, every hash after it and the head made to fit."""
    rows, previous = read(folder / "journal.json"), ""
    for row in rows:
        if row["seq"] >= 3:
            row |= {"actor": 1, "previous": previous}
            said = [row[name] for name in ("case", "seq", "verb", "actor", "desk", "on_behalf_of")]
            said += [verify_case.instant(row["legal_at"]), row["payload"]]
            row["hash"] = sha256(bytes.fromhex(previous) + verify_case.canonical(said)).hexdigest()
        previous = row["hash"]
    manifest = read(folder / "manifest.json") | {"head": previous}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    rewritten(folder, "journal.json", rows, fits=True)
    return "the journal is not the one that was sealed"


def resealed(folder: Path) -> str:
    """The leaf made to fit the forged chain."""
    rehashed_chain(folder)
    proof, rows = read(folder / "seal.json"), read(folder / "journal.json")
    proof["leaf"]["head"] = rows[proof["leaf"]["seq"] - 1]["hash"]
    rewritten(folder, "seal.json", proof, fits=True)
    return "the case does not stand in the root of its district"


def changed_root(folder: Path) -> str:
    proof = read(folder / "seal.json")
    proof["statement"]["root"] = "00" * 32
    rewritten(folder, "seal.json", proof, fits=True)
    return "the roots of the districts do not give the sealed root"


def changed_day(folder: Path) -> str:
    proof = read(folder / "seal.json")
    proof["statement"]["day"] = "2026-01-01"
    rewritten(folder, "seal.json", proof, fits=True)
    return f"the signature of {proof['statement']['key'][0]} is not over this seal"


def countersigned_by_itself(folder: Path) -> str:
    proof = read(folder / "seal.json")
    proof["countersignature"]["key"] = proof["statement"]["key"]
    rewritten(folder, "seal.json", proof, fits=True)
    return "the seal is countersigned by the district that signed it"


def changed_standard(folder: Path) -> str:
    standard = read(folder / "standard.json")
    rewritten(folder, "standard.json", standard | {"item_short": "99"}, fits=True)
    return "the standard is not the version the case was handled by"


TAMPERINGS = [
    changed_paper,
    missing_material,
    changed_row,
    deleted_row,
    cut_off,
    changed_words,
    erased_words,
    marked_as_erased,
    changed_form,
    changed_form_with_its_digest,
    rehashed_chain,
    resealed,
    changed_root,
    changed_day,
    countersigned_by_itself,
    changed_standard,
]


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_what_was_changed_is_named(folder: Path, tamper: Callable[[Path], str]) -> None:
    sentence = tamper(folder)

    code, said = verified(folder)

    assert code == 1
    assert sentence in said


def test_a_changed_byte_anywhere_is_named_by_its_file(folder: Path) -> None:
    for name in ("journal.json", "filing.json", "register.json", "names.json"):
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data.replace(b"1", b"2", 1))

        assert f"{name} was changed" in verified(folder)[1]
        (folder / name).write_bytes(data)


def test_keys_are_compared_with_the_published_ones(folder: Path) -> None:
    proof, published = read(folder / "seal.json"), folder / "published.json"
    published.write_text(json.dumps(proof["keys"]), "utf-8")
    assert verified(folder, "--keys", str(published))[0] == 0
    district, number = proof["statement"]["key"]
    others = [key | {"public": "00" * 32} if key["district"] == district else key for key in proof["keys"]]
    published.write_text(json.dumps(others), "utf-8")
    assert f"key {number} of {district} is not the published one" in verified(folder, "--keys", str(published))[1]


def test_a_case_file_without_a_seal_says_so(folder: Path) -> None:
    rewritten(folder, "seal.json", None, fits=True)
    code, said = verified(folder)
    assert (code, said[0]) == (0, "Not sealed yet: only the chain itself was proved")


@pytest.mark.parametrize(("private", "public", "message", "signature"), VECTORS)
def test_the_script_proves_the_signatures_of_rfc_8032_and_no_others(
    private: str, public: str, message: str, signature: str
) -> None:
    key, said, signed = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert verify_case.is_signed(key, signed, said)
    assert not verify_case.is_signed(key, signed, said + b"x")
    assert not verify_case.is_signed(key, signed[:-1] + b"\x7f", said)
    assert not verify_case.is_signed(key, bytes([signed[0] ^ 1]) + signed[1:], said)
    assert not verify_case.is_signed(b"\xff" * 32, signed, said)
    assert not verify_case.is_signed(key, signed[:63], said)


def test_the_script_agrees_with_the_product_on_random_messages() -> None:
    own = Sha256Ed25519()
    for length in range(8):
        private, said = own.generate(), bytes(range(length * 7))
        signed = own.sign(private, said)
        assert verify_case.is_signed(own.public(private), signed, said)
        assert not verify_case.is_signed(own.public(own.generate()), signed, said)


def test_a_number_that_does_not_exist_is_said(told: Told) -> None:
    with pytest.raises(NoSuchCaseError, match="There is no case 3303X"):
        export_case("3303X")
