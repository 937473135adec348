"""Telling what became of a sealed PDF, from its bytes alone: ``python -I judging.py FILE ROOTS`` prints it as JSON.

Files come from anybody, so pages let another process read them, with little memory and little time, which imports
nothing of the product (``asking``).
"""

import json
import sys
import zlib
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from asn1crypto import parser, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, ValidationContext, validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator.policy_decl import DisallowWeakAlgorithmsPolicy

DATA_NAME: Final = "licence.json"
"""The name of the file a licence carries its data in."""

_MOST_DATA: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file is. ``digest`` is its SHA-256 in hexadecimal; everything below ``is_sealed`` is about its seal.

    ``is_intact``: what the seal covers is what was sealed. ``is_whole``: it covers the file to the last byte.
    ``is_trusted``: its certificate held then and rests on one that is trusted here. ``said`` is the data it carries.
    """

    digest: str
    is_pdf: bool = False
    is_sealed: bool = False
    is_intact: bool = False
    is_whole: bool = False
    is_trusted: bool = False
    organ: str = ""
    uscc: str = ""
    authority: str = ""
    certificate: str = ""
    sealed_at: str = ""
    said: dict[str, Any] | None = None

    @property
    def holds(self) -> bool:
        """Whether the seal is good and covers all there is."""
        return self.is_sealed and self.is_intact and self.is_whole and self.is_trusted


def judge(data: bytes, roots: list[x509.Certificate]) -> Judged:
    """Return what the bytes are; whatever cannot be read is not there."""
    digest = sha256(data).hexdigest()
    try:
        # Strict: what has been written over is refused, not mended.
        reader = PdfFileReader(BytesIO(data), strict=False)
        said = _carried(reader)
        seals = reader.embedded_regular_signatures
    except Exception:  # noqa: BLE001 - a file of anybody's fails in any way it likes
        return Judged(digest)
    if len(seals) != 1:
        return Judged(digest, is_pdf=True, said=said)
    try:
        return _sealed(digest, seals[0], roots, said)
    except Exception:  # noqa: BLE001 - as above
        return Judged(digest, is_pdf=True, is_sealed=True, said=said)


def _sealed(digest: str, seal: EmbeddedPdfSignature, roots: list[x509.Certificate], said: Any) -> Judged:
    at = _dated(seal)
    status = validate_pdf_signature(seal, _trust(roots, at))
    certificate = seal.signer_cert
    subject = certificate.subject.native
    return Judged(
        digest,
        is_pdf=True,
        is_sealed=True,
        is_intact=bool(status.intact and status.valid),
        is_whole=status.coverage == SignatureCoverageLevel.ENTIRE_FILE and _is_padded_with_nothing(seal),
        is_trusted=bool(status.trusted),
        organ=str(subject.get("common_name", "")),
        uscc=str(subject.get("serial_number", "")),
        authority=str(certificate.issuer.native.get("common_name", "")),
        certificate=f"{certificate.serial_number:x}",
        sealed_at=at.isoformat() if at else "",
        said=said,
    )


def _trust(roots: list[x509.Certificate], at: datetime | None) -> ValidationContext:
    return ValidationContext(
        trust_roots=roots,
        allow_fetching=False,
        moment=at,
        best_signature_time=at,
        revocation_mode="soft-fail",
        algorithm_usage_policy=DisallowWeakAlgorithmsPolicy(),
    )


def _dated(seal: EmbeddedPdfSignature) -> datetime | None:
    at: datetime | None = seal.self_reported_timestamp
    return at


def _is_padded_with_nothing(seal: EmbeddedPdfSignature) -> bool:
    """Nothing hides in the room that the signature leaves."""
    contents = bytes(seal.pkcs7_content)
    return not contents[parser.peek(contents) :].strip(b"\0")


def _carried(reader: PdfFileReader) -> dict[str, Any] | None:
    """The data of the one file of that name, if it can be read."""
    names = _at(reader.root, "/Names", "/EmbeddedFiles", "/Names") or ()
    for place in range(1, len(names), 2):
        described = names[place]
        if str(described["/UF"] if "/UF" in described else described["/F"]) == DATA_NAME:
            stream = described["/EF"]["/F"]
            # Never more than a licence could have, whatever it swells to.
            packed = stream.encoded_data
            told = zlib.decompressobj().decompress(packed, _MOST_DATA) if "/Filter" in stream else packed[:_MOST_DATA]
            said = json.loads(told)
            return said if isinstance(said, dict) else None
    return None


def _at(start: Any, *path: str) -> Any:
    """What stands at a path of dictionaries; None where it ends before."""
    found = start
    for name in path:
        if found is None or name not in found:
            return None
        found = found[name]
    return found


def main() -> None:
    """Judge the file named first by the certificates in the file named second."""
    data, trusted = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2]).read_bytes()
    roots = (
        [x509.Certificate.load(der) for _kind, _headers, der in pem.unarmor(trusted, multiple=True)] if trusted else []
    )
    print(json.dumps(asdict(judge(data, roots)), ensure_ascii=False))  # noqa: T201 - this is its answer


if __name__ == "__main__":
    main()
