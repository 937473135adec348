"""Letting another process read a PDF of anybody's: with bounded memory and time, and nothing of the product in it."""

import json
import resource
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from approvals.sealing.judging import Judged
from approvals.sealing.port import signer

MOST: Final = 20 * 1024 * 1024
"""Bytes of a file that is looked into; a licence has a twentieth of that."""

_SECONDS: Final = 10
_MEMORY: Final = 512 * 1024 * 1024
_JUDGE: Final = Path(__file__).with_name("judging.py")


def judged(data: bytes) -> Judged:
    """Return what a file is by the certificates trusted here; one too large or too hard to read is no PDF to us."""
    unread = Judged(sha256(data).hexdigest())
    if len(data) > MOST or not data.startswith(b"%PDF-"):
        return unread
    with tempfile.TemporaryDirectory() as folder:
        file, roots = Path(folder) / "file.pdf", Path(folder) / "roots.pem"
        file.write_bytes(data)
        roots.write_bytes(b"".join(_pem(each) for each in signer().roots()))
        command = [sys.executable, "-I", str(_JUDGE), str(file), str(roots)]
        try:
            done = subprocess.run(  # noqa: S603 - our own script
                command,
                capture_output=True,
                check=True,
                timeout=_SECONDS,
                preexec_fn=_bounded,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return unread
    return Judged(**json.loads(done.stdout))


def _pem(der: bytes) -> bytes:
    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
