"""The adapter to a seal server (电子印章系统), which keeps the keys itself and signs what it is sent.

``POST <address>/sign`` with ``{"organ": …, "data": base64}`` answers ``{"signature": base64}``; ``GET
<address>/certificates/<organ>`` answers ``{"certificates": [base64 DER, …]}``. What seals are trusted by is decided
here, not by the server: the certificates in ``roots`` of the key folder.
"""

import base64
import json
from http import HTTPStatus
from typing import Any, Final
from urllib.error import URLError
from urllib.request import Request, urlopen

from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from approvals.sealing import keys
from approvals.sealing.errors import SealServerError

SECONDS: Final = 10.0
"""How long the server may take for one answer."""


class ServerSigner:
    """Seals by the server at ``settings.SEAL_SERVER``, which must be an https address or this machine's own."""

    def certificates(self, uscc: str) -> tuple[bytes, ...]:
        """The organ's certificate and those above it, as the server has them. Raise SealServerError."""
        said = self._asked(f"/certificates/{uscc}", None)
        return tuple(base64.b64decode(each) for each in said["certificates"])

    def sign(self, uscc: str, data: bytes) -> bytes:
        """The server's signature over ``data``. Raise SealServerError."""
        said = self._asked("/sign", {"organ": uscc, "data": base64.b64encode(data).decode()})
        return base64.b64decode(said["signature"])

    def roots(self) -> tuple[bytes, ...]:
        """What seals are trusted by."""
        return tuple(each.public_bytes(Encoding.DER) for each in keys.roots())

    def _asked(self, path: str, body: dict[str, str] | None) -> dict[str, Any]:
        address = str(settings.SEAL_SERVER).rstrip("/")
        if not address.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
            raise SealServerError(address=address, reason="its address is not https.")
        data = None if body is None else json.dumps(body).encode()
        request = Request(address + path, data, {"Content-Type": "application/json"})  # noqa: S310 - the scheme is checked above
        try:
            with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - as above
                said: dict[str, Any] = json.load(answer)
        except (URLError, TimeoutError, ValueError) as error:
            raise SealServerError(address=address, reason=f"{error}.") from error
        if answer.status != HTTPStatus.OK or not {"signature", "certificates"} & said.keys():
            raise SealServerError(address=address, reason="its answer is not understood.")
        return said
