"""Receiving uploads: into files of our own, and no more than the limit."""

from __future__ import annotations

import os
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from articles.importing.uploads import uploads_folder


class LimitedUploadHandler(FileUploadHandler):
    """Writes files beside the uploads' folders until the bytes that really came pass the limit.

    Nothing is written then any more; the rest of the request is read and let go, since a browser
    shows no answer to a request that it could not send to its end.
    """

    def __init__(self, request: HttpRequest, limit: int) -> None:
        super().__init__(request)
        self._limit = limit
        self._received = 0
        self.is_exceeded = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        # Beside the folder that it will be linked into: a link does not cross file systems.
        self._file = NamedTemporaryFile(  # noqa: SIM115  (written to by the next calls)
            dir=uploads_folder(), prefix="incoming."
        )

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._received += len(raw_data)
        if self._received > self._limit:
            self.is_exceeded = True
            self._file.close()
            raise StopUpload(connection_reset=False)
        self._file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self._file.flush()
        return UploadedFile(
            file=self._file,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "_file"):
            self._file.close()


def path_of(upload: UploadedFile) -> str:
    """Where the handler has written an upload; it goes when the request ends."""
    assert upload.file is not None
    return os.fspath(upload.file.name)
