"""Putting an organ's seal on a PDF: PAdES-B, the picture of the seal as the appearance of the signature.

The signature covers the whole file and allows no change after it (DocMDP 1). Who takes it away takes the picture away too.
"""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from asn1crypto import x509 as asn1
from asn1crypto.algos import SignedDigestAlgorithm
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from approvals.sealing.picture import picture_of
from approvals.sealing.port import Signer

FIELD: Final = "OrganSeal"
_MECHANISMS: Final = {"ec": "sha256_ecdsa", "rsa": "sha256_rsa"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the seal stands: the page from 0, and left, bottom, right and top in points."""

    page: int
    box: tuple[float, float, float, float]


def seal_pdf(
    data: bytes, *, signer: Signer, uscc: str, organ: str, reason: str, place: Place, now: datetime, sample: bool
) -> bytes:
    """Return the PDF with the seal of the organ with that credit code. Raise what the signer refuses."""
    chain = [asn1.Certificate.load(each) for each in signer.certificates(uscc)]
    writer = IncrementalPdfFileWriter(BytesIO(data))
    described = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason,
        name=organ,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    style = StaticStampStyle(
        border_width=0,
        background=_Picture(picture_of(organ, sample=sample)),
        background_layout=SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, Margins.uniform(0)),
        background_opacity=0.86,
    )
    dated = _DatedSigner(
        now,
        described,
        _Through(signer, uscc, chain),
        stamp_style=style,
        new_field_spec=SigFieldSpec(FIELD, on_page=place.page, box=_whole(place.box), readable_field_name=organ),
    )
    out: Any = dated.sign_pdf(writer)
    sealed: bytes = out.getvalue()
    return sealed


def _whole(box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    left, bottom, right, top = (round(each) for each in box)
    return left, bottom, right, top


class _Picture(PdfContent):  # type: ignore[misc]  # untyped where mypy cannot follow
    """One page of a PDF in memory, drawn as it is."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = data

    def render(self) -> bytes:
        drawn = self.writer.import_page_as_xobject(PdfFileReader(BytesIO(self._data)))
        self.resources.xobject["/Picture"] = drawn
        left, bottom, right, top = drawn.get_object()["/BBox"]
        self.box = BoxConstraints(width=right - left, height=top - bottom)
        return b"/Picture Do"


class _DatedSigner(signers.PdfSigner):  # type: ignore[misc]  # untyped where mypy cannot follow
    """Seals at the instant it is told: a simulation's clock is not the machine's."""

    def __init__(self, now: datetime, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._now = now

    def init_signing_session(self, *args: Any, **named: Any) -> Any:
        session = super().init_signing_session(*args, **named)
        session.system_time = self._now
        return session


class _Through(signers.Signer):  # type: ignore[misc]  # as above
    """Lets the port sign."""

    def __init__(self, port: Signer, uscc: str, chain: list[asn1.Certificate]) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(chain)
        mechanism = SignedDigestAlgorithm({"algorithm": _MECHANISMS[chain[0].public_key.algorithm]})
        super().__init__(signing_cert=chain[0], cert_registry=store, signature_mechanism=mechanism)
        self._port, self._uscc = port, uscc

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002, FBT001, FBT002 - pyHanko's signature
        return self._port.sign(self._uscc, data)
