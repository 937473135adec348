"""Keys as files outside the database, one folder per database.

Beside the private keys lie the public ones, and a note of every seal that was made with them. Whoever owns the database can rewrite what stands in it. These files are what they cannot rewrite, so keep the folder
away from the database's own machine where that is possible.
"""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from workflows.journal.seals.errors import KeyFileError
from workflows.journal.seals.models import SealKey
from workflows.journal.seals.suites import provider_of

PUBLISHED = "public-keys.json"
NOTED = "sealed.jsonl"


def folder(using: str) -> Path:
    """Return where the keys of a database lie."""
    root = settings.SEAL_KEYS or Path(settings.STATE_FOLDER) / "seal-keys"
    return Path(root) / str(connections[using].settings_dict["NAME"])


def file_of(district: str, number: int, using: str) -> Path:
    """Return the file of one private key."""
    return folder(using) / f"{district}-{number}.key"


def keep(district: str, number: int, suite: str, private: bytes, using: str) -> None:
    """Write a private key, readable by its owner only; raise FileExistsError rather than write over one."""
    path = file_of(district, number, using)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump({"district": district, "number": number, "suite": suite, "private": private.hex()}, file)


def kept(district: str, number: int, using: str) -> tuple[str, bytes] | None:
    """Return the suite and the private key of a file; None without one."""
    path = file_of(district, number, using)
    if not path.is_file():
        return None
    said = json.loads(path.read_text("utf-8"))
    return str(said["suite"]), bytes.fromhex(said["private"])


def private_of(key: SealKey, using: str) -> bytes | None:
    """Return the private half of a key, None where it is not on this machine; raise KeyFileError for a wrong file."""
    found = kept(key.district.code, key.number, using)
    if found is None:
        return None
    suite, private = found
    if suite != key.suite or provider_of(suite).public(private) != bytes(key.public):
        raise KeyFileError(file=file_of(key.district.code, key.number, using))
    return private


def as_published(keys: Iterable[SealKey]) -> list[dict[str, Any]]:
    """Return public keys as they are published; their districts are loaded with them."""
    return [
        {
            "district": key.district.code,
            "number": key.number,
            "suite": key.suite,
            "public": bytes(key.public).hex(),
            "introduced": bytes(key.introduced).hex(),
        }
        for key in keys
    ]


def publish(keys: Iterable[SealKey], using: str) -> Path:
    """Write the public keys beside the private ones; gives the file."""
    path = folder(using) / PUBLISHED
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(json.dumps(as_published(keys), indent=1) + "\n", "utf-8")
    return path


def published(using: str) -> dict[tuple[str, int], bytes] | None:
    """Return the public keys that were published on this machine, None where none were."""
    path = folder(using) / PUBLISHED
    if not path.is_file():
        return None
    said = json.loads(path.read_text("utf-8"))
    return {(each["district"], each["number"]): bytes.fromhex(each["public"]) for each in said}


def note(number: int, digest: bytes, using: str) -> None:
    """Note beside the key that it made a seal."""
    path = folder(using) / NOTED
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a") as file:
        file.write(json.dumps({"number": number, "digest": digest.hex()}) + "\n")


def begin_anew(using: str) -> None:
    """Put the notes aside that were made for a database of the same name before this one."""
    path = folder(using) / NOTED
    if path.is_file():
        earlier = len(list(path.parent.glob("sealed-*.jsonl")))
        path.rename(path.with_name(f"sealed-{earlier + 1}.jsonl"))


def noted(using: str) -> Iterator[tuple[int, bytes]]:
    """Give number and digest of every seal that was made with the keys of this machine."""
    path = folder(using) / NOTED
    if path.is_file():
        for line in path.read_text("utf-8").splitlines():
            said = json.loads(line)
            yield said["number"], bytes.fromhex(said["digest"])
