"""Where the preview of a job lies: beside its uploads, so that every machine shows the same one.

Where the store of uploads is a folder, all machines open the one file. To any other store, the
worker and whoever decides something put a copy with a higher number, and each machine fetches the
latest once.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction

from articles.models import Job

from .previews import Preview
from .uploads import UploadFolder

_NAME = "preview.sqlite3"
_NUMBERED = re.compile(r"preview-(\d{6})\.sqlite3")
_TRIES = 3
"""A copy may be replaced between looking for the latest and fetching it."""


def has_preview(job: Job) -> bool:
    folder = UploadFolder(job.folder)
    if folder.path is not None:
        return (folder.path / _NAME).exists()
    return _latest(folder) > 0


@contextmanager
def new_preview(job: Job) -> Iterator[Preview]:
    """An empty preview, to be filled; it is there for others after the context."""
    folder = UploadFolder(job.folder)
    if folder.path is not None:
        yield Preview(folder.path / _NAME)
        return
    with _draft() as path:
        yield Preview(path)
        _put(folder, path)


@contextmanager
def kept_preview(job: Job) -> Iterator[Preview]:
    """The preview, to be read. Raises FileNotFoundError and StoreError."""
    folder = UploadFolder(job.folder)
    if folder.path is not None:
        with Preview(folder.path / _NAME) as preview:
            yield preview
        return
    with Preview(_fetched(folder)) as preview:
        yield preview


@contextmanager
def changing_preview(job: Job) -> Iterator[Preview]:
    """The same, to be changed: by one machine at a time. Nothing else may be committed within."""
    folder = UploadFolder(job.folder)
    if folder.path is not None:
        with Preview(folder.path / _NAME) as preview:
            yield preview
        return
    with transaction.atomic(), _draft() as path:
        Job.objects.select_for_update().get(pk=job.pk)
        shutil.copyfile(_fetched(folder), path)
        with Preview(path) as preview:
            yield preview
            is_changed = preview.is_changed
        if is_changed:
            _put(folder, path)


@contextmanager
def _draft() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="preview-") as folder:
        yield Path(folder) / _NAME


def _latest(folder: UploadFolder) -> int:
    """The highest number of a copy in the store; 0 if there is none."""
    found = map(_NUMBERED.fullmatch, folder.listed())
    return max((int(each[1]) for each in found if each), default=0)


def _put(folder: UploadFolder, path: Path) -> None:
    before = _latest(folder)
    folder.save(_numbered(before + 1), path)
    if before:
        folder.delete(_numbered(before))


def _fetched(folder: UploadFolder) -> Path:
    """The latest copy, on this machine."""
    own = Path(settings.DATA_DIR) / "previews" / folder.name
    for attempt in range(1, _TRIES + 1):
        name = _numbered(_latest(folder))
        if (own / name).exists():
            return own / name
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = own / f"{name}.{os.getpid()}"
        try:
            folder.fetch(f"{folder.name}/{name}", draft)
        except FileNotFoundError:
            draft.unlink(missing_ok=True)
            if attempt == _TRIES:
                raise
            continue
        for older in own.glob("preview-??????.sqlite3"):
            older.unlink(missing_ok=True)  # who reads it has it open
        draft.replace(own / name)
    return own / name


def _numbered(number: int) -> str:
    return f"preview-{number:06}.sqlite3"
