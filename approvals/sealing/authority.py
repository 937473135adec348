"""Certificates to try the product with: an authority of one's own, and a certificate for each organ."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import NameOID

from approvals.sealing import keys

ROOT: Final = "test-ca"
"""The name of the authority's files."""

BEGINS: Final = datetime(2020, 1, 1, tzinfo=UTC)
ENDS: Final = datetime(2049, 12, 31, tzinfo=UTC)
"""A demonstration is told on simulated dates, so certificates to try with hold for all of them."""


def make_test_ca(organs: Iterable[tuple[str, str]]) -> list[str]:
    """Make an authority and a certificate for every organ (credit code, name) without one; gives the codes made.

    What is there stays, so that seals made before stay good.
    """
    if not keys.has_key(ROOT):
        _make_root()
    root_key = load_pem_private_key(keys.private_key(ROOT), password=None)
    assert isinstance(root_key, ec.EllipticCurvePrivateKey), "made below"  # noqa: S101 - tells mypy
    root = keys.certificates(ROOT)[0]
    made = []
    for uscc, name in organs:
        if not keys.has_key(uscc):
            _make_organ(uscc, name, root, root_key)
            made.append(uscc)
    return made


def _make_root() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("通办测试证书颁发机构（样本，不具法律效力）", "00000000TESTCA0000")
    begun = _begun(name, name, key.public_key(), key.public_key())
    usage = _usage(signs_certificates=True)
    constraints = x509.BasicConstraints(ca=True, path_length=0)
    certificate = begun.add_extension(constraints, critical=True).add_extension(usage, critical=True)
    signed = certificate.sign(key, hashes.SHA256())
    keys.keep_key(ROOT, _pem(key))
    keys.keep_certificates(ROOT, [signed])
    keys.keep_certificates(ROOT, [signed], root=True)


def _make_organ(uscc: str, name: str, root: x509.Certificate, root_key: ec.EllipticCurvePrivateKey) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    begun = _begun(_name(name, uscc), root.subject, key.public_key(), root_key.public_key())
    usage = _usage(signs_certificates=False)
    constraints = x509.BasicConstraints(ca=False, path_length=None)
    certificate = begun.add_extension(constraints, critical=True).add_extension(usage, critical=True)
    keys.keep_key(uscc, _pem(key))
    keys.keep_certificates(uscc, [certificate.sign(root_key, hashes.SHA256()), root])


def _begun(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, above: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder(issuer, subject, public, x509.random_serial_number(), BEGINS, ENDS)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above), critical=False)
    )


def _name(name: str, code: str) -> x509.Name:
    """The name of an organ with its credit code; a name holds 64 characters."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, code),
        ]
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
