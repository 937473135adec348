"""The providers of hashes and signatures; SM2 with SM3 (密码条例 41) enters by registering one more."""

import hashlib
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from workflows.journal.seals.enums import Suite
from workflows.journal.seals.errors import UnknownSuiteError


class Provider(Protocol):
    """What a suite can do. Hashes have 32 bytes; private keys are whatever the provider wrote itself."""

    def hash(self, data: bytes) -> bytes:
        """Hash bytes."""

    def generate(self) -> bytes:
        """Make a new private key."""

    def public(self, private: bytes) -> bytes:
        """Return the public half of a private key."""

    def sign(self, private: bytes, data: bytes) -> bytes:
        """Sign bytes."""

    def is_signed(self, public: bytes, signature: bytes, data: bytes) -> bool:
        """Tell whether the signature over the bytes was made with the key."""


@dataclass(frozen=True, slots=True)
class Sha256Ed25519:
    """SHA-256 and Ed25519 (RFC 8032), whose keys are 32 bytes and whose signatures are 64."""

    def hash(self, data: bytes) -> bytes:
        """Hash bytes."""
        return hashlib.sha256(data).digest()

    def generate(self) -> bytes:
        """Make a new private key."""
        return Ed25519PrivateKey.generate().private_bytes_raw()

    def public(self, private: bytes) -> bytes:
        """Return the public half of a private key."""
        return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()

    def sign(self, private: bytes, data: bytes) -> bytes:
        """Sign bytes."""
        return Ed25519PrivateKey.from_private_bytes(private).sign(data)

    def is_signed(self, public: bytes, signature: bytes, data: bytes) -> bool:
        """Tell whether the signature over the bytes was made with the key."""
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True


_providers: dict[str, Provider] = {Suite.SHA256_ED25519.value: Sha256Ed25519()}


def register_provider(suite: str, provider: Provider) -> None:
    """Make a suite known, called from an application's ``ready``."""
    _providers[suite] = provider


def provider_of(suite: str) -> Provider:
    """Return who makes and proves seals of a suite; raise UnknownSuiteError."""
    if suite not in _providers:
        raise UnknownSuiteError(suite=suite)
    return _providers[suite]
