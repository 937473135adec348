"""Where the bytes of materials and papers are kept: by their SHA-256, once each, never overwritten.

The storage is Django's (``STORAGES["files"]``), a folder of the state by default, so that several machines can share
one. What is kept here is named in rows; the rows say who may see it.
"""

import hashlib
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext_lazy as _

from workflows.refusals import Refusal

ALIAS: Final = "files"


class FileLostError(Refusal):
    """A row names bytes that are not there, or are not what they were."""

    code = "store.lost"
    sentence = _("The file %(digest)s is missing or was changed. Restore it from the backup.")


def keep(data: bytes) -> str:
    """Keep bytes and return their SHA-256 in hexadecimal; keeping the same bytes again changes nothing."""
    digest = hashlib.sha256(data).hexdigest()
    name = place(digest)
    if not _storage().exists(name):
        _storage().save(name, ContentFile(data))
    return digest


def fetch(digest: str) -> bytes:
    """Return the bytes of that SHA-256; raise FileLostError when they are gone or changed."""
    try:
        with _storage().open(place(digest)) as file:
            data: bytes = file.read()
    except FileNotFoundError as error:
        raise FileLostError(digest=digest) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise FileLostError(digest=digest)
    return data


def remove(digest: str) -> None:
    """Remove the bytes of that SHA-256; removing what is gone changes nothing. Whoever erases has settled that they may."""
    _storage().delete(place(digest))


def place(digest: str) -> str:
    """Where the bytes of that digest lie below the storage's root."""
    return f"{digest[:2]}/{digest}"


def _storage() -> Storage:
    return storages[ALIAS]
