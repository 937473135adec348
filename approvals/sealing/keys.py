"""Keys and certificates of organs as files outside the database, one folder per database.

``<credit code>.key`` is the private key, readable by its owner only; ``<credit code>.pem`` the certificate with those
above it; ``roots/*.pem`` are the certificates seals are trusted by.
"""

import os
import stat
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.db import connections

from approvals.sealing.errors import CertificateMissingError, KeyReadableError

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def folder() -> Path:
    """Where the keys of this database's organs lie."""
    root = getattr(settings, "ORGAN_KEYS", "") or Path(settings.STATE_FOLDER) / "organ-keys"
    return Path(root) / str(connections["default"].settings_dict["NAME"])


def keep_key(name: str, key: bytes) -> None:
    """Write a private key, readable by its owner only; raise FileExistsError rather than write over one."""
    path = folder() / f"{name}.key"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)


def keep_certificates(name: str, certificates: list[x509.Certificate], *, root: bool = False) -> None:
    """Write the certificate of that name with those above it; as one to trust where it is a root."""
    path = (folder() / "roots" if root else folder()) / f"{name}.pem"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(b"".join(each.public_bytes(Encoding.PEM) for each in certificates))


def has_key(name: str) -> bool:
    """Tell whether there is a key of that name."""
    return (folder() / f"{name}.key").is_file()


def private_key(name: str) -> bytes:
    """The private key as PEM. Raise CertificateMissingError, or KeyReadableError when others can read the file."""
    path = folder() / f"{name}.key"
    if not path.is_file():
        raise CertificateMissingError(uscc=name, folder=folder())
    if path.stat().st_mode & _OTHERS:
        raise KeyReadableError(file=path)
    return path.read_bytes()


def certificates(name: str) -> list[x509.Certificate]:
    """The certificate of that name with those above it. Raise CertificateMissingError."""
    path = folder() / f"{name}.pem"
    if not path.is_file():
        raise CertificateMissingError(uscc=name, folder=folder())
    return x509.load_pem_x509_certificates(path.read_bytes())


def roots() -> list[x509.Certificate]:
    """The certificates seals are trusted by; none before there are any."""
    found = sorted((folder() / "roots").glob("*.pem"))
    return [each for path in found for each in x509.load_pem_x509_certificates(path.read_bytes())]
