"""Signatures are those of RFC 8032, and another suite enters by registering its provider."""

import hashlib

import pytest

from workflows.journal.seals import suites
from workflows.journal.seals.errors import UnknownSuiteError
from workflows.journal.seals.suites import Sha256Ed25519, provider_of, register_provider

# RFC 8032 7.1, tests 1 to 3: private key, public key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("private", "public", "message", "signature"), VECTORS)
def test_the_signatures_of_rfc_8032_are_made_and_proved(
    private: str, public: str, message: str, signature: str
) -> None:
    own, said = Sha256Ed25519(), bytes.fromhex(message)
    assert own.public(bytes.fromhex(private)).hex() == public
    assert own.sign(bytes.fromhex(private), said).hex() == signature
    assert own.is_signed(bytes.fromhex(public), bytes.fromhex(signature), said)


def test_another_message_another_key_or_half_a_signature_is_not_signed() -> None:
    own = Sha256Ed25519()
    private, other = own.generate(), own.generate()
    signature = own.sign(private, b"said")
    assert not own.is_signed(own.public(private), signature, b"said otherwise")
    assert not own.is_signed(own.public(other), signature, b"said")
    assert not own.is_signed(own.public(private), signature[:32], b"said")
    assert not own.is_signed(b"no key", signature, b"said")


class Sm3(Sha256Ed25519):
    """Another hash; the signature stays, because SM2 needs a machine of its own."""

    def hash(self, data: bytes) -> bytes:
        return hashlib.new("sm3", data).digest()


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this OpenSSL has no SM3")
def test_a_provider_that_is_registered_is_used_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suites, "_providers", dict(suites._providers))
    register_provider("sm3-ed25519", Sm3())
    assert provider_of("sm3-ed25519").hash(b"abc").hex() == (
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )


def test_an_unknown_suite_is_refused_by_name() -> None:
    with pytest.raises(UnknownSuiteError, match="sm2-sm3"):
        provider_of("sm2-sm3")
