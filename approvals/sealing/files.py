"""The adapter that keeps organs' keys in files on this machine."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from approvals.sealing import keys


class FileSigner:
    """Seals with ``<credit code>.key`` and its certificate; see ``keys``."""

    def certificates(self, uscc: str) -> tuple[bytes, ...]:
        """The organ's certificate and those above it. Raise CertificateMissingError."""
        return tuple(each.public_bytes(Encoding.DER) for each in keys.certificates(uscc))

    def sign(self, uscc: str, data: bytes) -> bytes:
        """The signature over ``data``. Raise CertificateMissingError or KeyReadableError."""
        key = load_pem_private_key(keys.private_key(uscc), password=None)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return key.sign(data, ec.ECDSA(hashes.SHA256()))
        assert isinstance(key, rsa.RSAPrivateKey), "keys of organs are EC or RSA"  # noqa: S101 - what the port says
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())

    def roots(self) -> tuple[bytes, ...]:
        """What seals are trusted by."""
        return tuple(each.public_bytes(Encoding.DER) for each in keys.roots())
