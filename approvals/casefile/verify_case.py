"""Verifies an unpacked case file with Python 3 alone: ``python3 verify.py`` in its folder. Exit 0 whole, 1 not.

What is checked is written in README.md beside this script. ``--keys FILE`` compares the keys with published ones.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

Said = dict[str, Any]


def canonical(value: object) -> bytes:
    """JSON with sorted keys and no spaces, as UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha(data: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(data).digest()


def instant(text: str) -> str:
    """An instant as it is hashed: UTC, to the microsecond."""
    moment = datetime.fromisoformat(text).astimezone(timezone.utc)  # noqa: UP017 - for whatever Python 3 there is
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


# --- files and the chain


def files_that_differ(folder: Path, manifest: Said) -> Iterator[str]:
    """Every file the manifest names that is missing or not what it was."""
    for name, digest in manifest["sha256"].items():
        path = folder / name
        if not path.is_file():
            yield f"{name} is missing"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield f"{name} was changed"


def rows_that_differ(rows: list[Said], manifest: Said) -> Iterator[str]:
    """Every journal row that does not give its hash, or does not follow the one before it."""
    previous = "00" * 32
    for place, row in enumerate(rows, start=1):
        said = [row[name] for name in ("case", "seq", "verb", "actor", "desk", "on_behalf_of")]
        said += [instant(row["legal_at"]), row["payload"]]
        computed = hashlib.new(row["algorithm"], bytes.fromhex(row["previous"]) + canonical(said)).hexdigest()
        if row["seq"] != place or row["previous"] != previous:
            yield f"journal row {row['seq']} does not follow the one before it"
        if computed != row["hash"]:
            yield f"journal row {row['seq']} was changed"
        previous = row["hash"]
    if previous != manifest["head"]:
        yield "the journal does not end where the case says it ends"


def register_that_differs(registered: list[Said], manifest: Said, rows: list[Said]) -> Iterator[str]:
    """The register's row, when it does not give its hash or names another case."""
    for row in registered:
        said = f"{row['district']}|{row['seq']}|{row['case']}|{row['number']}|{instant(row['opened_at'])}"
        if sha(bytes.fromhex(row["previous"]) + said.encode()).hex() != row["hash"]:
            yield f"register row {row['seq']} was changed"
        if row["number"] != manifest["number"] or any(each["case"] != row["case"] for each in rows):
            yield f"register row {row['seq']} names another case"


# --- what was written and handed in, and what was erased of it


def erased_digests(rows: list[Said]) -> set[str]:
    """The digests of everything the journal says was lawfully erased."""
    return {digest for row in rows if row["verb"] == "ERASE" for digest in row["payload"]["digests"]}


def digest_of(value: Any, erased: set[str]) -> str:
    """The digest of a value, or the one its tombstone keeps when the journal has the erasure."""
    stone = value.get("erased", {}).get("digest") if isinstance(value, dict) and len(value) == 1 else None
    return stone if stone in erased else sha(canonical(value)).hex()


def contents_that_differ(folder: Path, rows: list[Said]) -> Iterator[str]:
    """Everything people wrote that is not what the journal has the digest of."""
    erased = erased_digests(rows)
    for row in rows:
        digest = row["payload"].get("content")
        path = folder / "contents" / f"{row['seq']}.json"
        if digest and not path.is_file():
            yield f"what was written at row {row['seq']} is not in this file"
        elif digest and digest_of(json.loads(path.read_text("utf-8")), erased) != digest:
            yield f"what was written at row {row['seq']} was changed"


def filing_that_differs(folder: Path, rows: list[Said]) -> Iterator[str]:
    """The application, when it is not what was sent, and every material that is neither here nor erased."""
    if not (folder / "filing.json").is_file():
        return
    filing, erased = json.loads((folder / "filing.json").read_text("utf-8")), erased_digests(rows)
    if digest_of(filing["form"], erased) != filing["form_digest"]:
        yield "the application is not what was sent"
    asked = filing["asked"]
    request = [asked["standard"], asked["applicant"], filing["form"], asked["materials"], asked["parties"]]
    untouched = not erased & {filing["form_digest"], *(file["sha256"] for file in filing["materials"])}
    if untouched and rows and sha(canonical(request)).hex() != rows[0]["payload"].get("digest"):
        yield "the application is not the one the journal begins with"
    for file in filing["materials"]:
        path = folder / "materials" / file["sha256"]
        if file["sha256"] not in erased and (
            not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != file["sha256"]
        ):
            yield f"material {file['sha256']} is not in this file"


def erasures(rows: list[Said], names: Said) -> Iterator[str]:
    """What was erased, when, by whom and why, in a sentence each."""
    people = names["people"]
    for row in rows:
        if row["verb"] == "ERASE":
            said = row["payload"]
            who, asked = (people.get(str(key), f"person {key}") for key in (row["actor"], said["asked_by"]))
            what = ", ".join(said["classes"])
            yield (
                f"{what} erased on {instant(row['legal_at'])[:10]} by {who}, asked for by {asked}, "
                f"because {said['reason']} ({said['law']}); the digests stay"
            )


# --- the seal


def root_of(level: list[bytes]) -> bytes:
    """The root over leaves in a row; a node without a neighbour goes up as it is."""
    while len(level) > 1:
        pairs = [level[n : n + 2] for n in range(0, len(level), 2)]
        level = [sha(b"\x01" + b"".join(pair)) if len(pair) > 1 else pair[0] for pair in pairs]
    return level[0] if level else sha(b"")


def seal_that_differs(proof: Said, rows: list[Said], registered: list[Said]) -> Iterator[str]:
    """Whatever keeps the journal from standing in the sealed root."""
    leaf, statement = proof["leaf"], proof["statement"]
    own = next((row for row in rows if row["seq"] == leaf["seq"] and row["case"] == leaf["case"]), None)
    place = next((row for row in registered if row["seq"] == leaf["place"] and row["case"] == leaf["case"]), None)
    if not own or not place or own["hash"] != leaf["head"] or place["hash"] != leaf["registered"]:
        yield "the journal is not the one that was sealed"
    said = [leaf[name] for name in ("district", "place", "registered", "case", "seq", "head")]
    node = sha(b"\x00" + canonical(said))
    for side, beside in proof["path"]:
        other = bytes.fromhex(beside)
        node = sha(b"\x01" + (other + node if side == "left" else node + other))
    if node.hex() not in [root for code, _cases, root in statement["districts"] if code == leaf["district"]]:
        yield "the case does not stand in the root of its district"
    if root_of([sha(b"\x02" + canonical(each)) for each in statement["districts"]]).hex() != statement["root"]:
        yield "the roots of the districts do not give the sealed root"
    yield from signatures_that_fail(proof)


def signatures_that_fail(proof: Said) -> Iterator[str]:
    """Every signature that is not over the statement, or not of two districts."""
    statement, second = proof["statement"], proof["countersignature"]
    keys = {(key["district"], key["number"]): key for key in proof["keys"]}
    first = bytes.fromhex(proof["signature"])
    signed = [(statement["key"], first, b"tongban seal\n" + canonical(statement))]
    if second:
        over = b"tongban countersignature\n" + first + canonical(statement)
        signed.append((second["key"], bytes.fromhex(second["signature"]), over))
        if second["key"][0] == statement["key"][0]:
            yield "the seal is countersigned by the district that signed it"
    for name, signature, data in signed:
        key = keys.get(tuple(name), {})
        if key.get("suite") != "sha256-ed25519" or statement["suite"] != "sha256-ed25519":
            yield f"this script cannot prove the signature suite of key {name[1]} of {name[0]}"
        elif not is_signed(bytes.fromhex(key["public"]), signature, data):
            yield f"the signature of {name[0]} is not over this seal"


def keys_that_differ(proof: Said, published: list[Said]) -> Iterator[str]:
    """The keys the seal is signed with that are not among the published ones."""
    known = {(key["district"], key["number"]): key["public"] for key in published}
    own = {(key["district"], key["number"]): key["public"] for key in proof["keys"]}
    second = proof["countersignature"]
    for name in [proof["statement"]["key"], *([second["key"]] if second else [])]:
        if known.get(tuple(name)) != own.get(tuple(name)):
            yield f"key {name[1]} of {name[0]} is not the published one"


def seal_said(proof: Said | None, rows: list[Said]) -> str:
    """How far the seal goes, in a sentence."""
    if not proof:
        return "Not sealed yet: only the chain itself was proved"
    statement, second, last = proof["statement"], proof["countersignature"], proof["leaf"]["seq"]
    after = f", {len(rows) - last} rows after it are not" if len(rows) > last else ""
    other = f"countersigned by {second['key'][0]}" if second else "not countersigned yet"
    return f"Sealed for {statement['day']} up to row {last}{after}; signed by {statement['key'][0]}, {other}"


# --- Ed25519 (RFC 8032), to prove signatures without any package

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]
"""x and y over z, and x times y over z."""


