"""The store of uploads where no other is named: a folder."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class UploadsFolder(FileSystemStorage):
    """The folder ``ARCHIVE_UPLOADS_DIR``, or ``uploads`` in the data folder; its owner's alone."""

    def __init__(self) -> None:
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    # Not kept: the data folder of a test is its own.
    @property
    def base_location(self) -> Path:
        return Path(settings.UPLOADS_DIR or Path(settings.DATA_DIR) / "uploads")

    @property
    def location(self) -> str:
        return os.path.abspath(self.base_location)
