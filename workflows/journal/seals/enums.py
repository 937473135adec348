"""Closed lists of the seals."""

from enum import StrEnum


class Suite(StrEnum):
    """Which hash and which signature a seal is made with; each seal and each key names its own."""

    SHA256_ED25519 = "sha256-ed25519"