def added(a: Point, b: Point) -> Point:
    """The sum of two points."""
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    w, x, y, z = f - e, h - g, h + g, f + e
    return w * x % P, y * z % P, x * y % P, w * z % P


def times(number: int, point: Point) -> Point:
    """A point taken so many times."""
    total: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = added(total, point)
        point, number = added(point, point), number >> 1
    return total


def unpacked(data: bytes) -> Point | None:
    """The point of 32 bytes; None for bytes that are none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if len(data) != 32 or y >= P:  # noqa: PLR2004 - RFC 8032's own figure
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = unpacked((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public: bytes, signature: bytes, data: bytes) -> bool:
    """Tell whether an Ed25519 signature over the bytes was made with the key."""
    key, start = unpacked(public), unpacked(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if not key or not start or not BASE or len(signature) != 64 or scalar >= ORDER:  # noqa: PLR2004 - as above
        return False
    share = int.from_bytes(hashlib.sha512(signature[:32] + public + data).digest(), "little") % ORDER
    left, right = times(scalar, BASE), added(start, times(share, key))
    return not (left[0] * right[2] - right[0] * left[2]) % P and not (left[1] * right[2] - right[1] * left[2]) % P


def main(arguments: list[str]) -> int:
    """Say what was found."""
    folder = Path(__file__).resolve().parent

    def read(name: str) -> Any:
        return json.loads((folder / name).read_text("utf-8"))

    manifest, rows, registered, proof = (read(f"{name}.json") for name in ("manifest", "journal", "register", "seal"))
    faults = [*files_that_differ(folder, manifest), *rows_that_differ(rows, manifest)]
    faults += register_that_differs(registered, manifest, rows)
    faults += [*contents_that_differ(folder, rows), *filing_that_differs(folder, rows)]
    if hashlib.sha256((folder / "standard.json").read_bytes()).hexdigest() != manifest["standard"]["digest"]:
        faults.append("the standard is not the version the case was handled by")
    if proof:
        faults += seal_that_differs(proof, rows, registered)
    if proof and arguments[:1] == ["--keys"]:
        faults += keys_that_differ(proof, json.loads(Path(arguments[1]).read_text("utf-8")))
    for said in [*faults, *erasures(rows, read("names.json")), seal_said(proof, rows)]:
        sys.stdout.write(f"{said}\n")
    verdict = f"{len(faults)} faults" if faults else "whole"
    sys.stdout.write(f"Case {manifest['number']}: {len(rows)} journal rows, {verdict}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
