"""Verifies an unpacked case file with Python 3 alone: ``python3 verify.py`` in its folder. Exit 0 whole, 1 not.

What is checked is written in README.md beside this script.
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


def instant(text: str) -> str:
    """An instant as it is hashed: UTC, to the microsecond."""
    moment = datetime.fromisoformat(text).astimezone(timezone.utc)  # noqa: UP017 - for whatever Python 3 there is
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


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


def contents_that_differ(folder: Path, rows: list[Said]) -> Iterator[str]:
    """Everything people wrote that is not what the journal has the digest of."""
    for row in rows:
        digest = row["payload"].get("content")
        path = folder / "contents" / f"{row['seq']}.json"
        if digest and not path.is_file():
            yield f"what was written at row {row['seq']} is not in this file (it may have been erased lawfully)"
        elif digest and hashlib.sha256(canonical(json.loads(path.read_text("utf-8")))).hexdigest() != digest:
            yield f"what was written at row {row['seq']} was changed"


def main() -> int:
    """Say what was found."""
    folder = Path(__file__).resolve().parent
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    rows = json.loads((folder / "journal.json").read_text("utf-8"))
    faults = [*files_that_differ(folder, manifest), *rows_that_differ(rows, manifest)]
    faults += contents_that_differ(folder, rows)
    if hashlib.sha256((folder / "standard.json").read_bytes()).hexdigest() != manifest["standard"]["digest"]:
        faults.append("the standard is not the version the case was handled by")
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    verdict = f"{len(faults)} faults" if faults else "whole"
    sys.stdout.write(f"Case {manifest['number']}: {len(rows)} journal rows, {verdict}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
