"""Uploaded files are held in memory, never on disk, and only up to a size."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST_BYTES = 20 * 1024 * 1024


class InMemory(FileUploadHandler):
    """Collect a file up to `MOST_BYTES`; of a larger one keep the size alone.

    The rest of a larger one is read and let go, so that the browser gets an answer and the other
    fields of the form are not lost.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.held: BytesIO | None = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep a piece, while there is room."""
        if start + len(raw_data) > MOST_BYTES:
            self.held = None
        if self.held is not None:
            self.held.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        """Hand over the file; one that was too large is empty and says its size."""
        held = self.held or BytesIO()
        held.seek(0)
        return InMemoryUploadedFile(
            held,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
