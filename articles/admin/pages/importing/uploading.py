"""Receives uploads into temporary files, up to the limit."""

from __future__ import annotations

import os
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from articles.importing.uploads import incoming_folder


class LimitedUploadHandler(FileUploadHandler):
    """Writes files until the received bytes exceed the limit.

    Then nothing more is written; the rest of the request is read and discarded, because browsers
    show no answer to a request that they could not send completely.
    """

    def __init__(self, request: HttpRequest, limit: int) -> None:
        super().__init__(request)
        self._limit = limit
        self._received = 0
        self.is_exceeded = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        # Where the store is a folder, in its file system: then it is linked, not copied.
        self._file = NamedTemporaryFile(  # noqa: SIM115  (written to by the next calls)
            dir=incoming_folder(), prefix="incoming."
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
    """Where the handler has written an upload; deleted at the end of the request."""
    assert upload.file is not None
    return os.fspath(upload.file.name)
