"""Uploaded files, stored under generated names until they are imported.

They lie in the store :data:`articles.stores.UPLOADS`, which all web machines and workers reach.
Where that is a folder that this machine sees, files are read where they are; from any other store
they are fetched for the time of a job.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File

from articles.expressions import regex
from articles.stores import UPLOADS, asking, folder_of

_SUFFIX = regex(
    r"((?:\.(?:tar|warc|wet|txt|jsonl|ndjson|jl|json|csv|tsv|html?|xml))?\.(?:gz|zst|bz2|xz)"
    r"|\.(?:tar|tgz|tbz2|txz|tzst|zip|wacz|warc|wet|html?|xhtml|mhtml?|jsonl?|ndjson|jl|csv|tsv|xlsx|xml|rss|atom))$",
    re.IGNORECASE,
)
_SECONDS_OF_DAY = 86_400
_NAME_LENGTH = 200
_JOINERS = "\u200c\u200d"
_BLOCK = 1024 * 1024


def incoming_folder() -> Path:
    """The folder of this machine in which uploads arrive; created if it is missing."""
    folder = folder_of(UPLOADS) or Path(settings.DATA_DIR) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@dataclass(frozen=True, slots=True)
class OpenedUploads:
    """What a job reads: paths of this machine, and the names by which people know them."""

    paths: list[str]
    names: dict[str, str]


class UploadFolder:
    """The files of one preview and of its import, and the preview itself.

    Raises :class:`articles.stores.StoreError` where the store does not answer.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    @classmethod
    def new(cls) -> UploadFolder:
        folder = cls(secrets.token_hex(16))
        if folder.path is not None:
            incoming_folder()
            folder.path.mkdir(mode=0o700)
        return folder

    @property
    def path(self) -> Path | None:
        """Where the store is a folder: the one of these files, which may not be there yet."""
        folder = folder_of(UPLOADS)
        return folder / self.name if folder else None

    def has(self, options: Mapping[str, Any]) -> bool:
        """Whether the uploads of a job with these options are still there."""
        wanted = {Path(name).name for name in options.get("names", {})}
        return wanted <= set(self.listed())

    def listed(self) -> list[str]:
        """The names of its files."""
        with suppress(FileNotFoundError), asking(UPLOADS) as store:
            return list(store.listdir(self.name)[1])
        return []

    def take(self, file: str | os.PathLike[str], number: int, name: str, changed_at: float) -> str:
        """Put an uploaded file into this folder; returns its name in the store. Only the suffix of
        the client's name is used. ``changed_at`` is when the file was last changed on the client's
        machine, 0 if unknown.
        """
        suffix = _SUFFIX.search(name)
        stored = f"{number}{suffix[1].lower() if suffix else '.txt'}"
        if self.path is None:
            return self.save(stored, Path(file))
        path = self.path / stored
        os.link(file, path)
        os.utime(path, (changed_at, changed_at))
        return f"{self.name}/{stored}"

    def save(self, name: str, file: Path) -> str:
        """Put a copy of a file into this folder of the store; returns its name there."""
        with asking(UPLOADS) as store, file.open("rb") as stream:
            return str(store.save(f"{self.name}/{name}", File(stream)))

    def fetch(self, name: str, into: Path) -> None:
        """Copy a file of the store, by its name there. Raises FileNotFoundError."""
        with asking(UPLOADS) as store, store.open(name) as stream, into.open("wb") as file:
            shutil.copyfileobj(stream, file, _BLOCK)

    def delete(self, name: str) -> None:
        """Delete one of its files; it may already be gone."""
        with suppress(FileNotFoundError), asking(UPLOADS) as store:
            store.delete(f"{self.name}/{name}")

    @contextmanager
    def opened(self, options: Mapping[str, Any]) -> Iterator[OpenedUploads]:
        """The files of a job with these options (:attr:`.models.Job.options`), to be read within
        the context."""
        shown = options.get("names", {})
        if self.path is not None:
            places = {name: str(self.path.parent / name) for name in shown}
            yield _opened(options["paths"], shown, places)
            return
        with tempfile.TemporaryDirectory(prefix="uploads-") as folder:
            places = {}
            for name in shown:
                path = Path(folder) / Path(name).name
                self.fetch(name, path)
                changed_at = options.get("changed_at", {}).get(name, 0)
                os.utime(path, (changed_at, changed_at))
                places[name] = str(path)
            yield _opened(options["paths"], shown, places)

    def remove(self) -> None:
        """Delete the folder; it may already be gone."""
        if not self.name:
            return
        if self.path is not None:
            shutil.rmtree(self.path, ignore_errors=True)
            return
        for name in self.listed():
            self.delete(name)


def _opened(
    paths: Collection[str], shown: Mapping[str, str], places: Mapping[str, str]
) -> OpenedUploads:
    return OpenedUploads(
        [places.get(path, path) for path in paths],
        {places[name]: told for name, told in shown.items()},
    )


def shown_name(name: str) -> str:
    """A client's file name for display and storage: one line, no path."""
    visible = (c if c.isprintable() or c in _JOINERS else " " for c in name)
    return " ".join(re.split(r"[/\\]", "".join(visible))[-1].split())[-_NAME_LENGTH:]


def remove_old_uploads(*, keep: Collection[str]) -> None:
    """Delete uploads that are older than ``UPLOAD_DAYS``, except the folders to keep."""
    oldest = time.time() - settings.UPLOAD_DAYS * _SECONDS_OF_DAY
    for entry in incoming_folder().iterdir():
        if entry.name in keep or entry.stat().st_mtime >= oldest:
            continue
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
    if folder_of(UPLOADS) is None:
        _remove_from_store(oldest, keep)


def _remove_from_store(oldest: float, keep: Collection[str]) -> None:
    with asking(UPLOADS) as store:
        for name in set(store.listdir("")[0]) - set(keep):
            folder = UploadFolder(name)
            times = [store.get_modified_time(f"{name}/{each}") for each in folder.listed()]
            if all(each.timestamp() < oldest for each in times):
                folder.remove()
