"""The document of a licence: set as PDF/A-3a with its data inside, then sealed in the issuing organ's name."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.urls import reverse

from approvals.licences.models import Licence
from approvals.licences.qr import qr_of
from approvals.licences.types import LicenceType
from approvals.papers.render import typeset
from approvals.sealing.judging import DATA_NAME
from approvals.sealing.pades import Place, seal_pdf
from approvals.sealing.port import signer
from workflows.organisation.models import Organ

PUBLIC_SITE: Final = "http://localhost:8000"
"""Where the public reaches an installation that is not told its address."""

SCHEMA: Final = "tongban-licence-1"
"""How the data inside is written; a later way gets another name."""

_POINTS: Final = 72 / 25.4
_SEAL_MM: Final = (200.0, 36.0, 242.0, 78.0)
"""Left, bottom, right and top of the seal on the sheet: over the organ and the day."""

_USCC: Final = "001"
"""The kind of code a holder is named by: a unified social credit code (GB/T 36903)."""


def public_address(identifier: str) -> str:
    """Where anybody may verify a licence: what its QR code leads to."""
    return f"{getattr(settings, 'SITE_URL', PUBLIC_SITE).rstrip('/')}{reverse('public:licence', args=[identifier])}"


def set_in_type(kind: LicenceType, said: Mapping[str, Any]) -> bytes:
    """The document before it is sealed. Raise what rendering refuses."""
    address = public_address(said["identifier"])
    context = {**said, "verify_url": address, "qr_svg": qr_of(address), "copy": "", "foot": kind.foot}
    return typeset(kind.sheet, context, carried={DATA_NAME: carried(kind, said)}).data


def carried(kind: LicenceType, said: Mapping[str, Any]) -> str:
    """The data a licence carries inside (电子证照元数据, GB/T 36903; domain.md §4.6), always written the same way."""
    data = {
        "schema": SCHEMA,
        "证照名称": kind.title.zh,
        "证照类型代码": kind.code,
        "电子证照标识": said["identifier"],
        "证照颁发机构": said["organ_name"],
        "证照颁发机构代码": said["identifier"].split(".")[6],
        "证照颁发日期": said["valid_from"],
        "有效期起始": said["valid_from"],
        "有效期届满": said["valid_to"],
        "持证主体": said["name"],
        "持证主体代码": said["uscc"],
        "持证主体代码类型": _USCC,
        "所属管辖区划": said.get("division", ""),
        "样本": said["sample"],
        "内容": {key: value for key, value in said.items() if key not in {"identifier", "sample"}},
    }
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)


def sealed(data: bytes, licence: Licence, organ: Organ, now: datetime) -> bytes:
    """The document with the organ's seal. Raise a SealingError that says what to do."""
    left, bottom, right, top = (each * _POINTS for each in _SEAL_MM)
    return seal_pdf(
        data,
        signer=signer(),
        uscc=organ.uscc,
        organ=organ.name,
        reason=f"颁发证照 {licence.identifier}",
        place=Place(0, (left, bottom, right, top)),
        now=now,
        sample=licence.sample,
    )
