"""Uploaded files, stored under generated names until they are imported."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Collection
from pathlib import Path

from django.conf import settings

from articles.expressions import regex

_SUFFIX = regex(
    r"((?:\.(?:tar|warc|wet|txt|jsonl|ndjson|jl|json|csv|tsv|html?|xml))?\.(?:gz|zst|bz2|xz)"
    r"|\.(?:tar|tgz|tbz2|txz|tzst|zip|wacz|warc|wet|html?|xhtml|mhtml?|jsonl?|ndjson|jl|csv|tsv|xlsx|xml|rss|atom))$",
    re.IGNORECASE,
)
_SECONDS_OF_DAY = 86_400
_NAME_LENGTH = 200
_JOINERS = "\u200c\u200d"


def uploads_folder() -> Path:
    """The folder of all uploads, which all machines with workers share; created if it is
    missing."""
    folder = Path(settings.UPLOADS_DIR or Path(settings.DATA_DIR) / "uploads")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


class UploadFolder:
    """The files of one preview and of its import, and the preview itself."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.path = uploads_folder() / name

    @classmethod
    def new(cls) -> UploadFolder:
        folder = cls(secrets.token_hex(16))
        folder.path.mkdir(mode=0o700)
        return folder

    @property
    def preview(self) -> Path:
        return self.path / "preview.sqlite3"

    def take(self, file: str | os.PathLike[str], number: int, name: str, changed_at: float) -> str:
        """Link an uploaded file into this folder; returns its path. Only the suffix of the client's
        name is used. ``changed_at`` is when the file was last changed on the client's machine, 0 if
        unknown.
        """
        suffix = _SUFFIX.search(name)
        path = self.path / f"{number}{suffix[1].lower() if suffix else '.txt'}"
        os.link(file, path)
        os.utime(path, (changed_at, changed_at))
        return str(path)

    def remove(self) -> None:
        """Delete the folder; it may already be gone."""
        if self.name:
            shutil.rmtree(self.path, ignore_errors=True)


def shown_name(name: str) -> str:
    """A client's file name for display and storage: one line, no path."""
    visible = (c if c.isprintable() or c in _JOINERS else " " for c in name)
    return " ".join(re.split(r"[/\\]", "".join(visible))[-1].split())[-_NAME_LENGTH:]


def remove_old_uploads(*, keep: Collection[str]) -> None:
    """Delete uploads that are older than ``UPLOAD_DAYS``, except the folders to keep."""
    oldest = time.time() - settings.UPLOAD_DAYS * _SECONDS_OF_DAY
    for entry in uploads_folder().iterdir():
        if entry.name in keep or entry.stat().st_mtime >= oldest:
            continue
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
