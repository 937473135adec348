"""Comparing a document with its licence: the upload is hashed as it arrives and kept nowhere."""

import hashlib
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

LARGEST: Final = 20 * 1024 * 1024
"""Bytes read of an upload; a licence has a hundredth of that."""


DIGEST: Final = "digest"
"""The attribute of an uploaded file that has what arrived as its SHA-256."""


class HashingUploadHandler(FileUploadHandler):
    """Gives an uploaded file without content whose ``digest`` is the SHA-256 of what arrived."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin anew for the next file."""
        super().new_file(*args, **kwargs)
        self._hash = hashlib.sha256()
        self._size = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's signature
        """Hash what arrived and let go of it. Raise StopUpload when it is too much."""
        self._size += len(raw_data)
        if self._size > LARGEST:
            raise StopUpload(connection_reset=True)
        self._hash.update(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """The file as its digest."""
        file: UploadedFile[bytes] = UploadedFile(None, self.file_name, self.content_type, file_size)
        setattr(file, DIGEST, self._hash.hexdigest())
        return file
