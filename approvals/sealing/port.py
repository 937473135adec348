"""The way to an organ's seal (电子印章): what any adapter has to do.

``settings.SIGNER`` names the adapter's class by its dotted path: keys in files, or a seal server that keeps them itself.
"""

from typing import Final, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

FILES: Final = "approvals.sealing.files.FileSigner"


class Signer(Protocol):
    """An adapter. Both calls may be repeated; both raise a SealingError that says what to do."""

    def certificates(self, uscc: str) -> tuple[bytes, ...]:
        """The certificate of the organ with that credit code and those above it, each as DER, its own first."""

    def sign(self, uscc: str, data: bytes) -> bytes:
        """The signature over ``data`` with the organ's key: SHA-256, then ECDSA or RSA PKCS #1 v1.5 as its key is."""

    def roots(self) -> tuple[bytes, ...]:
        """The certificates, as DER, that seals are trusted by."""


def signer() -> Signer:
    """The adapter this installation is set up with."""
    made: Signer = import_string(getattr(settings, "SIGNER", FILES))()
    return made
