"""A seal server keeps the key: what it signs is as good, and when it fails one is told."""

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from approvals.sealing.errors import SealServerError
from approvals.sealing.files import FileSigner
from approvals.sealing.server import ServerSigner
from tests.approvals.sealing.sealed import USCC, sealed


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        told = [base64.b64encode(each).decode() for each in FileSigner().certificates(self.path.rsplit("/", 1)[1])]
        self._answer({"certificates": told})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        signature = FileSigner().sign(asked["organ"], base64.b64decode(asked["data"]))
        self._answer({"signature": base64.b64encode(signature).decode()})

    def _answer(self, said: dict[str, Any]) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def address(settings: Any) -> Iterator[str]:
    sealed()
    server = HTTPServer(("127.0.0.1", 0), _Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SEAL_SERVER = f"http://127.0.0.1:{server.server_port}"
    yield settings.SEAL_SERVER
    server.shutdown()
    server.server_close()


def test_what_the_server_signs_is_the_organs_signature(address: str) -> None:
    from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - used here alone
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - as above
    from cryptography.x509 import load_der_x509_certificate  # noqa: PLC0415 - as above

    own, *_above = ServerSigner().certificates(USCC)
    public: Any = load_der_x509_certificate(own).public_key()
    public.verify(ServerSigner().sign(USCC, b"data"), b"data", ec.ECDSA(hashes.SHA256()))


def test_a_server_that_does_not_answer_or_is_not_safe_is_told(settings: Any) -> None:
    settings.SEAL_SERVER = "http://127.0.0.1:9"
    with pytest.raises(SealServerError, match="does not seal"):
        ServerSigner().sign(USCC, b"")
    settings.SEAL_SERVER = "http://seals.example"
    with pytest.raises(SealServerError, match="not https"):
        ServerSigner().sign(USCC, b"")
