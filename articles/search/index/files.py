"""The files of an index: its generations, which of them is searched, and its state.

``current`` names the generation that is searched; a rebuild fills a new one and then replaces that
file, so that searches continue meanwhile. A generation is a folder of Tantivy's files and
``state.json``: the versions it was built by, and the position in the change log up to which it
holds everything. The position is written after Tantivy's commit: after a crash between the two,
the changes in between are simply applied again.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import tantivy
from django.conf import settings

from articles.search.engine.change_log import State
from articles.search.index.documents import build_schema, register_tokenizer

if TYPE_CHECKING:
    from filelock import FileLock

Stamp = tuple[int, int]
"""Identifies the content of a file that is replaced, never modified."""


def stamp(path: Path) -> Stamp | None:
    """None if there is no such file."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_ino


class Generation:
    """One index of possibly several: a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.meta = folder / "meta.json"
        """The file that each commit of Tantivy replaces."""

    def open(self) -> tantivy.Index:
        """A fresh handle. Raises ValueError or OSError if the index is missing or damaged."""
        index = tantivy.Index.open(str(self.folder))
        register_tokenizer(index)
        return index

    def state(self) -> State:
        """Raises OSError or ValueError if there is no readable one."""
        values = json.loads(self._state.read_text(encoding="utf-8"))
        if not (isinstance(values, dict) and all(type(each) is int for each in values.values())):
            raise ValueError("state.json holds no state")
        try:
            return State(**values)
        except TypeError as error:
            raise ValueError(str(error)) from error

    def save(self, state: State) -> None:
        """Replace the state atomically."""
        _replace(self._state, json.dumps(asdict(state)))

    @property
    def _state(self) -> Path:
        return self.folder / "state.json"


class IndexFiles:
    """The folder of an archive's search index."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = root / "current"

    def write_lock(self) -> FileLock:
        """Held by the one process that writes to the current generation, or replaces it."""
        return self._lock("write.lock")

    def rebuild_lock(self) -> FileLock:
        """Held by the one process that builds a new generation."""
        return self._lock("rebuild.lock")

    def current(self) -> Generation | None:
        """The generation that is searched; None before the first, or if it is unknown."""
        try:
            name = self._pointer.read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return None
        return Generation(self.root / name) if name else None

    def pointer_stamp(self) -> Stamp | None:
        """A stamp that changes when another generation is published; None while there is none."""
        return stamp(self._pointer)

    def create(self, position: int) -> Generation:
        """A new, empty generation, not yet searched."""
        folder = self.root / uuid.uuid4().hex
        folder.mkdir(parents=True)
        tantivy.Index(build_schema(), path=str(folder))
        generation = Generation(folder)
        generation.save(State(position))
        return generation

    def publish(self, generation: Generation) -> None:
        """Make searches use this generation from now on. Requires the write lock."""
        _replace(self._pointer, generation.folder.name)

    def remove_unused(self) -> list[str]:
        """Remove unused generations, for example of a killed rebuild; returns their names.

        Requires the rebuild lock. A reader that has one open keeps its files until it closes it;
        the first one, which a writer may be creating, is waited for.
        """
        removed = []
        with self.write_lock():
            current = self.current()
            for folder in self.root.iterdir():
                if folder.is_dir() and (current is None or folder != current.folder):
                    shutil.rmtree(folder, ignore_errors=True)
                    removed.append(folder.name)
        return removed

    def _lock(self, name: str) -> FileLock:
        from filelock import FileLock  # here, because readers lock nothing

        self.root.mkdir(parents=True, exist_ok=True)
        return FileLock(self.root / name)


def _replace(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def index_files() -> IndexFiles:
    """Where this archive's index lies: ``search/`` in the data folder."""
    return _files_in(settings.DATA_DIR)


@lru_cache(maxsize=8)
def _files_in(data_folder: str | Path) -> IndexFiles:
    return IndexFiles(Path(data_folder) / "search")
