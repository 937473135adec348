"""Taking a document to be verified: kept in memory while it is looked at, and nowhere afterwards."""

from io import BytesIO
from typing import Any, Final

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

LARGEST: Final = 20 * 1024 * 1024
"""Bytes read of an upload; a licence has a twentieth of that."""


class MemoryUploadHandler(FileUploadHandler):
    """Gives an uploaded file that was never on a disk, and breaks off one that is too large."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin anew for the next file."""
        super().new_file(*args, **kwargs)
        self._arrived = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take what arrived. Raise StopUpload when it is too much."""
        if start + len(raw_data) > LARGEST:
            raise StopUpload(connection_reset=True)
        self._arrived.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """The file as a whole."""
        self._arrived.seek(0)
        return InMemoryUploadedFile(
            self._arrived, self.field_name, self.file_name or "", self.content_type or "", file_size, self.charset
        )
